"""The steps of a letter (หนังสือแจ้งข้อสั่งการ): prepared for directives that wait, signed, which notifies, or discarded."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction

from config.thai.dates import thai_date
from config.tracking import author_name, written_by
from officials.models import User
from units.models import Unit
from visits.directives.actions import notify_all
from visits.directives.steps import is_office
from visits.models import (
    Amendment,
    Assignment,
    Attachment,
    AttachmentKind,
    Letter,
    LetterForm,
    Office,
    RecordState,
    SignedCopy,
    State,
)
from visits.models.assignment import AssignmentQuerySet
from visits.models.letter import INSIDE
from visits.models.workflow import Refused

# How the head of a unit is addressed, by the beginning of the unit's name; who writes the letter may put it right.
HEADS = {
    "สำนักงานอุตสาหกรรมจังหวัด": "อุตสาหกรรมจังหวัด",
    "จังหวัด": "ผู้ว่าราชการจังหวัด",
    "กรม": "อธิบดีกรม",
    "กอง": "ผู้อำนวยการกอง",
    "ศูนย์": "ผู้อำนวยการศูนย์",
    "หอการค้า": "ประธานหอการค้า",
}


def waiting(user: User) -> AssignmentQuerySet:
    """Assignments of certified directives that are neither notified nor in a letter."""
    rows = Assignment.objects.visible_to(user).filter(state=State.PENDING, letter=None)
    return rows.filter(directive__visit__record_state=RecordState.FINAL)


def proposed_form(units: Sequence[Unit]) -> LetterForm:
    """A circular for several units, a memo inside the ministry, else an external letter."""
    if len(units) > 1:
        return LetterForm.CIRCULAR
    return LetterForm.MEMO if all(unit.kind in INSIDE for unit in units) else LetterForm.EXTERNAL


def proposed_recipient(units: Sequence[Unit]) -> str:
    """To whom the letter is addressed (เรียน)."""
    if len(units) > 1:
        return "หัวหน้าหน่วยงานตามรายชื่อ"
    name = units[0].name
    beginning = next((words for words in HEADS if name.startswith(words)), None)
    return HEADS[beginning] + name.removeprefix(beginning) if beginning else name


def prepare(
    assignments: Sequence[Assignment], *, by: User, form: str, subject: str, recipients: str
) -> Letter:
    """A letter to one unit about some of its directives, or about one directive to some of its units.

    No unit reads the directives of another.
    """
    refuse_others(by)
    with transaction.atomic(), written_by(by):
        keys = [assignment.pk for assignment in assignments]
        rows = list(waiting(by).select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        if not rows or len(rows) < len(keys):
            raise Refused("บางรายการแจ้งแล้วหรืออยู่ในหนังสือฉบับอื่นแล้ว โปรดเลือกใหม่")
        if len({row.unit_id for row in rows}) > 1 and len({row.directive_id for row in rows}) > 1:
            raise Refused("หนังสือถึงหลายหน่วยงานต้องเป็นข้อสั่งการเดียวกัน")
        letter = Letter.objects.create(form=form, subject=subject, recipients=recipients)
        for row in rows:
            row.letter = letter
        Assignment.objects.bulk_update(rows, ["letter"])
    return letter


def sign(letter: Letter, *, by: User, number: str, dated_on: date, files: Sequence[File] = ()) -> Letter:
    """Notifies all units of the letter on its date, and keeps the letter as it reads at that moment.

    Number and date are those on the signed document; `files` are checked uploads of it.
    """
    refuse_others(by)
    with transaction.atomic(), written_by(by):
        letter = locked_unsigned(letter)
        rows = list(in_order(letter.assignments.filter(state=State.PENDING)))
        last = max((row.directive.visit.starts_on for row in rows), default=None)
        if last and dated_on < last:
            raise Refused(f"วันที่ของหนังสือต้องไม่ก่อนวันที่สั่งการ ({thai_date(last)})")
        letter.number, letter.dated_on = number, dated_on
        letter.save()
        for order, file in enumerate(files, 1):
            Attachment.objects.create(letter=letter, file=file, kind=AttachmentKind.SIGNED, order=order)
        from visits.letters.document import letter_word  # with python-docx, which pages do without

        content = letter_word(letter, list(in_order(letter.assignments.all())), Office.current())
        SignedCopy.objects.create(letter=letter, content=content, by=by, by_name=author_name(by))
        notify_all(rows, by=by, letter=letter)
    return letter


def discard(letter: Letter, *, by: User) -> None:
    """Deletes a letter that was never signed; its directives wait again."""
    refuse_others(by)
    with transaction.atomic(), written_by(by):
        letter = locked_unsigned(letter)
        rows = list(letter.assignments.all())
        for row in rows:
            row.letter = None
        Assignment.objects.bulk_update(rows, ["letter"])
        letter.delete()


def in_order(assignments: AssignmentQuerySet) -> AssignmentQuerySet:
    """As a letter lists them: by unit, then by number of the directive."""
    rows = assignments.select_related("unit", "directive__visit")
    return rows.order_by("unit__sort_key", "directive__number_seq", "pk")


def amended_since(letter: Letter, user: User) -> list[Amendment]:
    """Amendments of its directives that were made after it was signed: what the letter does not say."""
    copy = SignedCopy.objects.filter(letter=letter).first()
    if copy is None:
        return []
    directives = Assignment.objects.visible_to(user).filter(letter=letter).order_by().values("directive")
    rows = Amendment.objects.filter(directive__in=directives, recorded_at__gt=copy.recorded_at)
    return list(rows.select_related("directive").order_by("recorded_at", "pk"))


def refuse_others(user: User) -> None:
    """Raises `PermissionDenied` for those who do not act for the office."""
    if not is_office(user):
        raise PermissionDenied


def locked_unsigned(letter: Letter) -> Letter:
    """The letter, locked; raises `Refused` where it was signed or discarded meanwhile."""
    row = Letter.objects.select_for_update().filter(pk=letter.pk).first()
    if row is None:
        raise Refused("หนังสือฉบับนี้ถูกยกเลิกแล้ว")
    if row.number:
        raise Refused(f"หนังสือฉบับนี้ลงนามแล้ว ที่ {row.number} ลงวันที่ {thai_date(row.dated_on)}")
    return row
