"""A press release becomes a draft visit: what was read is proposed, checked beside the text, and saved when asked."""

import pytest
from django.urls import reverse

from config.tests.cast import a_visit, attend, official, unit
from visits.models import PressRelease, Trip, Visit
from visits.press_releases.reader import read
from visits.press_releases.text_extraction import text_hash

pytestmark = pytest.mark.one_database

TEXT = """ปลัดฯ ณัฐพล ลงพื้นที่เชียงใหม่ ติดตามงานส่งเสริมอุตสาหกรรม

จังหวัดเชียงใหม่ – วันที่ 16 กุมภาพันธ์ 2567 เวลา 09.30 น. นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม ลงพื้นที่ตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 จังหวัดเชียงใหม่ โดยมีนางสาวกาญจนา ใจงาม ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 ให้การต้อนรับ
โดยปลัดกระทรวงอุตสาหกรรมได้มอบหมายให้ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 เร่งขยายผลโครงการชุมชนดีพร้อมให้ครบทุกอำเภอ
จากนั้น เวลา 13.30 น. คณะได้เดินทางไปตรวจเยี่ยมสำนักงานอุตสาหกรรมจังหวัดเชียงใหม่ ซึ่งมีผู้ประกอบการเข้าร่วมโครงการกว่า 120 ราย"""


@pytest.fixture
def register(nattapol, centre1, office_chiang_mai):
    """The units and the leader of the text are known, the host is not."""


@pytest.fixture
def read_it(as_clerk):
    def post(text=TEXT, **more):
        return as_clerk.post(reverse("press_release"), {"text": text, **more})

    return post


def typed(answer):
    """What the browser would send back from the draft as it stands."""
    draft = answer.context["draft"]
    values = {"text": answer.context["text"], "save": "1"}
    for form in [draft.head, *(row for rows in draft.sections.values() for row in rows)]:
        for box in form:
            value = box.value()
            if value not in (None, "", False):
                values[box.html_name] = (
                    box.field.widget.format_value(value) if box.name.endswith("_on") else value
                )
    return {name: "on" if value is True else value for name, value in values.items()}


def errors(answer):
    draft = answer.context["draft"]
    rows = [draft.head, *(row for rows in draft.sections.values() for row in rows)]
    return {f"{row.prefix or 'head'}-{name}" for row in rows for name in row.errors}


def test_a_text_is_read_into_a_draft_and_nothing_is_saved(register, read_it):
    draft = read_it().context["draft"]
    assert [row.state for row in draft.sections["stops"]] == ["พบในทำเนียบ"] * 2
    assert [(row.state, row["role"].value()) for row in draft.sections["people"]] == [
        ("พบในทำเนียบ", "lead"),
        ("ไม่พบในทำเนียบ", "host"),
    ]
    assert (Visit.objects.count(), PressRelease.objects.count()) == (0, 0)


def test_what_is_in_doubt_must_be_decided_before_saving(register, read_it):
    answer = read_it(**typed(read_it()))
    assert errors(answer) == {"people-1-official"}
    assert Visit.objects.count() == 0


def test_two_corrections_and_the_visits_stand_with_their_release(register, read_it, nattapol, centre1):
    values = typed(read_it()) | {"people-1-official": "new", "stops-1-start_time": "14.00"}
    first, second = Visit.objects.in_order() if read_it(**values).status_code == 302 else ((), ())
    assert (first.unit, first.record_state, str(first.starts_on), str(first.start_time)) == (
        centre1,
        "draft",
        "2024-02-16",
        "09:30:00",
    )
    assert (second.unit.code, str(second.start_time), second.others_party) == (
        "PIO-TH-50",
        "14:00:00",
        "คณะเดิม (ไม่ระบุรายชื่อ)",
    )
    assert first.trip == second.trip == Trip.objects.get()
    assert list(first.attendances.values_list("name", "role", "position").order_by("pk")) == [
        ("นายณัฐพล รังสิตพล", "lead", "ปลัดกระทรวงอุตสาหกรรม"),
        ("นางสาวกาญจนา ใจงาม", "host", "ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1"),
    ]
    [order] = first.directives.all()
    assert (order.given_by, order.kind) == (nattapol, "directive")
    release = PressRelease.objects.get()
    assert (set(release.visits.all()), release.text_hash) == ({first, second}, text_hash(TEXT))


def test_a_row_that_is_not_taken_is_not_saved_and_need_not_be_right(register, read_it):
    values = typed(read_it())
    for name in ("people-1-keep", "stops-1-keep", "directives-0-keep", "findings-0-keep"):
        values.pop(name, None)
    assert read_it(**values).status_code == 302
    visit = Visit.objects.get()
    assert (visit.attendances.count(), visit.directives.count(), visit.findings.count()) == (1, 0, 0)


