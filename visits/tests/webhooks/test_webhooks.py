"""Webhooks: stored with what happened, signed, sent once, again after growing pauses, and given up; to a real server."""

import base64
import hashlib
import hmac
import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from config.status.conditions import all_conditions
from config.tests.cast import a_directive, a_visit, official
from visits.directives import steps
from visits.models import RecordState, Webhook, WebhookDelivery
from visits.records import sign_off
from visits.webhooks import posting
from visits.webhooks.sending import PAUSES, send_due

pytestmark = pytest.mark.django_db
LIST = "/admin/visits/webhook/"


class Receiver(BaseHTTPRequestHandler):
    """Answers as its server was told to, and remembers what it got."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers.items()), body))
        time.sleep(self.server.pause)
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Nothing to the console."""


@pytest.fixture
def server(settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as found:
        found.taken, found.status, found.pause = [], 204, 0
        thread = threading.Thread(target=found.serve_forever, daemon=True)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


@pytest.fixture
def hook(server):
    return Webhook.objects.create(name="แดชบอร์ด", url=f"http://127.0.0.1:{server.server_port}/hook?a=1")


@pytest.fixture
def submitted(centre1):
    return a_visit(
        centre1, "28/01/2566", official("nattapol"), purpose="ลับ", record_state=RecordState.SUBMITTED
    )


def certify(visit, by):
    return sign_off.take(sign_off.STEPS["certify"], visit, by)


def test_a_certification_is_told_by_keys_numbers_and_state_alone_and_signed(
    server, hook, submitted, reviewer, settings
):
    settings.SITE_URL = "https://visits.example.go.th"
    certify(submitted, reviewer)
    assert (send_due().sent, send_due().sent) == (1, 0)
    [(path, headers, body)] = server.taken
    content = json.loads(body)
    assert (path, content["type"]) == ("/hook?a=1", "visit.certified")
    assert content["data"] == {
        "visit": submitted.pk,
        "number": "ต.1/2566",
        "record_state": "final",
        "unit_code": "DIPROM-C01",
        "url": f"https://visits.example.go.th/visits/{submitted.pk}/",
    }
    sent = {name.lower(): value for name, value in headers.items()}
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert sent["webhook-signature"] == f"v1,{expected}"
    assert abs(time.time() - int(sent["webhook-timestamp"])) < 60


def test_a_step_of_a_directive_is_told_and_nothing_of_its_text(server, hook, centre1, reviewer, clerk):
    visit = a_visit(centre1, "28/01/2566", official("nattapol"), record_state=RecordState.FINAL)
    directive = a_directive(visit, "เรื่องที่ไม่ควรออกไป", to=[centre1])
    steps.notify(directive.assignments.get(), by=clerk)
    send_due()
    content = json.loads(server.taken[0][2])
    assert content["type"] == "directive.step"
    data = content["data"]
    assert (data["directive"], data["unit_code"]) == (directive.pk, "DIPROM-C01")
    assert (data["step"], data["state"]) == ("notify", "notified")
    assert "เรื่องที่ไม่ควรออกไป" not in server.taken[0][2].decode()


def test_nothing_is_told_of_internal_records_nor_to_who_did_not_ask(server, hook, centre1, reviewer, clerk):
    inside = a_visit(
        centre1, "28/01/2566", official("nattapol"), purpose="ก", record_state="submitted", is_internal=True
    )
    certify(inside, reviewer)
    open_visit = a_visit(centre1, "29/01/2566", official("nattapol"), record_state=RecordState.FINAL)
    hidden = a_directive(open_visit, to=[centre1], is_internal=True)
    steps.notify(hidden.assignments.get(), by=clerk)
    assert WebhookDelivery.objects.count() == 0
    hook.on_directive_steps = False
    hook.save()
    steps.notify(a_directive(open_visit, to=[centre1]).assignments.get(), by=clerk)
    assert WebhookDelivery.objects.count() == 0


def test_what_was_not_saved_is_not_told(hook, submitted, reviewer):
    with transaction.atomic():
        certify(submitted, reviewer)
        assert WebhookDelivery.objects.count() == 1
        transaction.set_rollback(True)
    assert WebhookDelivery.objects.count() == 0


def test_a_failing_address_is_asked_again_after_growing_pauses_and_given_up(
    server, hook, submitted, reviewer, clock
):
    server.status = 500
    certify(submitted, reviewer)
    pauses = []
    for _ in range(len(PAUSES) + 1):
        run = send_due()
        assert run.failed == 1
        delivery = WebhookDelivery.objects.get()
        if delivery.given_up_at is None:
            pauses.append(delivery.next_at - timezone.now())
            assert send_due().failed == 0
            clock(seconds=pauses[-1].total_seconds() + 1)
    assert [round(pause / timedelta(minutes=1)) for pause in pauses] == [
        1,
        5,
        15,
        60,
        180,
        360,
        720,
        1440,
        1440,
    ]
    assert (run.given_up, delivery.tries, delivery.error) == (1, 10, "ปลายทางตอบ 500")
    assert len({headers["webhook-id"] for _, headers, _ in server.taken}) == 1
    assert send_due().failed == 0
    [condition] = [one for one in all_conditions() if one.code == "webhooks"]
    assert condition.thai == "เว็บฮุกที่เลิกส่งแล้ว 1 รายการ"


def test_a_redirect_is_not_followed(server, hook, submitted, reviewer):
    server.status = 307
    certify(submitted, reviewer)
    send_due()
    assert WebhookDelivery.objects.get().error == "ปลายทางให้ไปที่อยู่อื่น (307) ซึ่งระบบไม่ทำตาม"
    assert len(server.taken) == 1


def test_a_slow_address_ends_in_time_and_one_that_is_gone_too(server, hook, submitted, reviewer, monkeypatch):
    monkeypatch.setattr(posting, "SECONDS", 0.2)
    server.pause = 1
    certify(submitted, reviewer)
    began = time.monotonic()
    assert send_due().failed == 1
    assert time.monotonic() - began < 1
    assert WebhookDelivery.objects.get().error.startswith("ปลายทางไม่ตอบ")
    hook.url = "http://127.0.0.1:1/"
    hook.save()
    WebhookDelivery.objects.update(next_at=timezone.now())
    assert send_due().failed == 1
    assert "refused" in WebhookDelivery.objects.get().error


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_event_once(server, hook, submitted, reviewer):
    server.pause = 0.02
    for number in range(12):
        WebhookDelivery.objects.create(hook=hook, event="visit.certified", data={"visit": number})
    runs = []

    def run():
        try:
            runs.append(send_due().sent)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    got = [json.loads(body)["data"]["visit"] for _, _, body in server.taken]
    assert (sorted(got), sum(runs)) == (list(range(12)), 12)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://example.go.th/", "ที่อยู่ไม่ถูกต้อง ตัวอย่าง https://data.example.go.th/hooks"),
        ("https://[::1", "ที่อยู่ไม่ถูกต้อง ตัวอย่าง https://data.example.go.th/hooks"),
        ("https://example.go.th:99999/", "ที่อยู่ไม่ถูกต้อง ตัวอย่าง https://data.example.go.th/hooks"),
        ("http://example.go.th/", "ที่อยู่ต้องขึ้นต้นด้วย https://"),
        ("http://127.0.0.1/", "ที่อยู่ต้องขึ้นต้นด้วย https://"),
        ("https://user:word@example.go.th/", "ที่อยู่ต้องไม่มีชื่อผู้ใช้"),
        *(
            (f"https://{host}/", "ที่อยู่นี้อยู่ในเครือข่ายภายใน")
            for host in (
                "10.1.2.3",
                "192.168.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "localhost",
                "[::1]",
                "[::ffff:10.0.0.1]",
            )
        ),
    ],
)
def test_an_address_that_is_not_allowed_is_refused_in_the_form_and_when_sent(
    client, admin, settings, url, sentence
):
    settings.WEBHOOK_PRIVATE_HOSTS = []
    client.force_login(admin)
    page = client.post(f"{LIST}add/", {"name": "ก", "url": url, "on_certification": "on"})
    assert (page.status_code, sentence in page.text, Webhook.objects.count()) == (200, True, 0)
    with pytest.raises(ValidationError):
        Webhook(name="ก", url=url).full_clean(exclude=["seed"])
    with pytest.raises(posting.NotDelivered, match=sentence):
        posting.post(url, b"{}", {})


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1"])
def test_a_name_that_leads_into_a_private_network_is_refused_when_sent(settings, host):
    settings.WEBHOOK_PRIVATE_HOSTS = []
    with pytest.raises(posting.NotDelivered, match="เครือข่ายภายใน"):
        posting.post(f"https://{host}/", b"{}", {})


