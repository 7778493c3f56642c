"""What is told to webhooks: stored with the certification or the step itself, so that neither is without the other.

Keys, codes, numbers and states alone, and nothing of what is internal; the receiver reads the rest with a key of its own.
"""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver

from visits.models import Progress, Visit, Webhook, WebhookDelivery, WebhookEvent
from visits.records.sign_off import certified


def put(event: WebhookEvent, wanted_by: str, data: dict[str, Any]) -> None:
    """Stores an event for each active webhook that wants it; within the transaction of what happened."""
    for hook in Webhook.objects.filter(is_active=True, **{wanted_by: True}).order_by("pk"):
        WebhookDelivery.objects.create(hook=hook, event=event, data=data)


@receiver(certified, dispatch_uid="visits.webhooks.outbox.certified")
def put_certified(visit: Visit, **_: Any) -> None:
    """A visit was certified."""
    if visit.is_internal:
        return
    data = {
        "visit": visit.pk,
        "number": visit.number,
        "record_state": visit.record_state,
        "unit_code": visit.unit.code,
        "url": settings.SITE_URL + visit.get_absolute_url(),
    }
    put(WebhookEvent.CERTIFIED, "on_certification", data)


@receiver(post_save, sender=Progress, dispatch_uid="visits.webhooks.outbox.step")
def put_step(instance: Progress, created: bool, **_: Any) -> None:
    """A step of a directive was taken."""
    assignment = instance.assignment
    directive = assignment.directive
    if not created or directive.is_internal or directive.visit.is_internal:
        return
    data = {
        "directive": directive.pk,
        "number": directive.number,
        "assignment": assignment.pk,
        "unit_code": assignment.unit.code,
        "step": instance.verb,
        "state": instance.state,
        "url": settings.SITE_URL + directive.get_absolute_url(),
    }
    put(WebhookEvent.STEP, "on_directive_steps", data)
