"""`make demo`: an invented office that fills the present fiscal year, in a database of its own and marked on every page."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import transaction

from config.tests.cast import an_account, client_of, unit
from config.tests.html import texts
from config.thai.dates import fiscal_year
from officials.models import Official
from visits.directives.settling import settle
from visits.loading.demonstration import CODE, OFFICERS_UNIT, load_demonstration
from visits.loading.waiting_work import leave_work_waiting
from visits.models import (
    Assignment,
    Directive,
    FollowUpRound,
    Programme,
    Progress,
    RecordState,
    Status,
    Visit,
)
from visits.reports import REPORTS

TODAY = date(2026, 11, 29)
NOTICE = "ระบบสาธิต: ข้อมูลทั้งหมดสมมุติขึ้น ไม่ใช่การตรวจเยี่ยมจริง"


@pytest.fixture(scope="module")
def office(module_rows):
    call_command("load_reference", verbosity=0)
    with transaction.atomic():
        load_demonstration(TODAY)


@pytest.mark.parametrize(
    ("is_invented", "sentence"),
    [
        (False, "ข้อมูลสมมุติลงได้เฉพาะฐานข้อมูลสาธิต ให้ใช้คำสั่ง make demo (INVENTED=1)"),
        (True, "ยังไม่มีทำเนียบหน่วยงาน ให้สั่ง manage.py load_reference ก่อน"),
    ],
)
def test_any_other_database_is_refused(db, settings, is_invented, sentence):
    settings.INVENTED = is_invented
    with pytest.raises(CommandError) as refused:
        call_command("load_demonstration")
    assert str(refused.value) == sentence


def test_an_office_that_is_there_stays_as_it_is(office, settings, capsys):
    settings.INVENTED = True
    before = Visit.objects.count()
    call_command("load_demonstration")
    assert (capsys.readouterr().out, Visit.objects.count()) == ("ข้อมูลสมมุติ: มีอยู่แล้ว\n", before)


def test_three_fiscal_years_and_the_days_ahead_hold_visits(office):
    years = {fiscal_year(day) for day in Visit.objects.values_list("starts_on", flat=True)}
    assert {2568, 2569, 2570} <= years
    this_year = Visit.objects.in_fiscal_year(2570)
    assert this_year.filter(status=Status.DONE).count() > 5
    assert this_year.planned().filter(starts_on__gt=TODAY).count() > 5


def test_every_stage_of_work_can_be_shown(office):
    assert set(Visit.objects.values_list("record_state", flat=True)) == set(RecordState.values)
    assert Assignment.objects.overdue(TODAY).count() > 0
    assert Assignment.objects.due_soon(TODAY).count() > 0
    assert FollowUpRound.objects.open().get().directives.count() > 0


def test_no_report_is_empty(office):
    with transaction.atomic():
        client = client_of(an_account("executive"))
        pages = [client.get(f"/reports/{name}/") for name in REPORTS if name != "annual"]
        reports = [(page.context["report"], page.content.decode()) for page in pages]
        assert [report.id for report, html in reports if report.nothing in html] == []
        assert Programme.objects.exclude(directives=None).count() == Programme.objects.count()
        transaction.set_rollback(True)


def test_each_role_has_something_to_do(office):
    with transaction.atomic():
        clerk, reviewer = an_account("clerk"), an_account("reviewer")
        officer = an_account("officer", unit=unit(OFFICERS_UNIT))
        waiting = Assignment.objects.of_own_unit(officer).to_answer()
        assert waiting.filter(state="notified").exists()
        coming = Visit.objects.visible_to(officer).planned().filter(unit=officer.unit)
        assert coming.filter(starts_on__gt=TODAY).exists()
        leave_work_waiting(clerk, reviewer, TODAY)
        page = client_of(clerk).get("/")
        assert [visit.record_state for visit, _ in page.context["returned"]] == ["draft"]
        assert (page.context["undecided_readings"], page.context["unfinished_imports"]) == (1, 1)
        assert client_of(reviewer).get("/").context["waiting"]["count"] > 0
        transaction.set_rollback(True)


def test_the_people_are_invented_and_say_so_by_their_names(office):
    invented = Official.objects.filter(code__startswith=CODE)
    assert invented.count() == 20
    assert [one for one in invented if not one.last_name.startswith("สมมุติ")] == []
    others = Visit.objects.exclude(attendances__official=None).exclude(attendances__official__in=invented)
    assert others.count() == 0


def test_the_past_has_its_own_moments(office):
    assert Progress.objects.filter(recorded_at__date__gt=TODAY).count() == 0
    closed = Assignment.objects.filter(state="closed").first()
    verbs = list(closed.progress.order_by("recorded_at").values_list("verb", flat=True))
    assert verbs == ["notify", "acknowledge", "report", "close"]
    first = closed.progress.order_by("recorded_at").first()
    then = Assignment.objects.as_of(first.recorded_at + timedelta(hours=1)).get(pk=closed.pk)
    assert then.state_then == "notified"
    assert Directive.objects.made_by(first.recorded_at).filter(pk=closed.directive_id).exists()


def test_what_is_settled_once_stays_as_it_is(office):
    assert settle(*Directive.objects.all()) == 0


@pytest.mark.django_db
def test_no_other_database_is_filled():
    with pytest.raises(CommandError, match="make demo"):
        call_command("load_demonstration")
    assert Visit.objects.count() == 0


@pytest.mark.django_db
def test_every_page_and_print_says_that_the_data_is_invented(executive, settings):
    client = client_of(executive)
    pages = ["/", "/calendar/", "/reports/register/", "/reports/register/print/"]
    assert [NOTICE in texts(client.get(page), "p") for page in pages] == [False] * 4
    settings.INVENTED = True
    assert [NOTICE in texts(client.get(page), "p") for page in pages] == [True] * 4


@pytest.mark.one_database
def test_its_database_is_its_own_whatever_else_is_set():
    program = (
        "from django.conf import settings as site; "
        "print(site.DATABASES['default']['NAME'], site.MEDIA_ROOT, site.STORAGES['default']['BACKEND'])"
    )
    environment = os.environ | {"INVENTED": "1", "DATABASE_URL": "postgres://someone@real/site"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "MEDIA_ROOT": "/srv/real"}
    environment |= {"MEDIA_STORAGE": "s3://real/files"}
    done = subprocess.run(  # noqa: S603 - our own settings
        [sys.executable, "-c", program],
        cwd=site.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    own = [str(site.BASE_DIR / "demo.sqlite3"), str(site.BASE_DIR / "demo-media")]
    assert done.stdout.split() == [*own, "django.core.files.storage.FileSystemStorage"]
