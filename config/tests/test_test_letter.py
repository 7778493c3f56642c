"""The administrator's button sends a letter to the own address, and says what became of it."""

import pytest
from django.core import mail
from django.urls import reverse

from config.tests.cast import client_of
from config.tests.html import texts

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


@pytest.fixture
def answer(admin, settings):
    """What the page says after the button was pressed, with this address and mail server."""

    def press(address, **values):
        admin.email = address
        admin.save()
        for name, value in {"EMAIL_HOST": "mail.example.go.th", **values}.items():
            setattr(settings, name, value)
        client = client_of(admin)
        page = client.post(reverse("status"), follow=True)
        return texts(page, "li", class_="success") + texts(page, "li", class_="error")

    return press


def test_it_arrives(answer):
    assert answer("a@example.go.th") == ["ส่งอีเมลถึง a@example.go.th แล้ว โปรดตรวจว่าได้รับ"]
    assert [letter.to for letter in mail.outbox] == [["a@example.go.th"]]


def test_without_an_address_or_a_server_none_is_sent(answer):
    assert answer("") == ["บัญชีของท่านยังไม่มีไปรษณีย์อิเล็กทรอนิกส์ จึงยังทดลองส่งไม่ได้"]
    assert answer("a@example.go.th", EMAIL_HOST="") == ["ยังไม่ได้ตั้งเครื่องส่งอีเมล (EMAIL_HOST) จึงยังทดลองส่งไม่ได้"]
    assert mail.outbox == []


def test_a_server_that_is_gone_is_a_sentence(answer):
    gone = {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": 1,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    }
    [sentence] = answer("a@example.go.th", **gone)
    assert sentence.startswith("ส่งอีเมลถึง a@example.go.th ไม่สำเร็จ (")
    assert sentence.endswith(") โปรดตรวจค่าตั้ง EMAIL_")
