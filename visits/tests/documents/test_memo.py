"""บันทึกข้อความ, and the office whose name and crest stand on it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from config.tests.cast import a_directive, a_finding, a_visit, attend, client_of
from config.tests.html import elements, heading, texts
from config.thai.dates import thai_date
from visits.models import Office, Role, Status, Trip
from visits.tests.documents.document_text import pages, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WHO = "นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม"


@pytest.fixture
def visit(centre1, nattapol, nattiya):
    visit = a_visit(centre1, "28/01/2566")
    attend(visit, nattapol, Role.LEAD)
    attend(visit, nattiya)
    return visit


def memo(client, visit, query="digits=arabic"):
    return client.get(f"/visits/{visit.pk}/print/?form=memo&{query}")


def trip_memo(client, trip):
    return client.get(f"/trips/{trip.pk}/print/?form=memo&digits=arabic")


def a_crest():
    file = io.BytesIO()
    Image.new("RGB", (30, 30), "gold").save(file, "PNG")
    return SimpleUploadedFile("crest.png", file.getvalue(), "image/png")


def test_the_head_has_the_labels_of_the_ministry_in_their_order(as_executive, visit):
    Office.objects.create(agency="กองตรวจราชการ โทร. 02 202 3000", recipient="ปลัดกระทรวงอุตสาหกรรม")
    response = memo(as_executive, visit, "digits=arabic&reference=อก 0201/12")
    assert heading(response) == "บันทึกข้อความ"
    assert texts(response, "p", class_="label") == [
        "ส่วนราชการกองตรวจราชการ โทร. 02 202 3000",
        "ที่อก 0201/12",
        f"วันที่{thai_date(timezone.localdate(), month='full')}",
        "เรื่องรายงานผลการตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1",
    ]
    assert texts(response, "p", class_="to") == ["เรียน ปลัดกระทรวงอุตสาหกรรม"]


def test_it_begins_with_the_cause_and_ends_with_the_request(as_executive, visit):
    response = memo(as_executive, visit)
    assert texts(response, "p", class_="opening") + texts(response, "p", class_="closing") == [
        f"ตามที่ {WHO} และคณะ ได้ตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 วันเสาร์ที่ 28 มกราคม 2566 นั้น",
        "รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้",
        "จึงเรียนมาเพื่อโปรดทราบ",
    ]


@pytest.mark.parametrize(
    ("called_off", "sentence"),
    [
        pytest.param(
            {"status": Status.CANCELLED, "status_reason": "น้ำท่วม\nเส้นทางขาด"},
            "ทั้งนี้ การตรวจเยี่ยมดังกล่าวได้ยกเลิกแล้ว เนื่องจากน้ำท่วม เส้นทางขาด",
            id="cancelled",
        ),
        pytest.param(
            {"status": Status.POSTPONED, "status_reason": "เนื่องจากติดภารกิจ"},
            "ทั้งนี้ การตรวจเยี่ยมดังกล่าวได้เลื่อนออกไป เนื่องจากติดภารกิจ",
            id="postponed",
        ),
    ],
)
def test_it_says_that_a_visit_was_called_off(as_executive, centre1, nattapol, called_off, sentence):
    trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    visit = a_visit(centre1, "28/01/2566", nattapol, trip=trip, **called_off)
    end = [sentence, "รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้"]
    assert texts(memo(as_executive, visit), "p", class_="opening") == [
        f"ตามที่ {WHO} มีกำหนดตรวจเยี่ยมศูนย์ส่งเสริมอุตสาหกรรมภาคที่ 1 วันเสาร์ที่ 28 มกราคม 2566 นั้น",
        *end,
    ]
    assert texts(trip_memo(as_executive, trip), "p", class_="opening") == [
        f"ตามที่ {WHO} มีกำหนดลงพื้นที่ตรวจเยี่ยมหน่วยงาน จำนวน 1 แห่ง วันที่ 28 มกราคม 2566 นั้น",
        *end,
    ]


def test_it_says_to_which_day_a_postponed_visit_was_moved(as_executive, visit):
    later = a_visit(visit.unit, "03/02/2566")
    visit.status, visit.status_reason, visit.moved_to = Status.POSTPONED, "ติดภารกิจ", later
    visit.save()
    assert texts(memo(as_executive, visit), "p", class_="opening")[1] == (
        "ทั้งนี้ การตรวจเยี่ยมดังกล่าวได้เลื่อนออกไป เนื่องจากติดภารกิจ โดยเลื่อนไปเป็นวันที่ 3 กุมภาพันธ์ 2566"
    )


def test_the_memo_of_a_trip_counts_what_was_done_and_says_apart_what_was_not(
    as_executive, visit, centre6, office_lampang, office_chiang_mai, nattapol, nattiya
):
    trip = visit.trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    visit.attendances.filter(official=nattiya).delete()
    visit.save()
    off = {"trip": trip, "status_reason": "ติดภารกิจ"}
    a_visit(office_lampang, "25/01/2566", nattiya, status=Status.CANCELLED, **off)
    attend(a_visit(centre6, "29/01/2566", nattiya, trip=trip, status=Status.CONFIRMED), nattapol)
    a_visit(office_chiang_mai, "30/01/2566", nattiya, status=Status.POSTPONED, **off)
    response = trip_memo(as_executive, trip)
    written = texts(response, "p")
    first = written.index("ในการนี้ ขอรายงานผลโดยสังเขป ดังนี้")
    assert written[first - 1 : first + 5] == [
        "ตามที่ นายณัฐพล รังสิตพล ปลัดกระทรวงอุตสาหกรรม ได้ลงพื้นที่ตรวจเยี่ยมหน่วยงาน จำนวน 1 แห่ง วันที่ 28 มกราคม 2566 นั้น",
        written[first],
        "หน่วยงานที่ตรวจเยี่ยม ได้แก่ ศภ.1",
        "มีกำหนดตรวจเยี่ยมอีก 1 แห่ง ได้แก่ ศภ.6",
        "เลื่อนการตรวจเยี่ยม 1 แห่ง ได้แก่ สอจ.เชียงใหม่",
        "ยกเลิกการตรวจเยี่ยม 1 แห่ง ได้แก่ สอจ.ลำปาง",
    ]


def test_the_memo_of_a_trip_to_come_says_that_it_is_planned(as_executive, centre1, office_lampang, nattapol):
    trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    planned = {"trip": trip, "status": Status.CONFIRMED}
    a_visit(centre1, "28/01/2566", nattapol, **planned)
    a_visit(office_lampang, "29/01/2566", nattapol, **planned)
    assert texts(trip_memo(as_executive, trip), "p", class_="opening") == [
        f"ตามที่ {WHO} มีกำหนดลงพื้นที่ตรวจเยี่ยมหน่วยงาน จำนวน 2 แห่ง วันที่ 28-29 มกราคม 2566 นั้น",
        "มีกำหนดตรวจเยี่ยม 2 แห่ง ได้แก่ ศภ.1, สอจ.ลำปาง",
        "รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้",
    ]


def test_the_memo_of_a_trip_without_visits_does_not_say_that_it_took_place(as_executive):
    trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือ")
    opening = texts(trip_memo(as_executive, trip), "p", class_="opening")[0]
    assert opening == "ตามที่ คณะผู้ตรวจเยี่ยม มีกำหนดลงพื้นที่ นั้น"


def test_it_says_the_result_in_brief_and_asks_to_notify_units_where_they_have_to_report(
    as_executive, visit, office_lampang
):
    a_finding(visit)
    a_directive(visit, "ให้เร่งรัดสินเชื่อ", to=[office_lampang])
    a_directive(visit, "ขอให้ขยายเวลา", kind="suggestion", follow_up="none")
    response = memo(as_executive, visit)
    [first, *_] = [text for _, text in elements(response, "ul", class_="bullets")]
    assert first == "ข้อ 1 ให้เร่งรัดสินเชื่อ – สอจ.ลำปาง กำหนด รายงานทุกรอบ"
    for sentence in (
        "รับฟังผลการดำเนินงาน 1 รายการ",
        "ข้อเสนอแนะจากหน่วยงานภายนอก 1 ข้อ",
        "มีข้อสั่งการและข้อแนะนำ 1 ข้อ: ข้อสั่งการ (มอบหมาย) 1 ข้อ",
        "จึงเรียนมาเพื่อโปรดทราบ และโปรดพิจารณาแจ้งหน่วยงานที่เกี่ยวข้องดำเนินการตามข้อสั่งการต่อไป",
    ):
        assert sentence in texts(response, "p")


def test_the_memo_of_a_long_trip_is_one_page_with_the_report_attached(
    as_executive, visit, centre1, office_lampang
):
    pytest.importorskip("weasyprint", reason="needs Pango", exc_type=OSError)
    trip = Trip.objects.create(title="การลงพื้นที่ภาคเหนือตอนบน จังหวัดลำปาง เชียงใหม่ และลำพูน")
    for number in range(7):
        stop = a_visit([centre1, office_lampang][number % 2], f"{number + 1}/02/2566", trip=trip)
        for order in range(6):
            a_directive(
                stop, f"ข้อสั่งการที่ {order} ให้เร่งรัดการดำเนินงานร่วมกับหน่วยงานในพื้นที่อย่างต่อเนื่อง", to=[office_lampang]
            )
    response = as_executive.get(f"/trips/{trip.pk}/report.pdf?form=memo&digits=arabic")
    first, second, *_ = (squeezed(page) for page in pages(response.content))
    assert first.startswith("ร่างข้อมูลยังไม่ได้รับการรับรองบันทึกข้อความ")
    assert ("ตามรายงานที่แนบ" in first, first.endswith("." * 20)) == (True, True)
    assert second.startswith("เอกสารแนบรายงานผลการลงพื้นที่")


def test_it_goes_up_to_the_head_of_the_party_so_he_does_not_sign(as_executive, visit):
    [(_, signature)] = elements(memo(as_executive, visit), "div", class_="signature")
    assert "ณัฐพล" not in signature


def test_the_crest_stands_only_where_the_office_has_uploaded_its_own(as_executive, visit):
    assert elements(memo(as_executive, visit), "img") == []
    assert as_executive.get("/office/crest/").status_code == 404
    Office.objects.create(crest=a_crest())
    [(crest, _)] = elements(memo(as_executive, visit), "img")
    assert crest["src"] == "/office/crest/"
    served = as_executive.get("/office/crest/")
    assert (served["Content-Type"], Image.open(io.BytesIO(served.getvalue())).size) == ("image/png", (30, 30))


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(SimpleUploadedFile("crest.svg", b"<svg onload='alert(1)'/>"), id="not a picture"),
        pytest.param(SimpleUploadedFile("crest.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50), id="broken"),
        pytest.param(SimpleUploadedFile("crest.png", b"0" * (2 * 1024 * 1024 + 1)), id="too large"),
    ],
)
def test_a_crest_that_is_no_small_picture_is_refused(admin, file):
    client_of(admin).post("/admin/visits/office/add/", {"agency": "กอง", "recipient": "ปลัด", "crest": file})
    assert not Office.objects.exists()


def test_the_settings_of_the_office_are_one_page(admin):
    client = client_of(admin)
    saved = client.post(
        "/admin/visits/office/add/", {"agency": "กอง", "recipient": "ปลัด", "crest": a_crest()}
    )
    assert (saved.status_code, Office.objects.get().agency) == (302, "กอง")
    assert client.get("/admin/visits/office/")["Location"] == "/admin/visits/office/1/change/"
    assert client.get("/admin/visits/office/add/").status_code == 403
