"""Letters that tell units of their orders: what stands in one, and that its signing is the notice."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from PIL import Image

from config.tests.cast import a_directive, a_visit, unit
from config.tests.plans import indexes_used
from visits.directives import actions
from visits.directives import steps as directive_steps
from visits.letters import steps
from visits.models import Letter, Office, State
from visits.models.workflow import Refused

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
GIVEN = "โดย นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม เมื่อวันที่ ๒๘ ม.ค. ๒๕๖๖"


@pytest.fixture
def orders(centre1, office_lampang, nattapol):
    """Two orders to centre 1, of which the second goes to an office too."""
    visit = a_visit(centre1, "28/01/2566", lead=nattapol, record_state="final")
    first = a_directive(visit, "ให้เร่งรัดแผน", to=[centre1], given_by=nattapol, due_on=date(2023, 3, 1))
    second = a_directive(visit, "ให้สำรวจโรงงาน", to=[centre1, office_lampang], given_by=nattapol)
    directive_steps.settle(first, second)
    return first, second


def prepared(parts, by, form="memo"):
    return steps.prepare(list(parts), by=by, form=form, subject="แจ้งข้อสั่งการ", recipients="ผู้อำนวยการ")


def words(client, letter):
    """All that stands in the Word file, as it is read: paragraphs, and cells of tables."""
    document = Document(io.BytesIO(client.get(f"/letters/{letter.pk}/letter.docx").content))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [
        [place.text.replace("\u00a0", " ") for place in places] for places in (document.paragraphs, cells)
    ]


def test_a_unit_gets_all_its_orders_in_one_letter_and_its_date_is_the_day_of_notice(
    as_clerk, orders, centre1, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    page = as_clerk.get(f"/letters/new/?unit={centre1.pk}")
    parts = page.context["form"].fields["parts"].queryset
    assert [part.directive.text for part in parts] == ["ให้เร่งรัดแผน", "ให้สำรวจโรงงาน"]
    typed = {
        "form": "memo",
        "subject": "แจ้งข้อสั่งการ",
        "recipients": "ผอ.ศภ.1",
        "parts": [part.pk for part in parts],
    }
    address = as_clerk.post(f"/letters/new/?unit={centre1.pk}", typed).url
    signed = SimpleUploadedFile("ลงนาม.pdf", b"%PDF-1.4", "application/pdf")
    as_clerk.post(address, {"number": "อก 0201/12", "dated_on": "6 ก.พ. 2566", "files": [signed]})
    letter = Letter.objects.get()
    rows = letter.assignments.values_list(
        "state", "progress__verb", "progress__reported_on", "progress__letter_no"
    )
    assert list(rows) == [("notified", "notify", date(2023, 2, 6), "อก 0201/12")] * 2
    assert list(letter.attachments.values_list("kind", flat=True)) == ["signed"]


def test_a_letter_holds_its_own_orders_alone_and_asks_by_the_first_day(
    as_clerk, clerk, orders, office_lampang
):
    first, second = orders
    mine = prepared(first.assignments.all(), clerk)
    theirs = prepared(second.assignments.filter(unit=office_lampang), clerk, "external")
    paragraphs, cells = words(as_clerk, mine)
    assert [cell for cell in cells if "\n" in cell.strip()] == [f"ให้เร่งรัดแผน\nให้เร่งรัดแผน\n{GIVEN}"]
    assert [line for line in paragraphs if line.startswith("ขอให้รายงาน")] == [
        "ขอให้รายงานผลการดำเนินการตามแบบรายงานที่ส่งมาพร้อมนี้ ภายในวันที่ ๑ มีนาคม ๒๕๖๖"
    ]
    outside, cells = words(as_clerk, theirs)
    assert [line for line in outside if line in ("\tบันทึกข้อความ", "ขอแสดงความนับถือ")] == ["ขอแสดงความนับถือ"]
    assert "ให้เร่งรัดแผน" not in " ".join(cells)
    assert [[line for line in lines if line.startswith("สิ่งที่ส่งมาด้วย")] for lines in (paragraphs, outside)] == [
        [],
        ["สิ่งที่ส่งมาด้วย\tแบบรายงานผลการดำเนินการตามข้อสั่งการ จำนวน ๑ ฉบับ"],
    ]


@pytest.mark.parametrize("form", ["memo", "external"])
def test_the_crest_of_the_office_stands_on_a_memo_as_on_a_letter(as_clerk, clerk, orders, form):
    picture = io.BytesIO()
    Image.new("RGB", (30, 30), "gold").save(picture, "PNG")
    Office.objects.create(crest=SimpleUploadedFile("crest.png", picture.getvalue(), "image/png"))
    letter = prepared(orders[0].assignments.all(), clerk, form)
    content = as_clerk.get(f"/letters/{letter.pk}/letter.docx").content
    assert len(Document(io.BytesIO(content)).inline_shapes) == 1


def test_a_circular_names_all_who_get_it(as_clerk, clerk, orders):
    for part, due_on in zip(orders[1].assignments.all(), (date(2023, 4, 1), date(2023, 3, 1)), strict=True):
        directive_steps.extend(part, by=clerk, due_on=due_on, reason="ขอเวลา")
    circular = prepared(orders[1].assignments.all(), clerk, "circular")
    paragraphs, cells = words(as_clerk, circular)
    assert [cell for cell in cells if "มี.ค." in cell or "เม.ย." in cell] == ["๑ มี.ค. ๒๕๖๖"]
    assert [line for line in paragraphs if "รายชื่อ" in line] == ["รายชื่อหน่วยงาน (๒ หน่วยงาน)"]
    names = ["๑", "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ ๑", "๒", "สำนักงานอุตสาหกรรมจังหวัดลำปาง"]
    place = cells.index("หน่วยงาน")
    assert cells[place + 3 : place + 7] == names
    assert cells.count(f"ให้สำรวจโรงงาน\nให้สำรวจโรงงาน\n{GIVEN}") == 1


def test_a_circular_that_leaves_the_ministry_is_a_letter_with_two_enclosures(as_clerk, clerk, orders):
    actions.assign(orders[1], [unit("SMEDB")], by=clerk)
    paragraphs, _ = words(as_clerk, prepared(orders[1].assignments.all(), clerk, "circular"))
    place = next(place for place, line in enumerate(paragraphs) if line.startswith("สิ่งที่ส่งมาด้วย"))
    assert paragraphs[place : place + 2] == [
        "สิ่งที่ส่งมาด้วย\t๑. รายชื่อหน่วยงาน จำนวน ๑ ฉบับ",
        "\t๒. แบบรายงานผลการดำเนินการตามข้อสั่งการ จำนวน ๑ ฉบับ",
    ]


def test_an_order_only_to_be_kept_to_asks_for_no_answer(as_clerk, clerk, orders, centre1):
    _, second = orders
    second.follow_up = "none"
    second.save()
    parts = [order.assignments.get(unit=centre1) for order in orders]
    _, cells = words(as_clerk, prepared(parts, clerk))
    assert cells[-4:-2] == ["๑", "ให้เร่งรัดแผน"]
    alone, _ = words(as_clerk, prepared(second.assignments.exclude(unit=centre1), clerk))
    assert [line for line in alone if "รายงาน" in line] == []


def test_form_and_recipient_are_proposed_by_who_gets_it(centre1, office_lampang):
    bank = unit("SMEDB")
    lists = [[centre1], [office_lampang], [bank], [centre1, office_lampang]]
    assert [steps.proposed_form(units) for units in lists] == ["memo", "memo", "external", "circular"]
    assert [steps.proposed_recipient(units) for units in lists] == [
        "ผู้อำนวยการศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
        "อุตสาหกรรมจังหวัดลำปาง",
        "ธนาคารพัฒนาวิสาหกิจขนาดกลางและขนาดย่อมแห่งประเทศไทย",
        "หัวหน้าหน่วยงานตามรายชื่อ",
    ]


def refusal(take, *args, **values):
    with pytest.raises(Refused) as refused:
        take(*args, **values)
    return refused.value.sentences[0]


def test_an_order_stands_in_one_letter_at_a_time(clerk, orders):
    parts = list(orders[0].assignments.all())
    letter = prepared(parts, clerk)
    sentence = "บางรายการแจ้งแล้วหรืออยู่ในหนังสือฉบับอื่นแล้ว โปรดเลือกใหม่"
    assert refusal(prepared, parts, clerk) == sentence
    steps.discard(letter, by=clerk)
    assert (Letter.objects.count(), prepared(parts, clerk).assignments.count()) == (0, 1)


def test_nobody_reads_the_orders_of_another_unit(clerk, orders):
    parts = [part for order in orders for part in order.assignments.all()]
    assert refusal(prepared, parts, clerk) == "หนังสือถึงหลายหน่วยงานต้องเป็นข้อสั่งการเดียวกัน"


def test_a_letter_is_signed_once_and_not_before_its_orders(clerk, orders):
    letter = prepared(orders[0].assignments.all(), clerk)
    early = refusal(steps.sign, letter, by=clerk, number="1", dated_on=date(2023, 1, 27))
    assert early == "วันที่ของหนังสือต้องไม่ก่อนวันที่สั่งการ (28 ม.ค. 2566)"
    steps.sign(letter, by=clerk, number="อก 0201/12", dated_on=date(2023, 2, 6))
    twice = refusal(steps.sign, letter, by=clerk, number="2", dated_on=date(2023, 2, 7))
    assert twice == "หนังสือฉบับนี้ลงนามแล้ว ที่ อก 0201/12 ลงวันที่ 6 ก.พ. 2566"


def test_bad_input_comes_back_with_what_was_typed(as_clerk, clerk, orders):
    letter = prepared(orders[0].assignments.all(), clerk)
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = {"number": "อก 1", "dated_on": f"{tomorrow:%d/%m}/{tomorrow.year + 543}"}
    form = as_clerk.post(f"/letters/{letter.pk}/", typed).context["form"]
    assert form.errors == {"dated_on": ["วันที่ของหนังสือต้องไม่เป็นวันในอนาคต"]}
    assert form["number"].value() == "อก 1"
    assert orders[0].assignments.get().state == State.PENDING


def test_only_the_office_writes_letters(client, officer, executive, orders):
    for account in (officer, executive):
        client.force_login(account)
        assert client.get("/letters/").status_code == 403


def test_units_are_listed_page_by_page_with_how_much_waits_for_each(
    as_clerk, orders, centre1, office_lampang, monkeypatch
):
    monkeypatch.setattr("visits.letters.views.PER_PAGE", 1)
    waiting = sorted([(centre1, 2), (office_lampang, 1)], key=lambda pair: pair[0].sort_key)
    pages = [as_clerk.get(f"/letters/?units={page}").context for page in (1, 2)]
    assert [pair for page in pages for pair in page["waiting"]] == waiting
    assert pages[0]["units"].paginator.count == 2


@pytest.mark.both_databases
def test_more_than_a_hundred_that_wait_for_a_unit_are_not_counted_one_by_one(
    as_clerk, clerk, orders, centre1, office_lampang, monkeypatch
):
    monkeypatch.setattr("visits.letters.views.MOST_COUNTED", 1)
    draft = a_visit(office_lampang, "29/01/2566")
    directive_steps.settle(a_directive(draft, to=[office_lampang]))
    counts = dict(as_clerk.get("/letters/").context["waiting"])
    assert counts == {centre1: "1+", office_lampang: 1}
    prepared(orders[1].assignments.all(), clerk, form="circular")
    page = as_clerk.get("/letters/").context
    assert (page["waiting"], [letter.count for letter in page["letters"]]) == ([(centre1, 1)], [2])


@pytest.mark.both_databases
def test_what_waits_for_a_unit_is_read_from_an_index_of_it(clerk, centre1):
    waiting = steps.waiting(clerk).order_by().filter(unit=centre1)
    assert indexes_used(waiting, "assignment_to_notify") == ["assignment_to_notify"]


@pytest.mark.both_databases
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    as_clerk, clerk, orders, count, django_assert_max_num_queries
):
    for _ in range(count):
        Letter.objects.create(subject="แจ้งข้อสั่งการ", recipients="ผู้อำนวยการ")
    with django_assert_max_num_queries(9):
        assert as_clerk.get("/letters/").status_code == 200


def test_pages_say_what_is_refused_and_a_letter_is_discarded_only_unsigned(
    as_clerk, clerk, orders, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path

    def told(address, **typed):
        page = as_clerk.post(address, typed, follow=True)
        return [str(message) for message in page.context["messages"]]

    letter = prepared(orders[0].assignments.all(), clerk)
    page = letter.get_absolute_url()
    assert as_clerk.get(f"{page}discard/").url == page
    early = as_clerk.post(page, {"number": "1", "dated_on": "27 ม.ค. 2566"})
    assert early.context["form"].non_field_errors() == ["วันที่ของหนังสือต้องไม่ก่อนวันที่สั่งการ (28 ม.ค. 2566)"]
    assert told(f"{page}discard/") == ["ยกเลิกหนังสือแล้ว ข้อสั่งการกลับไปรอแจ้ง"]
    assert (Letter.objects.count(), as_clerk.get("/letters/new/?unit=x").url) == (0, "/letters/")
    signed = prepared(orders[0].assignments.all(), clerk)
    steps.sign(signed, by=clerk, number="1", dated_on=date(2023, 2, 6))
    told(f"{signed.get_absolute_url()}discard/")
    assert Letter.objects.get() == signed
