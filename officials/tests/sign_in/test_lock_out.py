"""Too many wrong passwords lock one account from one address for a quarter of an hour; an administrator unlocks it at once."""

import pytest
from django.test import Client

from config.tests.cast import PASSWORD, client_of
from config.tests.html import texts
from config.tests.pages import text_of
from officials.models import User

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
ACCOUNTS = "/admin/officials/user/"


@pytest.fixture(autouse=True)
def three_times(settings):
    settings.AXES_FAILURE_LIMIT = 3


def attempt(account, password=PASSWORD, **options):
    return Client(**options).post("/admin/login/", {"username": account.username, "password": password})


def lock(account, **options):
    return [attempt(account, "wrong", **options) for _ in range(3)][-1]


def test_who_guesses_reads_for_how_long_and_nobody_else_is_locked_out(clerk, executive, clock):
    response = lock(clerk)
    assert (response.status_code, 840 < int(response["Retry-After"]) <= 900) == (429, True)
    assert "โปรดลองใหม่ในอีก 15 นาที (เวลา " in text_of(response)
    assert attempt(clerk).status_code == 429
    assert attempt(executive).url == "/"
    assert attempt(clerk, REMOTE_ADDR="10.0.0.7").url == "/"
    clock(minutes=10)
    assert "โปรดลองใหม่ในอีก 5 นาที" in text_of(attempt(clerk))
    clock(minutes=6)
    assert attempt(clerk).url == "/"


def test_an_administrator_finds_and_unlocks_the_account_and_it_stands_in_its_history(clerk, executive, admin):
    lock(clerk)
    attempt(executive, "wrong")
    office = client_of(admin)
    found = office.get(f"{ACCOUNTS}?locked=yes")
    assert [row.username for row in found.context["cl"].result_list] == ["clerk"]
    assert "ล็อกอยู่" in texts(found, "td")
    chosen = {"action": "unlock", "_selected_action": [clerk.pk]}
    answer = office.post(ACCOUNTS, chosen, follow=True)
    assert texts(answer, "li", class_="success") == ["ปลดล็อกแล้ว 1 บัญชี"]
    assert clerk.history.first().history_change_reason == "ปลดล็อกการเข้าสู่ระบบ"
    assert attempt(clerk).url == "/"
    assert texts(office.post(ACCOUNTS, chosen, follow=True), "li", class_="info") == ["บัญชีที่เลือกไม่ได้ถูกล็อก"]


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_was_asked_from(clerk, settings):
    settings.PROXIES = 1
    lock(clerk, HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.7")
    assert attempt(clerk, HTTP_X_FORWARDED_FOR="2.2.2.2, 10.0.0.7").status_code == 429
    assert attempt(clerk, HTTP_X_FORWARDED_FOR="10.0.0.7, 10.0.0.8").url == "/"
    assert attempt(clerk, HTTP_X_FORWARDED_FOR="nonsense").url == "/"


def test_behind_two_proxies_only_what_they_added_is_believed(clerk, settings):
    settings.PROXIES = 2
    lock(clerk, HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.7, 10.0.0.1")
    assert attempt(clerk, HTTP_X_FORWARDED_FOR="nonsense, 10.0.0.7, 10.0.0.1").status_code == 429
    assert attempt(clerk, HTTP_X_FORWARDED_FOR="10.0.0.7, 10.0.0.8, 10.0.0.1").url == "/"
    assert attempt(clerk, HTTP_X_FORWARDED_FOR="10.0.0.7").url == "/"


def test_without_a_proxy_the_header_is_not_believed(clerk):
    lock(clerk, HTTP_X_FORWARDED_FOR="10.0.0.7")
    assert attempt(clerk, HTTP_X_FORWARDED_FOR="10.0.0.8").status_code == 429


WRONG = {
    "สั้นเกินไป": ["รหัสผ่านสั้นเกินไป ต้องมีอย่างน้อย 12 ตัวอักษร"],
    "password1234": [
        "รหัสผ่านนี้มีเพียงคำที่ใช้กันในหน่วยงานหรือไม่มีตัวอักษรเลย คาดเดาได้ง่าย",
        "รหัสผ่านนี้มีผู้ใช้ทั่วไป คาดเดาได้ง่าย",
    ],
    "กระทรวงอุตสาหกรรม2569": ["รหัสผ่านนี้มีเพียงคำที่ใช้กันในหน่วยงานหรือไม่มีตัวอักษรเลย คาดเดาได้ง่าย"],
    "1234 5678 9012": ["รหัสผ่านนี้มีเพียงคำที่ใช้กันในหน่วยงานหรือไม่มีตัวอักษรเลย คาดเดาได้ง่าย"],
    "kanchana.srisuk": ["รหัสผ่านคล้ายกับชื่อผู้ใช้มากเกินไป"],
}


def test_rules_of_passwords_stand_at_the_field_and_a_refusal_says_which(db):
    account = User.objects.create_user("kanchana.srisuk", password=PASSWORD)
    client = client_of(account)
    address = "/admin/password_change/"
    assert len(texts(client.get(address), "div", id="id_new_password1_helptext")[0].split("รหัสผ่านต้อง")) == 5
    for word, sentences in WRONG.items():
        sent = {"old_password": PASSWORD, "new_password1": word, "new_password2": word}
        assert client.post(address, sent).context["form"].errors == {"new_password2": sentences}
    phrase = "ฝนตกที่ลำพูนเมื่อวาน"
    sent = {"old_password": PASSWORD, "new_password1": phrase, "new_password2": phrase}
    assert client.post(address, sent).url == "/admin/password_change/done/"


def test_the_sign_in_page_says_what_to_do_about_a_forgotten_password(db, settings):
    settings.CONTACT = "โทร. 1234"
    assert "ลืมรหัสผ่าน หรือยังไม่มีบัญชี: ติดต่อผู้ดูแลระบบ (โทร. 1234)" in text_of(Client().get("/admin/login/"))
