"""What is recorded already: the same text, the same address, a visit of the same unit on the same days."""

from django.db.models import Q

from visits.models import CALLED_OFF, PressRelease, Visit


def same_release(user, digest, url=""):
    """The press release of this text or address, with its visits; None where it is new."""
    same = Q(text_hash=digest) | (Q(url=url) if url else Q())
    rows = PressRelease.objects.visible_to(user).filter(same).prefetch_related("visits__unit")
    return rows.order_by("pk").first()


def visits_on(user, units, first, last):
    """Visits of each unit that touch the days, as unit key -> list."""
    found = {}
    if not (units and first):
        return found
    rows = Visit.objects.visible_to(user).between(first, last or first).filter(unit__in=units)
    for visit in rows.exclude(status__in=CALLED_OFF).with_unit().in_order():
        found.setdefault(visit.unit_id, []).append(visit)
    return found
