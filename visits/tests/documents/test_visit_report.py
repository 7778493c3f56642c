"""The report of a visit and of a trip: what stands on the sheet, and what the options change."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from config.tests.cast import a_directive, a_finding, a_visit, attend, client_of, unit
from config.tests.html import elements, heading, texts
from config.thai.dates import thai_date
from visits.documents.blocks import TableColumn
from visits.documents.page_space import fitted_columns
from visits.models import Assignment, Progress, RecordState, Role, Status, Trip
from visits.templatetags.document_text import runs

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ARABIC = "digits=arabic"
ACTING = "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม"


@pytest.fixture
def visit(centre1, nattapol, nattiya):
    visit = a_visit(
        centre1, "28/01/2566", start_time="09:00", purpose="รับฟังผลการดำเนินงาน", record_state=RecordState.FINAL
    )
    attend(visit, nattapol, Role.LEAD, position="ปลัดกระทรวงอุตสาหกรรม")
    attend(visit, nattiya, position=ACTING)
    return visit


def printed(client, record, query=ARABIC):
    return client.get(f"{record.get_absolute_url()}print/?{query}")


def unmarked(html):
    """Without the marks of words that a browser would tear."""
    return re.sub('<span class="(?:held|abridged)">([^<]*)</span>', r"\1", html)


def sections(response):
    return texts(response, "h2")


def rows(response):
    """The cells of every table, row by row, the lines of a cell joined."""
    return texts(response, "td")


def test_the_sheet_says_what_where_and_when_above_all(as_executive, visit):
    response = printed(as_executive, visit)
    assert heading(response) == "รายงานผลการตรวจเยี่ยม"
    assert texts(response, "p")[:3] == [
        "ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
        "เมื่อวันเสาร์ที่ 28 มกราคม 2566",
        f"เลขทะเบียน {visit.number}",
    ]


def test_only_sections_that_hold_something_are_numbered(as_executive, visit):
    a_finding(visit)
    a_finding(visit, "บ้านพักชำรุด", kind="problem")
    a_directive(visit)
    assert sections(printed(as_executive, visit)) == [
        "1. วัน เวลา และสถานที่",
        "2. คณะผู้ตรวจเยี่ยม",
        "3. วัตถุประสงค์",
        "4. สรุปผลการรับฟัง",
        "5. ปัญหาอุปสรรค",
        "6. ข้อสั่งการและข้อแนะนำ",
    ]


def test_people_stand_in_typed_order_with_the_acting_post_on_its_own_line(as_executive, visit):
    response = printed(as_executive, visit)
    assert rows(response) == [
        *["1", "นายณัฐพล รังสิตพล", "ปลัดกระทรวงอุตสาหกรรม", "หัวหน้าคณะ"],
        *[
            "2",
            "นางสาวณัฏฐิญา เนตยสุภา",
            "รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม",
            "ผู้ร่วมคณะ",
        ],
    ]
    assert "รองอธิบดีกรมส่งเสริมอุตสาหกรรม\nรักษาราชการแทนรองปลัด" in unmarked(response.text)


def test_doctors_stand_under_their_prefix_and_names_never_break(as_executive, executive, centre1, nattapol):
    visit = a_visit(centre1, "28/01/2566")
    attend(visit, nattapol, Role.LEAD, name="ดร.ณัฐพล รังสิตพล")
    attend(visit, None, name="ผศ.ดร. สมชาย ใจดี", position="ที่ปรึกษา")
    attend(visit, None, name="นางสาวปาริชาต ธรรมสุนทรพจน์", position="ที่ปรึกษา")
    attend(visit, None, name=f"นาย{'ก' * 120} ใจดี", position="ที่ปรึกษา")
    response = printed(as_executive, visit, f"{ARABIC}&signer=none")
    long = ["นางสาวปาริชาต ธรรมสุนทรพจน์", f"นาย{'ก' * 120} ใจดี"]
    assert rows(response)[1::4] == ["นายณัฐพล รังสิตพล", "สมชาย ใจดี", *long]
    unbroken = texts(response, "span", class_="nowrap")
    assert unbroken == ["นายณัฐพล รังสิตพล", "สมชาย ใจดี", *long[0].split(), "ใจดี", str(executive)]


def test_an_unconfirmed_position_is_marked_and_explained(as_executive, visit):
    attend(visit, None, position="อุตสาหกรรมจังหวัดเชียงใหม่", is_unconfirmed=True)
    response = printed(as_executive, visit)
    assert rows(response)[-3:] == ["(ไม่ทราบชื่อ)", "อุตสาหกรรมจังหวัดเชียงใหม่ *", "ผู้ร่วมคณะ"]
    assert texts(response, "p", class_="note") == ["* ตำแหน่ง ณ วันนั้นยังไม่ยืนยัน"]


def test_digits_are_thai_unless_asked_otherwise_but_foreign_words_keep_theirs(as_executive, visit):
    a_finding(visit, "ใช้ระบบ COVID-19 e10 จำนวน 12 แห่ง ดู http://a.go.th/5")
    assert texts(printed(as_executive, visit, ""), "li") == [
        "ใช้ระบบ COVID-19 e10 จำนวน ๑๒ แห่ง ดู http://a.go.th/5"
    ]
    assert texts(printed(as_executive, visit), "li") == [
        "ใช้ระบบ COVID-19 e10 จำนวน 12 แห่ง ดู http://a.go.th/5"
    ]


def test_what_one_person_reported_stands_below_the_name_and_figures_in_a_table(as_executive, visit, nattiya):
    a_finding(visit, "ผลงานหนึ่ง", reported_by=nattiya)
    a_finding(visit, "ผลงานสอง", reported_by=nattiya)
    values = {"figure": Decimal("9.1500"), "measure": "ล้านบาท", "qualifier": "กว่า"}
    credit = a_finding(visit, "สินเชื่อ", year_be=2566, **values)
    response = printed(as_executive, visit)
    assert texts(response, "p", class_="lead-in") == ["รายงานโดย นางสาวณัฏฐิญา เนตยสุภา"]
    assert texts(response, "li") == ["ผลงานหนึ่ง", "ผลงานสอง"]
    assert rows(response)[-4:] == ["สินเชื่อ", "กว่า 9.15", "ล้านบาท", "2566"]
    credit.year_be = None
    credit.save()
    assert rows(printed(as_executive, visit))[-3:] == ["สินเชื่อ", "กว่า 9.15", "ล้านบาท"]


def test_a_number_stays_with_the_word_before_it():
    text = ("จุดที่ 12 เวลา 13.30 น. วันที่ 27 มกราคม 2566 ปีงบประมาณ ๒๕๖๗ งบ 2566000 บาท",)
    held = "จุดที่_12 เวลา 13.30_น. วันที่_27 มกราคม_2566 ปีงบประมาณ_๒๕๖๗ งบ 2566000 บาท"
    assert unmarked(runs(text)) == held.replace("_", "\u00a0")


def test_a_directive_shows_giver_units_dimension_and_due_day(as_executive, visit, nattapol, office_lampang):
    order = {
        "given_by": nattapol,
        "due_on": "2023-03-01",
        "dimensions": ["business", "income"],
        "subject": "สินเชื่อ",
    }
    a_directive(visit, "ให้เร่งรัด", to=[office_lampang], **order)
    response = printed(as_executive, visit)
    assert texts(response, "h3") == ["4.1 ข้อสั่งการ (มอบหมาย)"]
    assert texts(response, "p", class_="lead-in") == ["โดย นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม"]
    assert rows(response)[-5:] == [
        *["1", "สินเชื่อ ให้เร่งรัด", "สอจ.ลำปาง"],
        *["- ความสำเร็จของธุรกิจ - การกระจายรายได้สู่ชุมชน", "1 มี.ค. 2566"],
    ]


def test_a_whole_group_stands_as_its_name_and_number(as_executive, visit):
    directive = a_directive(visit)
    for number in (50, 51, 52):
        Assignment.objects.create(directive=directive, unit=unit(f"PIO-TH-{number}"), via="สอจ. ทุกจังหวัด")
    assert rows(printed(as_executive, visit))[-3:] == ["สอจ. ทุกจังหวัด (3 หน่วยงาน)", "ไม่ระบุ", "รายงานทุกรอบ"]


def test_follow_up_is_told_when_asked_for(as_executive, visit, office_lampang):
    a_directive(visit, "ให้เร่งรัด", to=[office_lampang], subject="สินเชื่อ")
    [assignment] = Assignment.objects.all()
    Progress.objects.create(
        assignment=assignment, verb="report", state="reported", text="จัดทำแผนแล้ว", reported_on="2023-02-10"
    )
    title = "ผลการติดตามข้อสั่งการ"
    assert not any(title in text for text in sections(printed(as_executive, visit)))
    response = printed(as_executive, visit, f"{ARABIC}&follow_up=1")
    assert sections(response)[-1].endswith(title)
    assert rows(response)[-5:] == ["1", "สินเชื่อ", "สอจ.ลำปาง", "รอแจ้ง", "10 ก.พ. 2566: จัดทำแผนแล้ว"]


def test_a_report_without_a_day_of_its_own_bears_the_day_here(
    before_dawn, as_executive, visit, office_lampang
):
    a_directive(visit, "ให้เร่งรัด", to=[office_lampang])
    Progress.objects.create(
        assignment=Assignment.objects.get(), verb="report", state="reported", text="จัดทำแผนแล้ว"
    )
    assert (
        rows(printed(as_executive, visit, f"{ARABIC}&follow_up=1"))[-1]
        == f"{thai_date(before_dawn)}: จัดทำแผนแล้ว"
    )


def test_findings_are_left_out_when_not_wanted(as_executive, visit):
    a_finding(visit, "ผลงาน")
    assert texts(printed(as_executive, visit, f"{ARABIC}&findings=0"), "li") == []


def test_the_edition_for_publication_leaves_out_what_is_internal(as_executive, visit):
    a_finding(visit, "เปิดเผยได้")
    a_finding(visit, "ใช้ภายใน", is_internal=True)
    a_directive(visit, "สั่งภายใน", is_internal=True)
    full, public = printed(as_executive, visit), printed(as_executive, visit, f"{ARABIC}&edition=public")
    assert texts(full, "li") == ["เปิดเผยได้", "ใช้ภายใน"]
    assert texts(public, "li") == ["เปิดเผยได้"]
    assert texts(public, "p", class_="document-mark") == ["ฉบับเผยแพร่"]
    assert "สั่งภายใน" not in public.text


def test_an_internal_visit_has_no_edition_for_publication(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566", is_internal=True)
    reason = "รายการนี้กำหนดให้ใช้ภายในหน่วยงาน จึงไม่มีฉบับเผยแพร่"
    assert texts(printed(as_executive, visit, "edition=public"), "li") == [reason]
    assert as_executive.get(f"/visits/{visit.pk}/report.docx?edition=public").status_code == 400


def test_of_an_internal_stop_nothing_is_published_not_even_who_would_sign(
    as_executive, visit, office_lampang
):
    visit.trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    visit.save()
    earlier = a_visit(office_lampang, "27/01/2566", trip=visit.trip, is_internal=True)
    attend(earlier, None, Role.LEAD, name="นายวินัย เงียบขรึม", position="ที่ปรึกษา")
    public = printed(as_executive, visit.trip, f"{ARABIC}&edition=public")
    assert [word in public.text for word in ("วินัย", "ที่ปรึกษา", "ลำปาง", "ณัฐพล")] == [False, False, False, True]
    file = as_executive.get(f"/trips/{visit.trip_id}/report.docx?edition=public")
    assert file["Content-Disposition"].endswith("%2028-01-2566.docx")


def test_a_draft_and_a_plan_say_what_they_are(as_executive, centre1):
    visit = a_visit(centre1, "28/01/2566", status="confirmed")
    marks = texts(printed(as_executive, visit), "p", class_="document-mark")
    assert marks == ["ร่าง ข้อมูลยังไม่ได้รับการรับรอง", "ยืนยันแล้ว"]


def test_the_head_of_the_party_signs_unless_another_is_chosen(as_executive, visit):
    def signature(query):
        [(_, text)] = elements(printed(as_executive, visit, query), "div", class_="signature")
        return text.replace(".", "").split("(ลงชื่อ)")[1].strip()

    other = visit.attendances.get(role=Role.COMPANION)
    assert signature(f"{ARABIC}&to=รัฐมนตรีว่าการกระทรวงอุตสาหกรรม") == "(นายณัฐพล รังสิตพล) ปลัดกระทรวงอุตสาหกรรม"
    assert signature(f"signer={other.pk}") == (
        "(นางสาวณัฏฐิญา เนตยสุภา) รองอธิบดีกรมส่งเสริมอุตสาหกรรม รักษาราชการแทนรองปลัดกระทรวงอุตสาหกรรม"
    )
    assert signature("signer=none") == "() ตำแหน่ง"
    # Whoever turns to the memo with all else as it was does not make the head of the party write to himself.
    chosen = texts(printed(as_executive, visit, "form=memo"), "select", id="id_signer")[0]
    assert chosen.startswith("ตามรูปแบบ: เว้นว่างไว้")
    assert signature("form=memo&signer=") == "() ตำแหน่ง"


def test_nobody_is_proposed_to_sign_a_document_that_is_addressed_to_him(
    as_executive, executive, visit, nattiya
):
    """Nor in the post in which a person acts."""

    def proposed(client, to):
        return texts(printed(client, visit, f"{ARABIC}&to={to}"), "select", id="id_signer")[0].split(
            "ตามรูปแบบ: "
        )[1]

    assert proposed(as_executive, "ปลัดกระทรวงอุตสาหกรรม").startswith("เว้นว่างไว้")
    assert proposed(as_executive, "อธิบดีกรมส่งเสริมอุตสาหกรรม").startswith("นายณัฐพล รังสิตพล")
    executive.official = nattiya
    executive.save()
    post = nattiya.position_on(timezone.localdate()).line
    assert proposed(client_of(executive), "รัฐมนตรี").startswith("นางสาวณัฏฐิญา เนตยสุภา (ผู้พิมพ์)")
    assert not proposed(client_of(executive), post).startswith("นางสาวณัฏฐิญา")


def test_suggestions_and_praise_stand_under_headings_of_their_own_and_bind_nobody(as_executive, visit):
    a_directive(visit, "ให้เร่งรัด")
    a_directive(visit, "ให้ยึดหลักธรรมาภิบาล", kind="policy", follow_up="none")
    a_directive(visit, "ขอให้ขยายเวลา", kind="suggestion", follow_up="none", addressed_to="กระทรวงอุตสาหกรรม")
    a_directive(visit, "ขอชื่นชม", kind="commendation", follow_up="none")
    response = printed(as_executive, visit)
    assert sections(response)[-3:] == ["4. ข้อสั่งการและข้อแนะนำ", "5. ข้อเสนอแนะจากหน่วยงานภายนอก", "6. ข้อชื่นชม"]
    assert texts(response, "th")[-15:] == [
        *["ข้อ", "สาระสำคัญ", "หน่วยงานรับผิดชอบ", "มิติ", "กำหนด"],
        *["ข้อ", "สาระสำคัญ", "หน่วยงานรับผิดชอบ", "มิติ"],
        *["ข้อ", "ข้อเสนอแนะ", "เสนอต่อ"],
        *["ข้อ", "ข้อความชื่นชม", "ผู้ได้รับคำชื่นชม"],
    ]
    assert "ข้อสั่งการ (มอบหมาย) 1 ข้อ มอบนโยบาย 1 ข้อ" in texts(response, "p")
    assert [text for text in texts(response, "p") if "ถือปฏิบัติ" in text] == ["ให้ถือปฏิบัติ โดยไม่ต้องรายงานผล"]
    assert "ถือปฏิบัติ" not in "".join(rows(response))


def test_numbers_of_directives_run_through_kinds_and_stops_so_that_they_can_be_cited(
    as_executive, visit, office_lampang
):
    visit.trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    visit.save()
    earlier = a_visit(office_lampang, "27/01/2566", trip=visit.trip, others_party="คณะเดิม")
    for stop in (visit, earlier):
        a_directive(stop, "แนะนำ", kind="recommendation", follow_up="none")
        a_directive(stop, "สั่ง", to=[office_lampang])
    response = printed(as_executive, visit.trip, f"{ARABIC}&follow_up=1")
    people, stops = ["1", "2"], [["1", "2", "1"], ["3", "4", "3"]]
    assert [text for text in rows(response) if text.isdecimal()] == [*people, *stops[0], *stops[1]]
    assert "คณะเดิม (จุดที่ 1)" in texts(response, "p")


def test_a_column_is_no_wider_than_what_stands_in_it():
    columns = (TableColumn("ข้อ", 6, "number"), TableColumn("สาระสำคัญ", 61), TableColumn("กำหนด", 33))
    long = "ให้เร่งรัดการดำเนินงานตามแผน " * 9
    fitted = fitted_columns(columns, [((("1",),), ((long,),), (("1 มี.ค. 2566",),))])
    assert sum(column.share for column in fitted) == 100
    assert (fitted[0].share, fitted[2].share < 20) == (6, True)


def test_an_account_of_an_official_signs_for_itself(executive, visit, nattiya):
    executive.official = nattiya
    executive.save()
    response = printed(client_of(executive), visit)
    assert "(นางสาวณัฏฐิญา เนตยสุภา)" in elements(response, "div", class_="signature")[0][1]


@pytest.mark.parametrize(
    "query", ["digits=roman", "photographs=3", "signer=99999", "colour=red", f"to={'ก' * 201}"]
)
def test_a_wrong_option_is_named_on_the_page_and_refused_for_files(as_executive, visit, query):
    response = printed(as_executive, visit, query)
    assert (response.status_code, heading(response)) == (200, "จัดทำเอกสารไม่ได้")
    for ending in ("pdf", "docx"):
        assert as_executive.get(f"/visits/{visit.pk}/report.{ending}?{query}").status_code == 400


def test_a_trip_has_a_cover_one_list_of_people_and_its_visits_in_order(
    as_executive, visit, office_lampang, nattapol
):
    trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ", purpose="ขับเคลื่อนนโยบาย")
    visit.trip = trip
    visit.save()
    earlier = a_visit(office_lampang, "27/01/2566", trip=trip, others_party="คณะเดิม")
    attend(earlier, nattapol, Role.LEAD)
    response = printed(as_executive, trip)
    assert heading(response) == "รายงานผลการลงพื้นที่"
    assert texts(response, "li")[:2] == [
        "จุดที่ 1 สำนักงานอุตสาหกรรมจังหวัดลำปาง วันศุกร์ที่ 27 มกราคม 2566",
        "จุดที่ 2 ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 จังหวัดเชียงใหม่ วันเสาร์ที่ 28 มกราคม 2566 เวลา 09.00 น.",
    ]
    assert sections(response) == [
        "1. วัตถุประสงค์",
        "2. คณะผู้ตรวจเยี่ยม",
        "3. จุดที่ 1 สำนักงานอุตสาหกรรมจังหวัดลำปาง",
        "4. จุดที่ 2 ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
    ]
    assert rows(response)[1::4] == ["นายณัฐพล รังสิตพล", "นางสาวณัฏฐิญา เนตยสุภา"]


def test_the_report_of_a_trip_counts_what_was_done_and_marks_what_was_not(
    as_executive, visit, office_lampang, office_chiang_mai, nattapol, nattiya
):
    trip = visit.trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    visit.save()
    off = {"trip": trip, "status": Status.CANCELLED, "status_reason": "ติดภารกิจ", "others_party": "คณะที่ไม่ได้ไป"}
    a_visit(office_lampang, "27/01/2566", nattiya, **off)
    planned = {"trip": trip, "status": Status.CONFIRMED, "others_party": "คณะที่จะไป"}
    a_visit(office_chiang_mai, "29/01/2566", nattapol, **planned)
    response = printed(as_executive, trip)
    assert {"วันที่ 28 มกราคม 2566", "จำนวน 1 แห่ง · มีกำหนด 1 แห่ง · ยกเลิก 1 แห่ง"} <= set(texts(response, "p"))
    assert texts(response, "li")[:3] == [
        "จุดที่ 1 สำนักงานอุตสาหกรรมจังหวัดลำปาง วันศุกร์ที่ 27 มกราคม 2566 (ยกเลิก)",
        "จุดที่ 2 ศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 จังหวัดเชียงใหม่ วันเสาร์ที่ 28 มกราคม 2566 เวลา 09.00 น.",
        "จุดที่ 3 สำนักงานอุตสาหกรรมจังหวัดเชียงใหม่ วันอาทิตย์ที่ 29 มกราคม 2566 (ยืนยันแล้ว)",
    ]
    assert rows(response)[3::4] == ["หัวหน้าคณะ หัวหน้าคณะ (มีกำหนด จุดที่ 3)", "ผู้ร่วมคณะ"]
    assert [text for text in texts(response, "p") if text.startswith("คณะ")] == ["คณะที่จะไป (มีกำหนด จุดที่ 3)"]


def test_the_report_of_a_trip_that_was_called_off_counts_no_place(as_executive, visit):
    visit.trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    visit.status, visit.status_reason = Status.POSTPONED, "ติดภารกิจ"
    visit.save()
    assert "เลื่อน 1 แห่ง" in texts(printed(as_executive, visit.trip), "p")


def test_an_empty_trip_is_printed_too(as_executive):
    trip = Trip.objects.create(title="การลงพื้นที่")
    assert "ยังไม่มีการตรวจเยี่ยมในการลงพื้นที่ครั้งนี้" in texts(printed(as_executive, trip), "p")
