"""ร่างที่รอดำเนินการ: drafts of imports and press releases, handed in or certified many at once."""

from collections.abc import Collection

from officials.models import User
from visits.models import Import, RecordState, Visit
from visits.models.table_import import ImportKind
from visits.models.visit_queryset import VisitQuerySet
from visits.models.workflow import Refused
from visits.records import sign_off
from visits.records.sign_off import SignOffStep

# The states of the list, each with the step that is taken with many of its records at once.
STEP_OF = {RecordState.DRAFT: sign_off.STEPS["submit"], RecordState.SUBMITTED: sign_off.STEPS["certify"]}
RELEASES, IMPORT = "releases", "import-"
LATEST_IMPORTS = 20


def sources() -> list[tuple[str, str]]:
    """Where drafts come from, as values and labels: everywhere, press releases, each of the latest imports."""
    imports = Import.objects.filter(kind__in=[ImportKind.VISITS, ImportKind.DIRECTIVES])
    return [
        ("", "ทุกที่มา"),
        (RELEASES, "จากข่าวประชาสัมพันธ์"),
        *((f"{IMPORT}{row.pk}", f"นำเข้าตาราง {row.name}") for row in imports[:LATEST_IMPORTS]),
    ]


def records_in(state: str, source: str, user: User) -> VisitQuerySet:
    """The visits of a state from one source that the user sees, by day."""
    rows = Visit.objects.visible_to(user).filter(record_state=state)
    if source == RELEASES:
        rows = rows.filter(press_releases__isnull=False).distinct()
    elif source.startswith(IMPORT):
        taken = Import.objects.get(pk=int(source.removeprefix(IMPORT))).rows.filter(is_taken=True)
        created = [pair for pairs in taken.values_list("created", flat=True) for pair in pairs]
        rows = rows.filter(pk__in={key for label, key in created if label == Visit._meta.label})
    return rows.order_by("starts_on", "pk")


def with_gaps(visits: VisitQuerySet) -> VisitQuerySet:
    """With what `sign_off.gaps` looks at."""
    return visits.with_unit().prefetch_related("attendances", "findings", "directives")


def take_all(step: SignOffStep, keys: Collection[int], *, by: User) -> tuple[int, list[tuple[Visit, str]]]:
    """Takes the step with each record by itself; returns how many, and what could not with the reason.

    A record whose step is refused does not hold up the others.
    """
    count, refused = 0, []
    visits = (
        Visit.objects.visible_to(by).filter(pk__in=keys).select_related("unit").order_by("starts_on", "pk")
    )
    for visit in visits:
        try:
            sign_off.take(step, visit, by)
            count += 1
        except Refused as refusal:
            sentences = [gap.sentence for gap in refusal.gaps] or refusal.sentences
            refused.append((visit, " ".join(sentences)))
    return count, refused
