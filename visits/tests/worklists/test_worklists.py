"""The worklists: drafts handed in and certified many at once, names tied, gaps shown, units where nobody has been."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.tests.cast import a_directive, a_finding, a_visit, attend, client_of
from config.tests.plans import indexes_used
from officials.models import Official
from units.models import Kind, Unit
from visits.models import Attendance, Import, PressRelease, Reading, RecordState, Role, Visit
from visits.worklists.gap_lists import lacking, without_own_visit

pytestmark = pytest.mark.django_db
LISTS = ["drafts", "people", "incomplete", "positions", "appointments", "unvisited"]


@pytest.fixture
def as_reviewer(reviewer):
    return client_of(reviewer)


def draft(at, on, lead=None, **fields):
    """A record that lacks nothing where it has a lead."""
    return a_visit(at, on, lead, **{"summary": "สรุป"} | fields)


def sentences(page):
    return [str(message) for message in page.context["messages"]]


def states():
    return list(Visit.objects.order_by("pk").values_list("record_state", flat=True))


def test_the_index_leads_to_every_list(as_clerk):
    page = as_clerk.get("/worklist/").text
    assert [name for name in LISTS if f'href="/worklist/{name}/"' in page] == LISTS
    assert "/merge/officials/" not in page
    answer = as_clerk.get("/worklist/names/")
    assert (answer.status_code, answer.url) == (301, "/press-releases/names/")


def test_the_index_says_how_much_each_list_holds(as_clerk, as_reviewer, centre1, centre6, nattapol):
    visit = draft(centre1, "28/01/2566", nattapol)
    draft(centre6, "28/01/2566", record_state="submitted", summary="")
    a_directive(visit)
    Attendance.objects.create(visit=visit, name="นายสมชาย ใจดี", role=Role.GUEST)
    for last_name in ("ใจดี", "ใจดี์"):
        Official.objects.create(prefix="นาย", first_name="สมชาย", last_name=last_name)
    Unit.objects.create(name="สำนักงานอุตสาหกรรมจังหวัดทดลอง", kind="provincial_office")
    reading = Reading.objects.create(text="ข่าว", text_hash="0")
    reading.names.create(kind="person", key="ก", name="ก")
    of_clerk = as_clerk.get("/worklist/").context["counts"]
    assert of_clerk == {
        "drafts": 1, "submitted": 1, "readings": 1, "names": 1, "people": 1, "appointments": 0, "unvisited": 1,
        "lacks_lead": 1, "lacks_position": 1, "lacks_summary": 1, "lacks_dimension": 1,
    }  # fmt: skip
    merges = {"merge_officials": 1, "merge_units": 0, "merge_posts": 0, "merge_programmes": 0}
    assert as_reviewer.get("/worklist/").context["counts"] == of_clerk | merges


def test_the_index_costs_the_same_queries_however_much_the_lists_hold(
    as_reviewer, centre1, centre6, nattapol
):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            as_reviewer.get("/worklist/")
        return len(captured)

    def grow(day):
        visit = draft(centre1, f"{day}/01/2566", nattapol)
        Attendance.objects.create(visit=visit, name="นายสมชาย ใจดี", role=Role.GUEST)
        Official.objects.create(prefix="นาย", first_name="สมชาย", last_name=f"ใจดี{day}")

    grow(1)
    queries()
    before = queries()
    grow(2)
    grow(3)
    assert queries() == before


def test_the_index_counts_what_visits_of_the_filter_lack(as_clerk, centre1, centre6):
    draft(centre1, "28/01/2566")
    draft(centre6, "28/01/2568")
    lead = {
        query: as_clerk.get(f"/worklist/?{query}").context["counts"]["lacks_lead"]
        for query in ("", "fiscal_year=2566", "from=1/10/2565", "unit=x", "fiscal_year=x", "fiscal_year=2567")
    }
    assert [*lead.values()] == [1, 1, 2, 0, 0, 0]


def test_the_index_counts_what_a_member_of_staff_outside_the_office_sees(officer, centre1, centre6):
    officer.user_permissions.add(Permission.objects.get(codename="change_visit"))
    for at, state in ((centre1, "final"), (centre1, "draft"), (centre6, "final")):
        number = {"number": "ต.1/2566", "number_year": 2566, "number_seq": at.pk} if state == "final" else {}
        visit = draft(at, "28/01/2566", record_state=state, **number)
        Attendance.objects.create(visit=visit, name="นายสมชาย ใจดี", role=Role.GUEST)
    Official.objects.create(first_name="สมชาย", last_name="ใจดี")
    Reading.objects.create(text="ข่าว", text_hash="0")
    counts = client_of(officer).get("/worklist/").context["counts"]
    assert [counts[name] for name in ("drafts", "lacks_lead", "people", "readings")] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("lack", "index"),
    [
        ("lead", "attendance_lead"),
        ("dimension", "directive_visit_state"),
        ("position", "attendance_no_position"),
        ("summary", "visit_no_summary"),
    ],
)
def test_what_visits_lack_is_counted_by_an_index_of_it(lack, index):
    assert indexes_used(lacking(Visit.objects.in_fiscal_year(2566), lack).order_by(), index) == [index]


@pytest.mark.one_database
def test_whether_a_unit_was_visited_is_told_by_an_index_alone():
    units = without_own_visit(Kind.PROVINCIAL_OFFICE, date(2026, 11, 30), lambda rows: rows)
    assert "COVERING INDEX visit_unit_day (unit_id=?)" in units.order_by().values("pk").explain()


@pytest.mark.parametrize("name", ["", *(f"{one}/" for one in LISTS)])
def test_readers_are_refused(as_executive, name):
    assert as_executive.get(f"/worklist/{name}").status_code == 403


def test_chosen_drafts_are_handed_in_and_then_certified_each_by_itself(
    as_clerk, as_reviewer, centre1, centre6, office_lampang, nattapol
):
    whole = [draft(unit, "28/01/2566", nattapol) for unit in (centre1, centre6)]
    bare = draft(office_lampang, "29/01/2566")
    keys = [visit.pk for visit in (*whole, bare)]
    page = as_clerk.get("/worklist/drafts/")
    assert [len(gaps) for _, gaps in page.context["rows"]] == [0, 0, 2]
    page = as_clerk.post("/worklist/drafts/", {"row": [*keys, "x"]}, follow=True)
    assert (states(), sentences(page)) == (["submitted"] * 3, ["เสนอตรวจสอบแล้ว 3 แห่ง"])
    address = "/worklist/drafts/?state=submitted"
    assert as_clerk.get(address).context["step"] is None
    assert as_clerk.post(address, {"row": keys}).status_code == 403
    page = as_reviewer.post(address, {"row": keys}, follow=True)
    assert states() == ["final", "final", "submitted"]
    assert sentences(page) == [
        "รับรองข้อมูลแล้ว 2 แห่ง",
        "29 ม.ค. 2566 สอจ.ลำปาง: ยังไม่มีหัวหน้าคณะในรายชื่อผู้ร่วมลงพื้นที่ ยังไม่มีผู้ใดในรายชื่อผู้ร่วมลงพื้นที่ที่ระบุตำแหน่ง",
    ]
    assert sentences(as_reviewer.post(address, {}, follow=True)) == ["ยังไม่ได้เลือกรายการ"]


def test_a_draft_of_the_list_says_which_of_its_directives_nobody_gave(as_clerk, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566", nattapol)
    a_directive(visit, "ให้เร่งรัดแผน", given_by=nattapol, order=1)
    a_directive(visit, "ให้สำรวจโรงงาน", order=2)
    [(row, gaps)] = as_clerk.get("/worklist/drafts/").context["rows"]
    directive = "ข้อสั่งการข้อที่ 2 “ให้สำรวจโรงงาน” ยังไม่ระบุผู้สั่งการ"
    text = "ยังไม่มีวัตถุประสงค์ สรุปผลการตรวจเยี่ยม หรือสรุปผลการรับฟังอย่างใดอย่างหนึ่ง"
    assert (row, [gap.sentence for gap in gaps]) == (visit, [text, directive])
    a_finding(visit)
    [(_, gaps)] = as_clerk.get("/worklist/drafts/").context["rows"]
    assert [gap.sentence for gap in gaps] == [directive]


def test_drafts_are_looked_at_one_after_another(as_clerk, centre1, centre6, office_lampang, nattapol):
    first, second, third = (
        draft(unit, on, nattapol)
        for unit, on in ((centre1, "1/01/2566"), (centre6, "2/01/2566"), (office_lampang, "3/01/2566"))
    )
    page = as_clerk.get(f"/worklist/drafts/{second.pk}/")
    shown = [page.context[name] for name in ("place", "count", "before", "after")]
    assert shown == [2, 3, f"/worklist/drafts/{first.pk}/", f"/worklist/drafts/{third.pk}/"]
    answer = as_clerk.post(f"/worklist/drafts/{second.pk}/")
    assert (answer.url, states()) == (f"/worklist/drafts/{third.pk}/", ["draft", "submitted", "draft"])
    page = as_clerk.get(f"/worklist/drafts/{third.pk}/")
    assert (page.context["place"], page.context["before"], page.context["after"]) == (
        2,
        f"/worklist/drafts/{first.pk}/",
        "",
    )
    assert as_clerk.post(f"/worklist/drafts/{third.pk}/").url == "/worklist/drafts/"


def test_drafts_of_one_import_or_of_press_releases_are_listed_alone(as_clerk, clerk, centre1, centre6):
    imported, released, _ = (
        draft(centre1, "1/01/2566"),
        draft(centre6, "2/01/2566"),
        draft(centre6, "3/01/2566"),
    )
    source = Import.objects.create(kind="visits", name="ปี 2566.xlsx", sha256="0", created_by=clerk)
    source.rows.create(
        order=1, sheet="ก", row=2, values={}, outcome="new", is_taken=True, fingerprint="0",
        created=[["visits.Visit", imported.pk], ["officials.Post", released.pk]],
    )  # fmt: skip
    completed = draft(centre6, "4/01/2566")
    source.rows.create(
        order=2, sheet="ก", row=3, values={}, outcome="changed", is_taken=True, fingerprint="1",
        created=[["visits.Visit", completed.pk, {"purpose": "ติดตามงาน"}]],
    )  # fmt: skip
    release = PressRelease.objects.create(title="ข่าว")
    release.visit_links.create(visit=released)
    found = {
        name: [visit.pk for visit, _ in as_clerk.get(f"/worklist/drafts/?source={name}").context["rows"]]
        for name in (f"import-{source.pk}", "releases")
    }
    assert found == {f"import-{source.pk}": [imported.pk, completed.pk], "releases": [released.pk]}
    assert len(as_clerk.get("/worklist/drafts/?source=import-0&state=x&page=x").context["rows"]) == 4


@pytest.fixture
def unnamed(centre1):
    """Somebody whom the register did not know when the record was made."""
    visit = a_visit(centre1, "28/01/2566")
    return Attendance.objects.create(visit=visit, name="นายสมชาย ใจดี", position="ผู้จัดการ", role=Role.GUEST)


def test_names_that_the_register_knows_by_now_are_tied_at_once_and_stay_as_written(as_clerk, unnamed):
    assert as_clerk.get("/worklist/people/").context["page"].paginator.count == 0
    person = Official.objects.create(prefix="นาย", first_name="สมชาย", last_name="ใจดี")
    [row] = as_clerk.get("/worklist/people/").context["rows"]
    assert (row.attendance, row.candidates, row.may_tie) == (unnamed, [person], True)
    as_clerk.post("/worklist/people/", {"row": [unnamed.pk], f"person-{unnamed.pk}": person.pk})
    unnamed.refresh_from_db()
    assert (unnamed.official, unnamed.name, unnamed.position) == (person, "นายสมชาย ใจดี", "ผู้จัดการ")
    assert as_clerk.get("/worklist/people/").context["rows"] == []


def test_a_certified_record_is_tied_by_those_who_certify_and_nobody_stands_there_twice(
    as_clerk, as_reviewer, unnamed
):
    person = Official.objects.create(prefix="นาย", first_name="สมชาย", last_name="ใจดี")
    visit = unnamed.visit
    visit.number, visit.number_year, visit.number_seq = "ต.1/2566", 2566, 1
    visit.record_state = RecordState.FINAL
    visit.save()
    data = {"row": [unnamed.pk], f"person-{unnamed.pk}": person.pk}
    assert [row.may_tie for row in as_clerk.get("/worklist/people/").context["rows"]] == [False]
    as_clerk.post("/worklist/people/", data)
    assert Attendance.objects.get(pk=unnamed.pk).official is None
    other = attend(visit, person)
    page = as_reviewer.post("/worklist/people/", data, follow=True)
    assert sentences(page)[1] == "นายสมชาย ใจดี: บุคคลนี้มีรายชื่อในการตรวจเยี่ยมนั้นอยู่แล้ว"
    other.delete()
    as_reviewer.post("/worklist/people/", data)
    assert Attendance.objects.get().official == person
    assert (
        sentences(as_reviewer.post("/worklist/people/", {"row": "x"}, follow=True))[-1] == "ยังไม่ได้เลือกรายการ"
    )


def test_visits_that_lack_something_are_listed_by_what_they_lack(as_clerk, centre1, centre6, nattapol):
    whole = a_visit(centre1, "28/01/2566", nattapol, summary="สรุป")
    a_directive(whole, dimensions=["business"])
    bare = a_visit(centre6, "29/01/2566")
    Attendance.objects.create(visit=bare, name="ผู้ไม่ทราบตำแหน่ง")
    a_directive(bare)
    a_visit(centre6, "30/01/2566", status="tentative")
    for lacks in ("lead", "position", "summary", "dimension"):
        page = as_clerk.get(f"/worklist/incomplete/?lacks={lacks}")
        assert [visit.pk for visit in page.context["page"].object_list] == [bare.pk]
        assert [count for _, count, *_ in page.context["tabs"]] == [1, 1, 1, 1]
    assert as_clerk.get("/worklist/incomplete/?fiscal_year=2565").context["page"].paginator.count == 0
    page = as_clerk.get("/worklist/incomplete/?lacks=everything")
    assert (page.status_code, page.context["page"].paginator.count) == (200, 0)


def test_units_where_nobody_has_been_are_listed_without_families_that_were_visited(
    as_clerk, centre1, centre6
):
    below = Unit.objects.create(name="ศูนย์ย่อย", kind="facility", parent=centre6)
    old = Unit.objects.create(name="ศูนย์เดิม", kind="facility", successor=below, closed_on=date(2020, 1, 1))
    never = Unit.objects.create(name="ศูนย์ที่ไม่มีผู้ไป", kind="regional_centre")
    a_visit(old, "1/10/2562")
    a_visit(centre1, "28/01/2566", status="tentative")
    found = as_clerk.get("/worklist/unvisited/?kind=regional_centre").context["page"].object_list
    assert [unit.pk for unit in found] == [centre1.pk, never.pk]
    page = as_clerk.get("/worklist/unvisited/?kind=ship")
    assert (list(page.context["form"].errors), page.context["page"].paginator.count) == (["kind"], 0)


@pytest.mark.parametrize("name", ["drafts", "people", "incomplete", "unvisited"])
def test_a_list_costs_the_same_queries_with_one_row_and_with_three(as_clerk, centre1, nattapol, name):
    def grow(day):
        visit = a_visit(centre1, f"{day}/01/2566", summary="")
        Official.objects.create(first_name=f"สมชาย{day}", last_name="ใจดี")
        Attendance.objects.create(visit=visit, name=f"สมชาย{day} ใจดี")
        a_directive(visit)
        Unit.objects.create(name=f"สอจ. {day}", kind="provincial_office")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert as_clerk.get(f"/worklist/{name}/").context["page"].paginator.count > 0
        return len(captured)

    grow(1)
    queries()
    before = queries()
    grow(2)
    grow(3)
    assert queries() == before