def test_the_same_text_is_not_saved_twice(register, read_it):
    values = typed(read_it()) | {"people-1-official": "none"}
    read_it(**values)
    answer = read_it(**values, text_again="1")
    assert (answer.status_code, answer.context["recorded"]) == (200, PressRelease.objects.get())
    assert Visit.objects.count() == 2


def test_another_outlets_text_joins_the_visit_led_by_the_same_person(register, read_it, centre1, nattapol):
    recorded = a_visit(centre1, "16/02/2567")
    attend(recorded, nattapol, role="lead")
    answer = read_it()
    assert [row["visit"].value() for row in answer.context["draft"].sections["stops"]] == [
        str(recorded.pk),
        "new",
    ]
    values = typed(answer) | {"people-1-official": "none"}
    read_it(**values)
    assert set(PressRelease.objects.get().visits.all()) == set(Visit.objects.all())
    assert (Visit.objects.count(), recorded.attendances.count()) == (2, 1)


def test_a_visit_of_the_same_day_whose_lead_and_hour_differ_must_be_decided(register, read_it, centre1):
    a_visit(centre1, "16/02/2567")
    answer = read_it()
    assert answer.context["draft"].sections["stops"][0]["visit"].value() == ""
    refused = read_it(**typed(answer) | {"people-1-official": "none"})
    assert errors(refused) == {"stops-0-visit"}
    decided = typed(answer) | {"people-1-official": "none", "stops-0-visit": "new"}
    assert (read_it(**decided).status_code, Visit.objects.count()) == (302, 3)


def test_one_tick_takes_all_unknown_names_as_written(register, read_it):
    assert read_it(**typed(read_it()), unknown_as_written="on").status_code == 302
    host = Visit.objects.in_order().first().attendances.get(role="host")
    assert (host.name, host.official) == ("นางสาวกาญจนา ใจงาม", None)


def test_the_same_tick_adds_places_that_the_register_lacks(register, read_it):
    text = TEXT.replace("สำนักงานอุตสาหกรรมจังหวัดเชียงใหม่", "บริษัท สวนทดลอง จำกัด")
    assert read_it(**typed(read_it(text)), unknown_as_written="on").status_code == 302
    _, second = Visit.objects.in_order()
    assert (second.unit.name, second.unit.kind) == ("บริษัท สวนทดลอง จำกัด", "enterprise")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"ends_on": "15/02/2567"}, {"head-ends_on"}),
        ({"starts_on": "16/02/2667", "ends_on": ""}, {"head-status"}),
        ({"stops-0-unit": "", "stops-0-visit": "new"}, {"stops-0-unit"}),
        ({"stops-0-unit": "new", "stops-0-name": "", "stops-0-visit": "new"}, {"stops-0-name"}),
        (
            {"people-1-official": "new", "people-1-first_name": "", "people-1-last_name": ""},
            {"people-1-first_name"},
        ),
        ({"people-1-position": ""}, {"people-1-position"}),
        ({"findings-0-text": ""}, {"findings-0-text"}),
        ({"findings-0-figure": "120", "findings-0-measure": ""}, {"findings-0-measure"}),
        ({"directives-0-text": ""}, {"directives-0-text"}),
    ],
)
def test_what_a_row_lacks_is_said_beside_its_field(register, read_it, changes, refused):
    answer = read_it(**typed(read_it()) | {"people-1-official": "none"} | changes)
    assert (answer.status_code, errors(answer), Visit.objects.count()) == (200, refused, 0)


def test_what_no_single_row_can_know_is_said_above_them(register, read_it):
    values = typed(read_it()) | {"people-1-official": "none"}
    nowhere = {name: value for name, value in values.items() if not name.endswith("-keep")}
    assert read_it(**nowhere).context["draft"].problems == ["โปรดเลือกจุดตรวจเยี่ยมอย่างน้อยหนึ่งจุด"]
    twice = read_it(**values | {"people-1-role": "lead"})
    said = [sentence.partition(": ")[2] for sentence in twice.context["draft"].problems]
    assert (said, Visit.objects.count()) == (["หัวหน้าคณะมีได้คนเดียว"], 0)


def test_refused_fields_are_linked_from_the_top(register, read_it):
    answer = read_it(**typed(read_it()))
    [(field, label, sentence)] = answer.context["draft"].refused_fields
    assert (field, label) == ("id_people-1-official", "คนที่ 2: บุคคลในทำเนียบ")
    assert f'<a href="#{field}">{label}</a> {sentence}' in answer.content.decode()