def test_the_secret_is_shown_once_and_stored_nowhere(client, admin):
    client.force_login(admin)
    values = {"name": "ศูนย์ข้อมูล", "url": "https://data.example.go.th/hooks", "on_certification": "on"}
    page = client.post(f"{LIST}add/", {**values, "is_active": "on"})
    hook = Webhook.objects.get()
    assert hook.secret in page.text
    assert "no-store" in page["Cache-Control"]
    assert hook.secret not in client.get(f"{LIST}{hook.pk}/change/").text
    assert hook.secret not in str([*Webhook.objects.values(), *Webhook.history.values()])
    renewed = client.post(LIST, {"action": "renew", "_selected_action": [hook.pk]})
    assert hook.secret not in renewed.text
    assert Webhook.objects.get().secret in renewed.text


def test_what_was_given_up_is_tried_again_by_hand(client, admin, server, hook):
    delivery = WebhookDelivery.objects.create(
        hook=hook, event="visit.certified", data={}, tries=10, given_up_at=timezone.now()
    )
    client.force_login(admin)
    address = "/admin/visits/webhookdelivery/"
    assert "เลิกส่ง" in client.get(f"{address}?state=given_up").text
    client.post(address, {"action": "again", "_selected_action": [delivery.pk]})
    call_command("send_webhooks")
    assert len(server.taken) == 1
