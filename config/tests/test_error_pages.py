import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from config.tests.html import heading, links, texts

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def test_a_wrong_address_is_a_thai_404_with_the_menu_for_those_signed_in(as_executive):
    response = as_executive.get("/nowhere/")
    assert response.status_code == 404
    assert heading(response) == "ไม่พบหน้าที่ต้องการ"
    assert "/calendar/" in links(response)


def test_a_wrong_address_is_a_thai_404_without_the_menu_for_strangers(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert heading(response) == "ไม่พบหน้าที่ต้องการ"
    assert texts(response, "nav") == []


def test_a_wrong_address_below_admin_is_the_same_page(as_clerk):
    assert heading(as_clerk.get("/admin/nowhere/")) == "ไม่พบหน้าที่ต้องการ"


@pytest.mark.parametrize("pk", ["0", "9" * 18, "9" * 30])
@pytest.mark.parametrize(
    "page", ["/visits/{}/", "/visits/{}/print/", "/trips/{}/", "/trips/{}/print/", "/files/{}/"]
)
def test_a_record_that_does_not_exist_is_404_however_long_its_number(as_executive, page, pk):
    assert as_executive.get(page.format(pk)).status_code == 404


def test_what_an_account_may_not_do_is_a_thai_403(as_clerk):
    response = as_clerk.get("/admin/officials/user/")
    assert response.status_code == 403
    assert heading(response) == "ไม่มีสิทธิ์เข้าถึง"


def test_an_unknown_host_is_a_thai_400(client):
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert heading(response) == "คำขอไม่ถูกต้อง"


def test_a_fault_of_the_site_is_a_thai_500():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert heading(response) == "ระบบขัดข้อง"


def test_a_form_from_a_stale_page_is_refused_in_thai(clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    response = client.post("/admin/logout/")
    assert response.status_code == 403
    assert heading(response) == "บันทึกไม่สำเร็จ"


def test_too_many_wrong_passwords_lock_the_account_out_in_thai(client, clerk):
    wrong = {"username": clerk.username, "password": "wrong"}
    answers = [client.post("/admin/login/", wrong) for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert heading(answers[-1]) == "เข้าสู่ระบบไม่ได้ชั่วคราว"
