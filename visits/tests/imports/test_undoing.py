"""An import is taken back whole, by slices, while nothing that came of it was certified, worked on or used elsewhere."""

import pytest
from django.core.management import call_command

from config.tests.cast import a_finding, unit
from officials.models import Appointment, Official, Post
from visits.imports import undoing
from visits.imports.check_run import check
from visits.imports.intake import start_import, take_slice
from visits.models import Attendance, Directive, Import, ImportState, RecordState, Visit
from visits.models.workflow import Refused
from visits.tests.imports import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for code in ("PIO-TH-50", "PIO-TH-51", "PIO-TH-54", "PIO-TH-55", "DIPROM-C04"):
        unit(code)


@pytest.fixture
def taken(clerk):
    def take(kind, content):
        source = start_import(kind, "table.xlsx", content, clerk)
        check(source, clerk)
        while take_slice(source, clerk):
            pass
        return Import.objects.get(pk=source.pk)

    return take


def undo(source, account):
    undoing.start_undoing(source)
    while undoing.undo_slice(source, account):
        pass
    source.refresh_from_db()


def refusal(source, account):
    with pytest.raises(Refused) as refused:
        undo(source, account)
    return refused.value.sentences


def test_nothing_is_left_of_what_an_import_made_and_history_tells_it(taken, clerk):
    source = taken("visits", files.heading_of_two_rows())
    undo(source, clerk)
    left = (Visit.objects.count(), Attendance.objects.count(), source.rows.filter(is_taken=True).count())
    assert (left, source.state) == ((0, 0, 0), ImportState.UNDONE)
    deleted = Visit.history.filter(history_type="-").values_list("history_user_name", flat=True)
    assert list(deleted) == ["สมหญิง ใจดี"] * 2


def test_people_posts_and_directives_with_their_drafts_go_too(taken, clerk):
    call_command("load_reference", verbosity=0)
    before = (Official.objects.count(), Post.objects.count(), Appointment.objects.count())
    sources = [taken("appointments", files.personnel()), taken("directives", files.directives())]
    assert Directive.objects.count() == 2
    assert refusal(sources[0], clerk) == ("ยกเลิกทั้งชุดไม่ได้ เพราะข้อมูลบางรายการถูกใช้ที่อื่นแล้ว",)
    for source in reversed(sources):
        undo(source, clerk)
    after = (Official.objects.count(), Post.objects.count(), Appointment.objects.count())
    assert (before, Directive.objects.count(), Visit.objects.count()) == (after, 0, 0)


def test_what_was_filled_into_an_earlier_draft_is_emptied_again(taken, clerk):
    head = ["วันที่", "หน่วยงาน", "หัวหน้าคณะ", "เรื่อง"]
    taken("visits", files.workbook([head, ["28/01/2566", "สอจ.ลำพูน", "นายเอก ทดลอง", ""]]))
    source = taken("visits", files.workbook([head, ["28/01/2566", "สอจ.ลำพูน", "เอก ทดลอง", "ติดตามงาน"]]))
    assert Visit.objects.get().purpose == "ติดตามงาน"
    undo(source, clerk)
    assert Visit.objects.get().purpose == ""


def test_what_is_certified_changed_or_used_stays_with_all_the_rest(taken, clerk):
    source = taken("visits", files.heading_of_two_rows())
    visit = Visit.objects.earliest("pk")
    finding = a_finding(visit)
    assert refusal(source, clerk) == ("ยกเลิกทั้งชุดไม่ได้ เพราะข้อมูลบางรายการถูกใช้ที่อื่นแล้ว",)
    finding.delete()
    visit.record_state = RecordState.SUBMITTED
    visit.save()
    assert refusal(source, clerk) == ("ยกเลิกทั้งชุดไม่ได้ เพราะเสนอหรือรับรองแล้ว 1 แห่ง",)
    visit.record_state = RecordState.DRAFT
    visit.save()
    assert refusal(source, clerk) == ("ยกเลิกทั้งชุดไม่ได้ เพราะมีผู้แก้ไขหลังนำเข้าแล้ว 1 แห่ง",)
    assert (Visit.objects.count(), source.rows.filter(is_taken=True).count()) == (2, 2)


def test_it_goes_by_slices_and_stops_before_what_was_used_meanwhile(taken, clerk, monkeypatch):
    monkeypatch.setattr(undoing, "UNDONE_AT_ONCE", 2)
    rows = [["วันที่", "หน่วยงาน"], *([f"{day}/01/2566", "สอจ.ลำพูน"] for day in range(1, 6))]
    source = taken("visits", files.workbook(rows))
    undoing.start_undoing(source)
    assert undoing.undo_slice(source, clerk) == 3
    a_finding(Visit.objects.get(starts_on="2023-01-03"))
    with pytest.raises(Refused):
        undoing.undo_slice(source, clerk)
    assert (Visit.objects.count(), source.state) == (3, ImportState.TAKEN)
