"""Personal access keys: a program reads what their owner may read, without a session, until the key ends or is revoked."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.tests.cast import a_visit, client_of
from config.tests.html import elements, texts
from config.thai.dates import be, thai_date
from officials.models import AccessKey, OpenSession, RequiredFactor, User
from officials.models.access_key import MOST_KEYS
from officials.models.usage_log import MOST_WRONG_KEYS_IN_AN_HOUR, Use, UseKind
from visits.models import RecordState

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
PAGE, DATA = "/account/keys/", "/reports/register/report.json"


def typed(day):
    return f"{day:%d/%m}/{be(day)}"


def in_days(count):
    return timezone.localdate() + timedelta(days=count)


@pytest.fixture
def key(executive):
    """A key of the executive, and its secret."""
    return AccessKey.make(executive, "แดชบอร์ด", in_days(30))


def ask(secret, address=DATA, client=None, **extra):
    response = (client or Client()).get(address, headers={"authorization": f"Bearer {secret}"}, **extra)
    if response.streaming:
        response.data = response.getvalue()
    return response


def answer(response):
    return response.status_code, response.json()["title"], response.get("WWW-Authenticate", "")


def refusal(sentence):
    return 401, sentence, 'Bearer realm="field-visits", error="invalid_token"'


def make(client, **values):
    return client.post(PAGE, {"name": "แดชบอร์ด", "expires_on": typed(in_days(30)), **values})


def test_a_key_is_made_with_a_name_and_a_day_and_its_secret_shown_once(as_executive, executive):
    page = make(as_executive)
    [secret] = texts(page, "code")
    assert ask(secret).status_code == 200
    key = AccessKey.objects.get()
    assert (key.user, key.name, key.expires_on) == (executive, "แดชบอร์ด", in_days(30))
    assert secret not in as_executive.get(PAGE).text
    assert secret not in str([*AccessKey.objects.values_list(), *AccessKey.history.values_list()])
    assert key.history.get().history_user == executive


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "กรุณากรอกข้อมูลช่องนี้"),
        ({"name": "\u200b "}, "กรุณาตั้งชื่อกุญแจ เช่น ชื่อโปรแกรมที่จะใช้"),
        ({"name": "ก" * 101}, "ยาวได้ไม่เกิน 100 ตัวอักษร (ขณะนี้มี 101)"),
        ({"expires_on": "แล้วแต่"}, ""),
        ({"expires_on": typed(timezone.localdate() - timedelta(days=1))}, "วันสิ้นสุดต้องไม่ก่อนวันนี้"),
        ({"expires_on": typed(in_days(367))}, "กุญแจใช้ได้ไม่เกินหนึ่งปีนับจากวันนี้"),
    ],
)
def test_bad_input_is_a_sentence_and_what_was_typed_comes_back(as_executive, values, sentence):
    page = make(as_executive, **values)
    errors = [" ".join(text.split()) for _, text in elements(page, "ul", class_="errorlist")]
    assert len(errors) == 1
    assert errors[0] == sentence or not sentence
    [(name, value)] = values.items()
    [field] = [field for field, _ in elements(page, "input") if field.get("name") == name]
    assert field.get("value", "") == value
    assert AccessKey.objects.count() == 0


def test_no_account_has_more_keys_than_anybody_minds(as_executive, executive):
    for number in range(MOST_KEYS):
        AccessKey.make(executive, f"ที่ {number}", in_days(1))
    assert "มีกุญแจที่ใช้งานอยู่ครบ 20 กุญแจแล้ว" in make(as_executive).text
    AccessKey.objects.first().revoke()
    assert len(texts(make(as_executive), "code")) == 1


def test_a_key_opens_what_its_owner_may_see(officer, key, centre1, centre6):
    a_visit(centre1, "28/01/2566", record_state=RecordState.FINAL)
    a_visit(centre6, "28/01/2566", record_state=RecordState.FINAL)
    assert json.loads(ask(key[1]).data)["count"] == 2
    _, of_officer = AccessKey.make(officer, "หน่วยงาน", in_days(1))
    assert [row["unit_code"] for row in json.loads(ask(of_officer).data)["rows"]] == ["DIPROM-C01"]
    assert ask(of_officer, "/reports/register/report.csv").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/", "/reports/register/", "/reports/register/report.pdf", "/account/keys/", "/admin/", "/no/"],
)
def test_a_key_opens_nothing_else(key, address):
    assert answer(ask(key[1], address)) == (403, "กุญแจเข้าถึงข้อมูลใช้อ่านได้เฉพาะที่อยู่ที่ระบุใน /api/", "")


def test_a_key_writes_nothing(key):
    response = Client(enforce_csrf_checks=True).post(DATA, headers={"authorization": f"Bearer {key[1]}"})
    assert response.status_code == 403
    assert ask(key[1], f"{DATA}?key={key[1]}").status_code == 400
    assert Client().get(f"{DATA}?access_token={key[1]}").url.startswith("/admin/login/")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda key: key.revoke(), "กุญแจนี้ถูกยกเลิกแล้ว"),
        (lambda key: User.objects.get(pk=key.user_id).save(), ""),
        (lambda key: deactivate(key.user), "บัญชีของเจ้าของกุญแจถูกระงับ"),
        (lambda key: require_factor(), "เจ้าของกุญแจต้องตั้งการยืนยันตัวตนสองขั้นก่อน"),
    ],
    ids=["revoked", "as before", "deactivated", "without factor"],
)
def test_what_becomes_of_key_and_owner_counts(key, spoil, sentence):
    spoil(key[0])
    response = ask(key[1])
    assert response.status_code == 200 if not sentence else answer(response) == refusal(sentence)


def deactivate(account):
    account.is_active = False
    account.save()


def require_factor():
    RequiredFactor.objects.create(group=Group.objects.get(name="ผู้บริหาร"))


def test_a_key_ends_after_its_last_day(executive, clock):
    key, secret = AccessKey.make(executive, "วันเดียว", timezone.localdate())
    assert ask(secret).status_code == 200
    clock(days=1)
    assert answer(ask(secret)) == refusal(f"กุญแจนี้หมดอายุเมื่อวันที่ {thai_date(key.expires_on)}")


def test_wrong_keys_are_refused_counted_for_all_processes_and_shut_out_while_a_right_one_is_let_in(key):
    wrong = ["", "fv_", "fv_ก", key[1] + "x", key[1][:-1], "ก" * 5000, "fv_\x00"]
    for secret in wrong[:6]:
        request = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        assert answer(Client().get(DATA, **request)) == refusal("กุญแจเข้าถึงข้อมูลไม่ถูกต้อง")
    more = [ask("fv_wrong").status_code for _ in range(6, MOST_WRONG_KEYS_IN_AN_HOUR + 1)]
    assert more == [401] * (MOST_WRONG_KEYS_IN_AN_HOUR - 6) + [429]
    assert Use.objects.filter(kind=UseKind.WRONG_KEY).count() == MOST_WRONG_KEYS_IN_AN_HOUR
    assert Client().get("/calendar/feed/wrong.ics").status_code == 429
    assert ask("fv_wrong", REMOTE_ADDR="10.1.2.3").status_code == 401
    assert ask(key[1]).status_code == 200


def test_a_request_with_a_key_makes_and_touches_no_session(key, clerk, clock):
    browser = client_of(clerk)
    before = list(OpenSession.objects.values_list())
    clock(minutes=10)
    response = ask(key[1], client=browser)
    assert (response.status_code, response.cookies.keys() - {"csrftoken"}) == (200, set())
    assert list(OpenSession.objects.values_list()) == before
    # Who is signed in with the browser is not who asked.
    assert Use.objects.get(kind=UseKind.EXPORT).by == key[0].user
    assert ask("fv_wrong", client=browser).status_code == 401


def test_a_use_is_logged_with_the_name_of_the_key_and_limited(key, settings):
    settings.EXPORTS_A_MINUTE = 1
    ask(key[1])
    use = Use.objects.get(kind=UseKind.EXPORT)
    assert (use.by, use.path, "กุญแจ: แดชบอร์ด" in use.what) == (key[0].user, DATA, True)
    assert answer(ask(key[1]))[:2] == (429, "รับแฟ้มถี่เกินไป")


def test_the_last_use_is_written_at_most_once_an_hour(key, clock):
    def used():
        return AccessKey.objects.get(pk=key[0].pk).used_at

    assert used() is None
    ask(key[1])
    first = used()
    assert first is not None
    clock(minutes=59)
    ask(key[1])
    assert used() == first
    clock(minutes=2)
    ask(key[1])
    assert used() > first
    assert AccessKey.history.count() == 1


def test_the_owner_revokes_a_key_and_nobody_else_on_that_page(as_executive, clerk, key):
    address = f"{PAGE}{key[0].pk}/revoke/"
    client_of(clerk).post(address)
    assert (as_executive.get(address).url, ask(key[1]).status_code) == (PAGE, 200)
    page = as_executive.post(address, follow=True)
    assert "ยกเลิกกุญแจ “แดชบอร์ด” แล้ว" in page.text
    assert "ยกเลิกแล้ว" in texts(page, "td")
    assert answer(ask(key[1])) == refusal("กุญแจนี้ถูกยกเลิกแล้ว")


def test_an_administrator_sees_and_revokes_keys_of_others_and_changes_nothing_else(
    client, admin, auditor, key
):
    client.force_login(admin)
    address = "/admin/officials/accesskey/"
    assert "แดชบอร์ด" in client.get(address).text
    client.post(address, {"action": "revoke", "_selected_action": [key[0].pk]})
    assert answer(ask(key[1])) == refusal("กุญแจนี้ถูกยกเลิกแล้ว")
    assert AccessKey.history.first().history_user == admin
    assert client.post(f"{address}{key[0].pk}/change/", {"name": "อื่น"}).status_code == 403
    client.force_login(auditor)
    client.post(
        address, {"action": "revoke", "_selected_action": [AccessKey.make(admin, "ก", in_days(1))[0].pk]}
    )
    assert AccessKey.objects.filter(revoked_at=None).count() == 1


def test_the_list_asks_the_database_as_often_for_three_keys_as_for_one(as_executive, executive):
    counts = []
    for _ in range(2):
        AccessKey.make(executive, "หนึ่ง", in_days(1))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_executive.get(PAGE)
        counts.append(len(queries))
        AccessKey.make(executive, "สอง", in_days(1))
    assert counts[0] == counts[1]
