"""Press releases wait for names and decisions on a page of their own; each name is answered once for all of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.tests.cast import a_visit, attend, official, unit
from officials.models import Official
from units.models import Unit
from visits.models import NameAsWritten, PressRelease, Reading, ReadingName, Visit
from visits.press_releases import views
from visits.tests.press_releases.test_press_release_page import TEXT

pytestmark = pytest.mark.one_database

OTHER = (
    "วันที่ 3 มีนาคม 2567 นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม ลงพื้นที่ตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 "
    "โดยมีนางสาวกาญจนา ใจงาม ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 ให้การต้อนรับ"
)
ELSEWHERE = OTHER.replace("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 โดย", "บริษัท ใบไม้ จำกัด โดย").replace("วันที่ 3", "วันที่ 4")
NO_VISIT = "กระทรวงอุตสาหกรรมขอเชิญผู้ประกอบการสมัครเข้าร่วมโครงการได้ตั้งแต่บัดนี้"


@pytest.fixture
def register(nattapol, centre1, office_chiang_mai):
    """The units and the leader of the texts are known, the host and the company are not."""


@pytest.fixture
def bring(as_clerk, register):
    def bring(*texts):
        files = [SimpleUploadedFile(f"{n}.txt", text.encode()) for n, text in enumerate(texts, 1)]
        return as_clerk.post(reverse("readings"), {"files": files}, follow=True)

    return bring


@pytest.fixture
def answer(as_clerk):
    """Answers names, as spelt in the texts, on the page of names."""

    def answer(**answers):
        page = as_clerk.get(reverse("reading_names"))
        rows = {row.row["name"]: row.prefix for row in page.context["form"].rows}
        data = {f"{rows[name]}-answer": value for name, value in answers.pop("names", {}).items()}
        return as_clerk.post(reverse("reading_names"), data | answers, follow=True)

    return answer


def states():
    return list(Reading.objects.order_by("pk").values_list("state", flat=True))


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_texts_wait_for_names_and_nothing_is_lost(bring):
    response = bring(TEXT, OTHER, NO_VISIT)
    assert messages_of(response) == ["อ่านข่าว 3 ไฟล์: รอชื่อในทำเนียบ 2 · ไม่ใช่การตรวจเยี่ยม 1"]
    assert (states(), Visit.objects.count()) == (["waiting", "waiting", "no_visit"], 0)
    assert list(Reading.objects.values_list("text", flat=True).order_by("pk")) == [TEXT, OTHER, NO_VISIT]


def test_the_list_counts_every_state(bring, as_clerk):
    bring(TEXT, NO_VISIT)
    context = as_clerk.get(reverse("readings")).context
    assert [(value, count) for value, _, count in context["states"]] == [
        ("waiting", 1),
        ("doubtful", 0),
        ("taken", 0),
        ("no_visit", 1),
    ]
    assert [reading.state for reading in context["page"]] == ["waiting"]
    shown = as_clerk.get(reverse("readings"), {"state": "no_visit"}).context["page"]
    assert [reading.state for reading in shown] == ["no_visit"]


def test_names_stand_by_frequency(bring, as_clerk):
    bring(TEXT, OTHER, ELSEWHERE)
    rows = as_clerk.get(reverse("reading_names")).context["form"].rows
    assert [(row.row["name"], row.row["readings"], row.is_unit) for row in rows] == [
        ("กาญจนา ใจงาม", 3, False),
        ("บริษัท ใบไม้ จำกัด", 1, True),
    ]


def test_a_name_answered_once_frees_every_reading_that_has_it(bring, answer):
    bring(TEXT, OTHER, ELSEWHERE)
    response = answer(names={"กาญจนา ใจงาม": "new"})
    assert messages_of(response) == ["ตอบแล้ว 1 ชื่อ จับคู่ข่าวใหม่ 3 ฉบับ บันทึกเป็นร่าง 2 ฉบับ"]
    assert (states(), Visit.objects.count()) == (["taken", "taken", "waiting"], 3)
    person = Official.objects.get(first_name="กาญจนา")
    assert (person.prefix, person.last_name) == ("นางสาว", "ใจงาม")
    assert {
        visit.attendances.get(role="host").official for visit in Visit.objects.filter(unit__code="DIPROM-C01")
    } == {person}


def test_a_new_unit_is_filled_in_from_the_text(bring, answer):
    bring(ELSEWHERE)
    answer(names={"กาญจนา ใจงาม": "never", "บริษัท ใบไม้ จำกัด": "new"})
    company = Unit.objects.get(name="บริษัท ใบไม้ จำกัด")
    assert (company.kind, Visit.objects.get().unit, states()) == ("enterprise", company, ["taken"])


def test_another_name_of_a_known_person_is_an_alias(bring, answer, nattapol):
    bring(OTHER.replace("รังสิตพล", "รังสิตผล"))
    answer(names={"ณัฐพล รังสิตผล": str(nattapol.pk)}, rest_as_written="on")
    assert nattapol.aliases.filter(alias="ณัฐพล รังสิตผล").count() == 1
    assert Visit.objects.get().attendances.get(role="lead").official == nattapol


def test_a_name_kept_as_written_is_never_asked_again(bring, answer, as_clerk):
    bring(TEXT)
    answer(rest_as_written="on")
    assert (states(), NameAsWritten.objects.get().name) == (["taken"], "กาญจนา ใจงาม")
    bring(OTHER)
    assert (states(), ReadingName.objects.count()) == (["taken", "taken"], 0)
    assert as_clerk.get(reverse("reading_names")).context["form"].rows == []


def test_a_new_person_needs_both_names(bring, as_clerk):
    bring(OTHER.replace("กาญจนา ใจงาม", "กาญจนา"))
    [row] = as_clerk.get(reverse("reading_names")).context["form"].rows
    response = as_clerk.post(reverse("reading_names"), {f"{row.prefix}-answer": "new"})
    assert list(response.context["form"].rows[0].errors) == ["answer"]
    assert Official.objects.filter(first_name="กาญจนา").count() == 0


def test_the_same_text_is_kept_once(bring):
    bring(TEXT)
    bring(TEXT.replace(" ", "  "))
    assert states() == ["waiting"]


def test_a_visit_of_the_day_is_joined_only_where_lead_or_hour_agree(bring, answer, centre1, nattapol):
    known = a_visit(centre1, "03/03/2567")
    bring(OTHER)
    answer(rest_as_written="on")
    assert states() == ["doubtful"]
    assert Reading.objects.get().doubt_list == [
        "มีการตรวจเยี่ยม ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 ในวันเดียวกันแล้ว แต่หัวหน้าคณะและเวลาไม่ตรงกัน"
    ]
    attend(known, nattapol, role="lead")
    bring(OTHER)
    assert (states(), list(PressRelease.objects.get().visits.all())) == (["taken"], [known])


def test_somebody_else_at_the_same_unit_that_day_is_another_visit(bring, answer, centre1):
    attend(a_visit(centre1, "03/03/2567"), official("nattiya"), role="lead")
    bring(OTHER)
    answer(rest_as_written="on")
    assert (states(), PressRelease.objects.count()) == (["doubtful"], 0)


def test_two_texts_of_one_lead_in_two_provinces_on_one_day_are_two_visits(bring, answer):
    bring(OTHER, OTHER.replace("ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 โดย", "สำนักงานอุตสาหกรรมจังหวัดเชียงใหม่ โดย"))
    answer(rest_as_written="on")
    assert sorted(Visit.objects.values_list("unit__code", flat=True)) == ["DIPROM-C01", "PIO-TH-50"]


def test_a_province_as_the_place_means_the_office_there(bring, answer):
    bring(OTHER.replace("ตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 ", "ตรวจราชการ ณ จังหวัดเชียงใหม่ "))
    answer(rest_as_written="on")
    assert Visit.objects.get().unit.code == "PIO-TH-50"


def test_two_provinces_in_one_text_are_two_visits_at_their_offices(bring, answer):
    unit("PIO-TH-51")
    bring(OTHER.replace("ตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 ", "ตรวจราชการ ณ จังหวัดเชียงใหม่และจังหวัดลำพูน "))
    answer(rest_as_written="on")
    visits = Visit.objects.order_by("sequence")
    assert [(visit.unit.code, visit.province.code) for visit in visits] == [
        ("PIO-TH-50", "TH-50"),
        ("PIO-TH-51", "TH-51"),
    ]
    assert len({visit.trip for visit in visits}) == 1


def test_a_reading_is_opened_saved_and_the_next_one_follows(bring, as_clerk):
    from visits.tests.press_releases.test_press_release_page import typed

    bring(TEXT, OTHER)
    first, second = Reading.objects.order_by("pk")
    page = as_clerk.get(reverse("press_release"), {"reading": first.pk})
    data = typed(page) | {"reading": str(first.pk), "unknown_as_written": "on"}
    response = as_clerk.post(reverse("press_release"), data)
    assert response["Location"] == f"/press-release/?reading={second.pk}"
    first.refresh_from_db()
    assert (first.state, first.press_release.visits.count(), first.names.count()) == ("taken", 2, 0)


def test_a_pasted_text_is_kept_for_later(register, as_clerk):
    response = as_clerk.post(reverse("press_release"), {"text": TEXT, "keep": "1"}, follow=True)
    assert (messages_of(response), states()) == (["เก็บข่าวไว้แล้ว: รอชื่อในทำเนียบ"], ["waiting"])


def test_a_reading_is_set_aside_and_taken_back(bring, as_clerk):
    bring(TEXT)
    address = reverse("set_reading_aside", args=[Reading.objects.get().pk])
    as_clerk.post(address)
    assert states() == ["no_visit"]
    as_clerk.post(address)
    assert (states(), Reading.objects.get().needs_matching) == (["doubtful"], True)
    as_clerk.post(reverse("match_readings"))
    assert (states(), Reading.objects.get().needs_matching) == (["waiting"], False)


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_a_reading_that_is_not_there_is_not_found(register, as_clerk, key):
    assert as_clerk.get(reverse("press_release"), {"reading": key}).status_code == 404


def test_no_file_chosen_is_said(as_clerk):
    assert messages_of(as_clerk.post(reverse("readings"), follow=True)) == ["โปรดเลือกไฟล์ข่าวอย่างน้อยหนึ่งไฟล์"]


def test_a_file_that_cannot_be_read_keeps_the_others(bring, as_clerk, register):
    files = [SimpleUploadedFile("ก.pdf", b"%PDF-1.4"), SimpleUploadedFile("ข.txt", TEXT.encode())]
    response = as_clerk.post(reverse("readings"), {"files": files}, follow=True)
    assert messages_of(response) == [
        "ก.pdf: เปิดไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหรือมีรหัสผ่าน โปรดคัดลอกข้อความข่าวมาวางแทน",
        "อ่านข่าว 2 ไฟล์: รอชื่อในทำเนียบ 1",
    ]


@pytest.mark.both_databases
def test_the_pages_ask_the_same_number_of_queries_for_any_number_of_readings(
    bring, as_clerk, django_assert_max_num_queries
):
    bring(
        *[
            OTHER.replace("วันที่ 3", f"วันที่ {day}").replace("กาญจนา", f"กาญจนา{'กขคงจฉชซฌญฎฏฐฑฒณดต'[day - 4]}")
            for day in range(4, 20)
        ]
    )
    with django_assert_max_num_queries(30):
        as_clerk.get(reverse("readings"))
    with django_assert_max_num_queries(30):
        assert len(as_clerk.get(reverse("reading_names")).context["form"].rows) == 16


def test_a_page_of_names_sent_without_an_answer_changes_nothing(bring, answer):
    bring(TEXT)
    assert (messages_of(answer()), states()) == (["ยังไม่ได้ตอบชื่อใด"], ["waiting"])


def test_more_files_than_a_request_may_hold_are_refused_before_any_is_read(as_clerk, monkeypatch):
    monkeypatch.setattr(views, "MOST_FILES", 1)
    files = [SimpleUploadedFile(f"{n}.txt", TEXT.encode()) for n in range(2)]
    response = as_clerk.post(reverse("readings"), {"files": files}, follow=True)
    assert (messages_of(response), states()) == (
        ["รับได้ครั้งละไม่เกิน 1 ไฟล์ ยังไม่ได้อ่านไฟล์ใด โปรดแบ่งเป็นหลายครั้ง"],
        [],
    )
