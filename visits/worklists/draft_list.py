"""ร่างที่รอดำเนินการ: drafts of imports and press releases, handed in or certified many at once."""

from collections.abc import Collection, Iterable
from functools import cache

from config.kept_statements import KeptRows, KeptStatement, statement_of
from config.occurring import KeptPrefetch, prefetch_occurring
from officials.models import User
from visits.models import Attendance, Directive, Finding, Import, RecordState, Visit
from visits.models.table_import import ImportKind
from visits.models.visit_queryset import VisitQuerySet
from visits.models.workflow import Refused
from visits.records import sign_off
from visits.records.sign_off import SignOffStep

# The states of the list, each with the step that is taken with many of its records at once.
STEP_OF = {RecordState.DRAFT: sign_off.STEPS["submit"], RecordState.SUBMITTED: sign_off.STEPS["certify"]}
RELEASES, IMPORT = "releases", "import-"
LATEST_IMPORTS = 20

VISITS = KeptRows(
    Visit.objects.order_by()
    .select_related("unit")
    .only("starts_on", "ends_on", "purpose", "summary", "unit__name", "unit__short_name"),
    "pk",
)
OF_GAPS = (
    KeptPrefetch(
        "attendances", Attendance.objects.order_by().only("visit", "role", "position"), is_usual=True
    ),
    KeptPrefetch("findings", Finding.objects.order_by().only("visit"), is_usual=True),
    KeptPrefetch(
        "directives",
        Directive.objects.order_by("order", "pk").only(
            "visit", "given_by", "given_name", "given_as", "subject", "text"
        ),
        is_usual=True,
    ),
)


def sources() -> list[tuple[str, str]]:
    """Where drafts come from, as values and labels: everywhere, press releases, each of the latest imports."""
    return [
        ("", "ทุกที่มา"),
        (RELEASES, "จากข่าวประชาสัมพันธ์"),
        *((f"{IMPORT}{key}", f"นำเข้าตาราง {name}") for key, name in latest_imports().rows()),
    ]


@cache
def latest_imports() -> KeptStatement:
    """Key and name of the latest imports from which drafts may come."""
    imports = Import.objects.filter(kind__in=[ImportKind.VISITS, ImportKind.DIRECTIVES])
    return statement_of(imports.values("pk", "name")[:LATEST_IMPORTS])


def records_in(state: str, source: str, user: User) -> VisitQuerySet:
    """The visits of a state from one source that the user sees, by day."""
    rows = Visit.objects.visible_to(user).filter(record_state=state)
    if source == RELEASES:
        rows = rows.filter(press_releases__isnull=False).distinct()
    elif source.startswith(IMPORT):
        taken = Import.objects.get(pk=int(source.removeprefix(IMPORT))).rows.filter(is_taken=True)
        created = [entry for entries in taken.values_list("created", flat=True) for entry in entries]
        rows = rows.filter(pk__in={key for label, key, *_ in created if label == Visit._meta.label})
    return rows.order_by("starts_on", "pk")


def with_gaps(keys: Iterable[int]) -> list[Visit]:
    """The visits with these keys in their order, with no more of them than a list shows and `sign_off.gaps` looks at."""
    visits = VISITS.in_order(keys)
    prefetch_occurring(visits, *OF_GAPS)
    return visits


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