def test_who_leads_is_carried_to_the_later_stops_of_the_same_party(register, read_it, nattapol):
    read_it(**typed(read_it()), unknown_as_written="on")
    first, second = Visit.objects.in_order()
    assert [visit.attendances.get(role="lead").official for visit in (first, second)] == [nattapol, nattapol]
    assert (first.others_party, second.others_party) == ("", "คณะเดิม (ไม่ระบุรายชื่อ)")


@pytest.mark.parametrize(
    ("address", "publisher"),
    [
        ("https://www.diprom.go.th/th/news/5", "กรมส่งเสริมอุตสาหกรรม"),
        ("https://lampang.industry.go.th/th/5", "กระทรวงอุตสาหกรรม"),
        ("https://example.org/5", ""),
    ],
)
def test_the_publisher_is_proposed_from_the_address(register, read_it, address, publisher):
    assert read_it(f"{TEXT}\nที่มา {address}").context["draft"].head["publisher"].value() == publisher


def test_the_publisher_is_proposed_as_the_office_wrote_it_for_the_site_last(register, read_it):
    PressRelease.objects.create(title="ก", url="https://example.org/1", publisher="สำนักข่าวตัวอย่าง")
    answer = read_it(f"{TEXT}\nที่มา https://example.org/5")
    assert answer.context["draft"].head["publisher"].value() == "สำนักข่าวตัวอย่าง"


def test_a_text_about_no_visit_says_so(register, read_it):
    text = "กระทรวงอุตสาหกรรมขอเชิญผู้ประกอบการสมัครเข้าร่วมโครงการได้ตั้งแต่บัดนี้"
    assert read_it(text).context["proposal"].is_visit is False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("  ", "ไม่มีข้อความให้อ่าน โปรดวางข้อความข่าวหรือเลือกไฟล์"), ("ก" * 2_000_000, "ข้อความยาว 2,000,000 อักขระ")],
)
def test_a_text_that_is_none_is_refused_with_a_sentence(read_it, text, sentence):
    [sentence_shown] = read_it(text).context["form"].non_field_errors()
    assert sentence_shown[: len(sentence)] == sentence


def test_namesakes_are_told_apart_by_their_post(register, read_it, nattapol):
    namesake = official("nattiya")
    namesake.prefix, namesake.first_name, namesake.last_name = "นาย", nattapol.first_name, nattapol.last_name
    namesake.save()
    lead = read_it().context["draft"].sections["people"][0]
    assert (lead["official"].value(), len(lead.match.candidates)) == (str(nattapol.pk), 2)


def test_who_enters_nothing_reads_no_release_in(as_executive):
    assert as_executive.get(reverse("press_release")).status_code == 403


def test_the_text_of_word_and_pdf_files_is_read(register, as_clerk):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from docx import Document

    document = Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = TEXT.split("\n")[0]
    for line in TEXT.split("\n")[1:]:
        document.add_paragraph(line)
    book = BytesIO()
    document.save(book)
    answer = as_clerk.post(
        reverse("press_release"), {"file": SimpleUploadedFile("ข่าว.docx", book.getvalue())}
    )
    assert len(answer.context["draft"].sections["stops"]) == 2
    broken = as_clerk.post(reverse("press_release"), {"file": SimpleUploadedFile("ข่าว.pdf", b"%PDF-1.4")})
    [sentence_shown] = broken.context["form"].non_field_errors()
    assert sentence_shown.startswith("เปิดไฟล์ PDF นี้ไม่ได้")


def test_the_province_behind_a_unit_counts_on_whichever_line_they_stand():
    post = "ข่าวฝาก\n16 ก.พ. 2567\nนายวิชัย ศรีสุวรรณ อธิบดีกรมโรงงาน\nลงพื้นที่ตรวจเยี่ยม ศภ.6 จ.นครราชสีมา\nโดย น.ส.สายใจ งามตา ผอ.ศภ.6 ให้การต้อนรับ"
    assert read(post).province.value == "นครราชสีมา"


def test_a_unit_of_two_names_is_found_by_either(register, read_it, centre1):
    text = TEXT.replace(
        "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 จังหวัด", "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 หรือ DIPROM CENTER 1 จังหวัด", 1
    )
    assert read_it(text).context["draft"].sections["stops"][0].match.key == centre1.pk


def test_units_of_one_number_are_not_taken_for_each_other(read_it, nattapol, centre6):
    unit("PIO-TH-51")
    rows = read_it().context["draft"].sections["stops"]
    assert [row["unit"].value() for row in rows] == ["", ""]
