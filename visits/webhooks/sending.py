"""Sends what waits for webhooks: each event once, however many runs there are at a time; a failed one again after a pause."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from visits.models import WebhookDelivery
from visits.webhooks.posting import NotDelivered, post

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# After each failed try; after as many and one more it is given up, some three days later.
PAUSES = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR)
# A run that broke off has left one claimed; after this time another run takes it over.
CLAIMED_FOR = 5 * MINUTE
KEPT_FOR = timedelta(days=90)


@dataclass
class WebhookRun:
    """What one run came to."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def send_due() -> WebhookRun:
    """Sends what is due, the oldest first; an address that has just failed is left alone until the next run."""
    run, silent = WebhookRun(), set[int]()
    while delivery := claim(timezone.now(), silent):
        error = send(delivery, timezone.now())
        delivery.error = error[:300]
        if not error:
            delivery.sent_at = timezone.now()
            run.sent += 1
        else:
            silent.add(delivery.hook_id)
            run.failed += 1
            if delivery.tries > len(PAUSES):
                delivery.given_up_at = timezone.now()
                run.given_up += 1
            else:
                delivery.next_at = timezone.now() + PAUSES[delivery.tries - 1]
        delivery.save(update_fields=["error", "sent_at", "given_up_at", "next_at"])
    WebhookDelivery.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()
    return run


def claim(now: datetime, silent: set[int]) -> WebhookDelivery | None:
    """The next one that is due, which no other run takes meanwhile; None where there is none."""
    with transaction.atomic():
        rows = WebhookDelivery.objects.due(now).exclude(hook__in=silent)
        if connection.vendor == "postgresql":
            rows = rows.select_for_update(skip_locked=True, of=("self",))  # SQLite has one writer at a time
        delivery = rows.select_related("hook").first()
        if delivery:
            delivery.tries += 1
            delivery.next_at = now + CLAIMED_FOR
            delivery.save(update_fields=["tries", "next_at"])
    return delivery


def send(delivery: WebhookDelivery, now: datetime) -> str:
    """Sends one; returns what went wrong, empty where the address took it."""
    content = {
        "type": delivery.event,
        "timestamp": delivery.made_at.isoformat(timespec="seconds"),
        "data": delivery.data,
    }
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    key, moment = str(delivery.event_id), str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "field-visits",
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": signature(delivery.hook.key, key, moment, body),
    }
    try:
        post(delivery.hook.url, body, headers)
    except NotDelivered as error:
        return str(error)
    return ""


def signature(secret: bytes, key: str, moment: str, body: bytes) -> str:
    """The signature over event, moment and body, as Standard Webhooks writes it."""
    signed = hmac.new(secret, f"{key}.{moment}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"
