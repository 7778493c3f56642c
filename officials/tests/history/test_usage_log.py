"""The log of uses: sign-ins, files taken away, prints, feeds and looks at contact data; nobody changes it."""

from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from config.tests.cast import PASSWORD, a_visit, client_of
from config.tests.html import elements, heading, texts
from config.tracking import Untracked
from officials.history.usage_middleware import ENDINGS
from officials.models.usage_log import Use, UseKind
from visits.models import CalendarSetting


def logged(*fields):
    return list(Use.objects.order_by("pk").values_list(*fields))


def typed_in(client, username, password):
    return client.post("/admin/login/", {"username": username, "password": password})


def test_sign_ins_refused_ones_and_sign_outs_are_logged(clerk):
    client = Client()
    typed_in(client, "clerk\r\nforged", "wrong")
    typed_in(client, "clerk", PASSWORD)
    client.post("/admin/logout/")
    assert logged("kind", "by", "by_name", "address") == [
        ("refused", None, "clerk forged", "127.0.0.1"),
        ("sign_in", clerk.pk, "สมหญิง ใจดี", "127.0.0.1"),
        ("sign_out", clerk.pk, "สมหญิง ใจดี", "127.0.0.1"),
    ]
    assert PASSWORD not in str(logged("what"))


def test_files_and_prints_say_what_was_asked_and_whether_it_may_leave_the_house(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566")
    Use.objects.all()._raw_delete("default")
    b"".join(as_executive.get("/reports/register/report.csv?fiscal_year=2566").streaming_content)
    as_executive.get(f"/visits/{visit.pk}/print/?edition=public")
    as_executive.get(f"/visits/{visit.pk}/print/")
    as_executive.get("/reports/register/report.csv?fiscal_year=x")
    [register, public, internal] = [what.split(" · ") for (what,) in logged("what")]
    assert register[1:] == ["ทะเบียนการตรวจเยี่ยม", "ปีงบประมาณ: พ.ศ. 2566"]
    assert [public[1], internal[1]] == ["ฉบับเผยแพร่", "ฉบับใช้ภายในหน่วยงาน"]
    assert [path for (path,) in logged("path")] == [
        "/reports/register/report.csv?fiscal_year=2566",
        f"/visits/{visit.pk}/print/?edition=public",
        f"/visits/{visit.pk}/print/",
    ]
    assert [kind for (kind,) in logged("kind")] == ["export", "print", "print"]


def test_a_feed_is_logged_once_a_day_for_its_owner(clerk, clock):
    key = CalendarSetting.with_first_key(clerk).feed_key
    for _ in range(3):
        Client().get(f"/calendar/feed/{key}.ics")
    clock(hours=25)
    Client().get(f"/calendar/feed/{key}.ics")
    assert logged("kind", "by", "path") == [("feed", clerk.pk, "")] * 2  # the address would be the key


def test_a_look_at_contact_data_is_logged(admin, clerk):
    client = client_of(admin)
    client.get(f"/admin/officials/user/{clerk.pk}/change/")
    assert ("contact", "บัญชี clerk") in logged("kind", "what")


def test_every_file_that_the_site_makes_counts_as_taken_away():
    """But for what holds nobody's data: the picture of a second factor and the description of the interface."""
    files = [route for route in addresses() if "." in route.rpartition("/")[2]]
    assert [one for one in files if not one.endswith(ENDINGS)] == [
        "second-factor/picture.svg",
        "api/openapi.json",
    ]
    assert "reports/<str:report_id>/report.pptx" in files


def addresses(patterns=None):
    """The address of every route outside the data entry, as it is declared."""
    for one in patterns or get_resolver().url_patterns:
        if hasattr(one, "url_patterns"):
            yield from () if one.app_name == "admin" else addresses(one.url_patterns)
        else:
            yield str(one.pattern)


def taken(client, address):
    """Read to its end, which closes the file behind it."""
    response = client.get(address)
    response.getvalue()
    return response


def test_nobody_takes_more_than_so_many_files_a_minute(as_executive, settings, clock):
    settings.EXPORTS_A_MINUTE = 2
    answers = [taken(as_executive, "/reports/programmes/report.csv") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert (heading(answers[2]), answers[2]["Retry-After"]) == ("รับแฟ้มถี่เกินไป", "60")
    assert as_executive.get("/reports/programmes/").status_code == 200
    clock(seconds=61)
    assert taken(as_executive, "/reports/programmes/report.csv").status_code == 200


@pytest.fixture
def some(db):
    moments = [timezone.now() - timedelta(days=days) for days in (800, 100, 1)]
    return [Use.objects.create(kind=UseKind.PRINT, by_name=f"ผู้ใช้ {n}", at=at) for n, at in enumerate(moments)]


def test_lines_are_neither_changed_nor_deleted(some):
    for write in (
        some[0].save,
        some[0].delete,
        Use.objects.all().delete,
        lambda: Use.objects.update(what=""),
        lambda: Use.objects.bulk_update(some, ["what"]),
    ):
        with pytest.raises(Untracked):
            write()


def test_only_the_command_clears_old_lines_and_says_so(some, capsys):
    call_command("clear_uses", days=1)
    assert capsys.readouterr().out == "ลบบันทึกการใช้งานที่เก่ากว่า 90 วัน 2 รายการ\n"
    assert logged("kind", "by_name", "what") == [("print", "ผู้ใช้ 2", ""), ("clearing", "ระบบ", "2 รายการ")]


def test_the_auditor_reads_it_by_person_kind_and_period_on_a_page_and_as_a_file(some, auditor, as_clerk):
    client = client_of(auditor)
    page = client.get("/trail/uses/?kind=print")
    assert texts(page, "td")[1::4] == ["ผู้ใช้ 2", "ผู้ใช้ 1", "ผู้ใช้ 0"]
    assert texts(client.get("/trail/uses/?person=ผู้ใช้ 1"), "td")[1::4] == ["ผู้ใช้ 1"]
    assert texts(client.get("/trail/uses/?kind=print&last=01/01/2560"), "td") == []
    wrong = client.get("/trail/uses/?first=31/02/2566&kind=lost")
    assert (wrong.status_code, len(elements(wrong, "ul", class_="errorlist"))) == (200, 2)
    rows = client.get("/trail/uses/uses.csv?kind=print").getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in rows] == ["ผู้ใช้", "ผู้ใช้ 2", "ผู้ใช้ 1", "ผู้ใช้ 0"]
    assert as_clerk.get("/trail/uses/").status_code == 403


def test_what_axes_noted_of_sign_ins_goes_with_the_log(db):
    old, new = (AccessLog.objects.create(username="a", user_agent="", path_info="/") for _ in range(2))
    AccessLog.objects.filter(pk=old.pk).update(attempt_time=timezone.now() - timedelta(days=800))
    call_command("clear_uses")
    assert list(AccessLog.objects.values_list("pk", flat=True)) == [new.pk]
