"""Names are answered once for all rows: proposed, looked up, new, as written; without a script; an answer stays with its name."""

import pytest

from config.tests.cast import official, unit
from officials.models import Official, OfficialAlias
from units.models import Unit, UnitAlias
from visits.imports.check_run import check
from visits.imports.intake import start_import, take_slice
from visits.models import Visit
from visits.tests.imports import files

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
HEAD = ["วันที่", "หน่วยงาน", "หัวหน้าคณะ"]


@pytest.fixture(autouse=True)
def register(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for code in ("PIO-TH-51", "PIO-TH-54", "PIO-TH-55"):
        unit(code)


@pytest.fixture
def source(clerk):
    rows = [
        ["1/2/2566", "โรงงานทดลอง", "นายใหม่ คนแรก"],
        ["2/2/2566", "โรงงานทดลอง", "นายใหม่ คนแรก"],
        ["3/2/2566", "สอจ.ลำพูน", "นายณัฐพล"],
        ["4/2/2566", "บ้านเลขที่ 9", "นายใหม่ คนแรก"],
    ]
    source = start_import("visits", "table.xlsx", files.workbook([HEAD, *rows]), clerk)
    check(source, clerk)
    return source


def form_of(client, source):
    return client.get(source.get_absolute_url()).context["answers"]


def post(client, source, action, form, **given):
    """What a browser sends: all fields of the form, with these of them changed, by name and field."""
    data = {"action": action}
    for row in form.rows():
        for field in ("answer", "search", "kind"):
            if row[field]:
                value = given.get(f"{field}_{row['name']}", row[field].value() or "")
                data[row[field].html_name] = value
    data |= {name: given[name] for name in ("remembers", "rest_as_written") if name in given}
    return client.post(source.get_absolute_url(), data, follow=True)


def outcomes(source):
    return list(source.rows.order_by("order").values_list("outcome", flat=True))


def test_names_in_doubt_are_asked_first_then_people_unknown_each_once(as_clerk, source):
    rows = form_of(as_clerk, source).rows()
    assert [(row["name"], row["count"], row["is_needed"]) for row in rows] == [
        ("โรงงานทดลอง", 2, True),
        ("บ้านเลขที่ 9", 1, True),
        ("นายใหม่ คนแรก", 3, False),
    ]
    assert outcomes(source) == ["doubtful", "doubtful", "new", "doubtful"]


def test_a_unit_that_is_not_proposed_is_looked_up_and_chosen(as_clerk, clerk, source):
    form = form_of(as_clerk, source)
    page = post(as_clerk, source, "search", form, search_โรงงานทดลอง="จังหวัดน่าน")
    [found, *_] = page.context["answers"].rows()
    nan = Unit.objects.get(code="PIO-TH-55")
    assert (found["search"].help_text, found["answer"].value()) == (
        "พบ 1 รายการ เลือกได้ในช่องคำตอบ",
        str(nan.pk),
    )
    post(as_clerk, source, "answer", page.context["answers"], remembers="on")
    assert outcomes(source) == ["new", "new", "new", "doubtful"]
    assert UnitAlias.objects.filter(unit=nan, alias="โรงงานทดลอง").count() == 1
    take_slice(source, clerk)
    assert Visit.objects.filter(unit=nan).count() == 2


def test_what_is_not_found_is_said_and_other_answers_stay(as_clerk, source):
    form = form_of(as_clerk, source)
    given = {"search_โรงงานทดลอง": "ไม่มีที่ใด", "answer_บ้านเลขที่ 9": "new"}
    first, second, _ = post(as_clerk, source, "answer", form, **given).context["answers"].rows()
    assert first["search"].help_text == "ไม่พบในทำเนียบ ลองพิมพ์เพียงบางส่วนของชื่อ"
    assert (second["answer"].value(), Unit.objects.filter(name="บ้านเลขที่ 9").exists()) == ("new", False)


def test_a_unit_and_a_person_are_made_on_request_and_serve_all_rows(as_clerk, clerk, source):
    form = form_of(as_clerk, source)
    given = {"answer_โรงงานทดลอง": "new", "kind_โรงงานทดลอง": "community", "answer_นายใหม่ คนแรก": "new"}
    post(as_clerk, source, "answer", form, **given)
    take_slice(source, clerk)
    person = Official.objects.get(last_name="คนแรก")
    assert (person.name, Unit.objects.get(name="โรงงานทดลอง").kind) == ("นายใหม่ คนแรก", "community")
    assert list(Visit.objects.values_list("attendances__official", flat=True).order_by("starts_on")) == [
        person.pk,
        person.pk,
        None,
    ]


def test_a_person_is_looked_up_and_the_name_is_always_that_person(as_clerk, clerk, source):
    lead = official("nattapol")
    form = form_of(as_clerk, source)
    page = post(as_clerk, source, "search", form, **{"search_นายใหม่ คนแรก": "ณัฐพล"})
    post(as_clerk, source, "answer", page.context["answers"], remembers="on", answer_โรงงานทดลอง="new")
    take_slice(source, clerk)
    assert Visit.objects.filter(attendances__official=lead).count() == 2
    assert OfficialAlias.objects.filter(official=lead, alias="ใหม่ คนแรก").count() == 1


def test_one_tick_takes_all_people_as_written(as_clerk, source):
    post(as_clerk, source, "answer", form_of(as_clerk, source), rest_as_written="on")
    assert [row["name"] for row in form_of(as_clerk, source).rows()] == ["โรงงานทดลอง", "บ้านเลขที่ 9"]


def test_a_forged_answer_is_refused(as_clerk, source):
    form = form_of(as_clerk, source)
    page = post(as_clerk, source, "answer", form, answer_โรงงานทดลอง="999999")
    assert page.context["answers"].rows()[0]["answer"].errors
    assert outcomes(source) == ["doubtful", "doubtful", "new", "doubtful"]


@pytest.fixture
def with_new_names(as_clerk, clerk, source):
    """The import with a unit and a person made by answers."""
    given = {"answer_โรงงานทดลอง": "new", "answer_บ้านเลขที่ 9": "new", "answer_นายใหม่ คนแรก": "new"}
    post(as_clerk, source, "answer", form_of(as_clerk, source), **given)
    source.refresh_from_db()
    return source


def made():
    units = Unit.objects.filter(name__in=["โรงงานทดลอง", "บ้านเลขที่ 9"]).order_by("name")
    return [*(unit.name for unit in units), *(row.name for row in Official.objects.filter(last_name="คนแรก"))]


def test_units_and_people_made_by_answers_go_with_the_import(as_clerk, clerk, with_new_names):
    while take_slice(with_new_names, clerk):
        pass
    assert made() == ["บ้านเลขที่ 9", "โรงงานทดลอง", "นายใหม่ คนแรก"]
    page = as_clerk.post(with_new_names.get_absolute_url(), {"action": "undo"}, follow=True)
    assert (made(), page.context["source"].state, page.context["source"].remains) == ([], "undone", "")
    assert (
        Unit.history.filter(history_type="-").count(),
        Official.history.filter(history_type="-").count(),
    ) == (2, 1)


def test_what_is_used_or_edited_meanwhile_stays_and_the_page_says_why(as_clerk, clerk, with_new_names):
    while take_slice(with_new_names, clerk):
        pass
    factory, house = Unit.objects.get(name="โรงงานทดลอง"), Unit.objects.get(name="บ้านเลขที่ 9")
    visit = Visit.objects.create(unit=factory, starts_on="2024-02-01")
    house.note = "ตรวจแล้ว"
    house.save()
    page = as_clerk.post(with_new_names.get_absolute_url(), {"action": "undo"}, follow=True)
    assert made() == ["บ้านเลขที่ 9", "โรงงานทดลอง"]
    assert page.context["source"].remains.split("\n") == [
        "หน่วยงาน “โรงงานทดลอง” ยังอยู่ เพราะมีการตรวจเยี่ยมใช้อยู่ 1 รายการ",
        "หน่วยงาน “บ้านเลขที่ 9” ยังอยู่ เพราะมีผู้แก้ไขแล้ว",
    ]
    assert "ยังอยู่ เพราะมีผู้แก้ไขแล้ว" in page.content.decode()
    visit.delete()


def test_they_go_with_a_file_that_is_thrown_away(as_clerk, with_new_names):
    as_clerk.post(with_new_names.get_absolute_url(), {"action": "discard"})
    assert made() == []


def test_an_answer_whose_person_is_gone_is_asked_again(as_clerk, clerk, with_new_names):
    Official.objects.get(last_name="คนแรก").delete()
    check(with_new_names, clerk)
    assert [row["name"] for row in form_of(as_clerk, with_new_names).rows()] == ["นายใหม่ คนแรก"]
