"""Search forgives the way of writing, on both databases, for units, people and visits."""

import pytest

from config.tests.cast import a_directive, a_finding, a_visit, official, unit
from officials.models import Official, OfficialAlias
from units.models import Unit
from visits.models import Directive, Trip, Visit

pytestmark = pytest.mark.django_db
SPLIT_AM = "\u0e4d\u0e32"


@pytest.fixture(scope="module")
def nattapol(module_rows):
    return official("nattapol")


@pytest.fixture(scope="module")
def nattiya(module_rows):
    return official("nattiya")


@pytest.fixture(scope="module")
def centre(module_rows):
    for code in ("DIPROM-C06", "PIO-TH-52"):
        unit(code)
    return unit("DIPROM-C01")


@pytest.mark.parametrize(
    "query",
    [
        "ศภ.1",
        "ศภ 1",
        "ศภ.๑",
        "diprom center 1",
        "DIPROM  CENTER 1",
        "DIPROMCENTER1",
        "ศูนย์ส่งเสริม ภาคที่ 1",
        "ศูนย์ส่งเสริมอุตสาหกรรม\u200bภาคที่\u00a01",
        "ภาคที่ 1 กรม".replace(" กรม", ""),
        "IPC 1",
    ],
)
def test_a_unit_is_found_however_it_is_written(centre, query):
    assert list(Unit.objects.matching(query)) == [centre]


@pytest.mark.parametrize("query", ["ศภ.2", "DIPROM CENTER 1 ลำปาง", "100%", "_"])
def test_a_unit_is_not_found_by_what_it_is_not_called(centre, query):
    assert list(Unit.objects.matching(query)) == []


def test_sara_am_typed_in_two_parts_is_the_same_letter(centre):
    office = unit("PIO-TH-52")
    assert list(Unit.objects.matching("สอจ.ลำปาง")) == [office]
    assert list(Unit.objects.matching(f"สอจ.ล{SPLIT_AM}ปาง")) == [office]
    assert list(Unit.objects.matching("เเม่").values_list("pk")) == []
    wrong = Unit.objects.create(name=f"ร้านน\u0e4d\u0e49\u0e32ผึ้งเเม่ละออ  ส{SPLIT_AM}เภา", kind="enterprise")
    assert wrong.name == "ร้านน้ำผึ้งแม่ละออ สำเภา"
    for query in ("น้ำผึ้ง", "น\u0e4d\u0e49\u0e32ผึ้ง", "แม่ละออ", "เเม่ละออ", "สำเภา"):
        assert list(Unit.objects.matching(query)) == [wrong]


@pytest.mark.parametrize(
    "query",
    [
        "ณัฏฐิญา",
        "ณัฏฐิญา เนตยสุภา",
        "เนตยสุภา  ณัฏฐิญา",
        "นางสาวณัฏฐิญา เนตยสุภา",
        "นางสาว ณัฏฐิญา",
        "น.ส.ณัฏฐิญา",
        "นางณัฏฐิญา",
        "ดร.ณัฏฐิญา เนตยสุภา",
        "ณัฏฐิญาเนตยสุภา",
        "นางสาวณัฏฐิญาเนตยสุภา",
        "รองอธิบดี ณัฏฐิญา",
        "รปอ. เนตย",
    ],
)
def test_a_person_is_found_with_any_prefix_or_none(nattiya, nattapol, query):
    assert list(Official.objects.matching(query)) == [nattiya]


@pytest.mark.parametrize("query", ["ณัฏฐิญา รังสิตพล", "ผู้ว่าราชการ ณัฏฐิญา", "นางสาวณัฐพล กขค"])
def test_every_word_must_fit_the_same_person(nattiya, nattapol, query):
    assert list(Official.objects.matching(query)) == []


def test_a_person_is_found_by_another_name(nattiya):
    OfficialAlias.objects.create(official=nattiya, alias="ครูณัฐ")
    assert list(Official.objects.matching("ครู ณัฐ")) == [nattiya]


def test_two_people_of_one_name_are_both_found_and_told_apart(nattiya):
    namesake = Official.objects.create(prefix="นาง", first_name="ณัฏฐิญา", last_name="เนตยสุภา")
    assert set(Official.objects.matching("ณัฏฐิญา เนตยสุภา")) == {nattiya, namesake}
    assert nattiya.choice_label == "นางสาวณัฏฐิญา เนตยสุภา · อธิบดีกรมส่งเสริมอุตสาหกรรม"
    assert namesake.choice_label == "นางณัฏฐิญา เนตยสุภา"


@pytest.fixture(scope="module")
def visit(centre, nattapol):
    trip = Trip.objects.create(title="ลงพื้นที่ภาคเหนือตอนบน")
    found = a_visit(
        centre,
        "28/01/2566",
        lead=nattapol,
        trip=trip,
        title="ตรวจเยี่ยมศูนย์",
        purpose="ติดตามงานกาแฟ",
        record_state="final",
    )
    a_finding(found, "กำลังการผลิต ๒๕๐ ตัน")
    a_directive(found, "ให้เร่งรัดการเบิกจ่าย")
    a_visit(unit("DIPROM-C06"), "08/12/2567", lead=official("nattiya"), title="ตรวจเยี่ยม")
    return found


@pytest.mark.parametrize(
    "query",
    [
        "กาแฟ",
        "ศภ.1",
        "DIPROM CENTER 1",
        "เชียงใหม่",
        "ภาคเหนือตอนบน",
        "ณัฐพล",
        "ปลัดกระทรวง รังสิตพล",
        "250 ตัน",
        f"ก{SPLIT_AM}ลังการผลิต",
        "เบิกจ่าย",
        "ต.1/2566",
        "ต.๑/๒๕๖๖",
        "ณัฐพล เชียงใหม่ กาแฟ เบิกจ่าย",
    ],
)
def test_a_visit_is_found_by_all_that_hangs_on_it(visit, query):
    assert list(Visit.objects.matching(query)) == [visit]


@pytest.mark.parametrize("query", ["กาแฟ โคราช", "ณัฏฐิญา เชียงใหม่", "251 ตัน"])
def test_a_visit_is_not_found_where_one_word_does_not_fit(visit, query):
    assert list(Visit.objects.matching(query)) == []


def test_an_empty_query_leaves_nothing_out(visit):
    assert Visit.objects.matching(" \u200b ").count() == 2


def test_a_hundred_words_are_no_error(visit):
    assert Visit.objects.matching(" ".join(f"คำ{number}" for number in range(12))).count() == 0


def test_a_journey_is_found_by_its_title_and_its_units(visit):
    assert list(Trip.objects.matching("เหนือ ตอนบน")) == [visit.trip]
    assert list(Trip.objects.matching("DIPROM CENTER 1")) == [visit.trip]
    assert list(Trip.objects.matching("DIPROM CENTER 6")) == []


def test_the_search_text_follows_every_way_of_writing(visit):
    directive = visit.directives.get()
    directive.text = "ให้ดูแลชุมชน"
    Directive.objects.bulk_update([directive], ["text"])
    assert Visit.objects.matching("ดูแลชุมชน").count() == 1
    Directive._base_manager.update(subject="สิ่งแวดล้อม")
    assert Visit.objects.matching("สิ่งแวดล้อม").count() == 1
