"""หนังสือแจ้งข้อสั่งการ: prepared for orders that wait to be told; its signing is the notice."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from config.thai.dates import thai_date
from config.tracking import written_by
from units.models import Kind
from visits.directives import steps
from visits.models import Assignment, Attachment, AttachmentKind, Letter, LetterForm, RecordState, State
from visits.models.workflow import Refused

# A memo travels inside the ministry; everybody else gets a letter.
INSIDE = {
    Kind.MINISTRY,
    Kind.DEPARTMENT,
    Kind.DIVISION,
    Kind.REGIONAL_CENTRE,
    Kind.REGIONAL_OFFICE,
    Kind.PROVINCIAL_OFFICE,
    Kind.RESEARCH_CENTRE,
    Kind.FACILITY,
    Kind.FUND,
}


# How the head of a unit is addressed, by the beginning of the unit's name; who writes the letter may put it right.
HEADS = {
    "สำนักงานอุตสาหกรรมจังหวัด": "อุตสาหกรรมจังหวัด",
    "จังหวัด": "ผู้ว่าราชการจังหวัด",
    "กรม": "อธิบดีกรม",
    "กอง": "ผู้อำนวยการกอง",
    "ศูนย์": "ผู้อำนวยการศูนย์",
    "หอการค้า": "ประธานหอการค้า",
}


def waiting(user):
    """Parts in certified orders that nobody has been told of and no letter tells yet."""
    rows = Assignment.objects.visible_to(user).filter(state=State.PENDING, letter=None)
    return rows.filter(directive__visit__record_state=RecordState.FINAL)


def proposed_form(units):
    if len(units) > 1:
        return LetterForm.CIRCULAR
    return LetterForm.MEMO if all(unit.kind in INSIDE for unit in units) else LetterForm.EXTERNAL


def proposed_recipient(units):
    if len(units) > 1:
        return "หัวหน้าหน่วยงานตามรายชื่อ"
    name = units[0].name
    known = next((begins for begins in HEADS if name.startswith(begins)), None)
    return HEADS[known] + name.removeprefix(known) if known else name


def prepare(parts, *, by, form, subject, recipients):
    """One unit with some of its orders, or one order with some of its units: nobody reads the orders of another."""
    _office_only(by)
    with transaction.atomic(), written_by(by):
        rows = waiting(by).select_for_update(of=("self",)).filter(pk__in=[part.pk for part in parts])
        rows = list(rows.order_by("pk"))
        if not rows or len(rows) < len(parts):
            raise Refused("บางรายการแจ้งแล้วหรืออยู่ในหนังสือฉบับอื่นแล้ว โปรดเลือกใหม่")
        if len({row.unit_id for row in rows}) > 1 and len({row.directive_id for row in rows}) > 1:
            raise Refused("หนังสือถึงหลายหน่วยงานต้องเป็นข้อสั่งการเดียวกัน")
        letter = Letter.objects.create(form=form, subject=subject, recipients=recipients)
        for row in rows:
            row.letter = letter
        Assignment.objects.bulk_update(rows, ["letter"])
    return letter


def sign(letter, *, by, number, dated_on, files=()):
    """Number and date are those on the signed paper; its date is the day of notice."""
    _office_only(by)
    with transaction.atomic(), written_by(by):
        letter = _unsigned(letter)
        parts = list(letter.assignments.filter(state=State.PENDING).select_related("directive__visit"))
        _refuse_before_orders(parts, dated_on)
        letter.number, letter.dated_on = number, dated_on
        letter.save()
        for order, file in enumerate(files, 1):
            Attachment.objects.create(letter=letter, file=file, kind=AttachmentKind.SIGNED, order=order)
        steps.notify_all(parts, by=by, letter=letter)
    return letter


def discard(letter, *, by):
    """A letter that was never signed; its orders wait again."""
    _office_only(by)
    with transaction.atomic(), written_by(by):
        letter = _unsigned(letter)
        rows = list(letter.assignments.all())
        for row in rows:
            row.letter = None
        Assignment.objects.bulk_update(rows, ["letter"])
        letter.delete()


def _office_only(by):
    if not steps.is_office(by):
        raise PermissionDenied


def _unsigned(letter):
    letter = Letter.objects.select_for_update().filter(pk=letter.pk).first()
    if letter is None:
        raise Refused("หนังสือฉบับนี้ถูกยกเลิกแล้ว")
    if letter.number:
        raise Refused(f"หนังสือฉบับนี้ลงนามแล้ว ที่ {letter.number} ลงวันที่ {thai_date(letter.dated_on)}")
    return letter


def _refuse_before_orders(parts, dated_on):
    last = max((part.directive.visit.starts_on for part in parts), default=None)
    if last and dated_on < last:
        raise Refused(f"วันที่ของหนังสือต้องไม่ก่อนวันที่สั่งการ ({thai_date(last)})")
