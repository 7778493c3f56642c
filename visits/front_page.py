"""The front page by role: what those who work do next, and for those who read what comes, what is late, what is new."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.occurring import prefetch_occurring
from config.thai.dates import fiscal_year, fiscal_year_bounds
from officials.models import Use, User
from officials.models.account import SignedInRequest
from officials.models.usage_log import UseKind
from units.models import Unit
from visits.calendar.grid import Span
from visits.calendar.preferences import preferences_of
from visits.directives.holiday_years import HolidayYears
from visits.manual.first_run import open_tasks
from visits.models import Assignment, Import, Progress, Reading, RecordState, SavedFilter, Verb
from visits.models.assignment import AssignmentQuerySet
from visits.models.table_import import ImportState
from visits.models.visit import Visit
from visits.models.visit_queryset import LEADS, VisitQuerySet
from visits.records.reading import VISITS
from visits.records.sign_off import STEPS, TakenStep, last_steps
from visits.reports.coverage import coverage
from visits.reports.map_shapes import counts_by_province, small_map
from visits.reports.unit_families import what_is_counted

MOST_LISTED = 10
MOST_IN_WEEK = 40
MOST_LATEST = 5
MOST_UNITS = 8
DAYS_AHEAD = timedelta(days=7)
LOG_DAYS = timedelta(days=7)
LOGGED = (UseKind.REFUSED, UseKind.EXPORT, UseKind.PERSON, UseKind.WRONG_KEY)
# More are not counted where nobody sums them.
MOST_COUNTED = 10_000
UNFINISHED_IMPORTS = (ImportState.COLUMNS, ImportState.CHECKED, ImportState.TAKING)


@require_safe
def front(request: SignedInRequest) -> HttpResponse:
    """The first page: what waits for the account, and what lies ahead."""
    today = timezone.localdate()
    week = Span.week_of(today, preferences_of(request.user).first_weekday)
    year = fiscal_year(today)
    visits = Visit.objects.visible_to(request.user)
    # Who reads sees the next seven days in its place, and what took place in it already among the latest.
    reads = reads_only(request.user)
    # The newest that took place, by the last day, which the index holds beside the status.
    latest = visits.counted().filter(ends_on__lt=today if reads else week.first).order_by("-ends_on", "-pk")
    overdue = Assignment.objects.visible_to(request.user).overdue(today).order_by("effective_due_on", "pk")
    year_with_visits = last_year_with_visits(visits, year)
    context: dict[str, Any] = {
        "title": "หน้าแรก",
        "today": today,
        "first": week.first,
        "last": week.last,
        "fiscal_year": year,
        "coverage": coverage(request.user, year),
        "coverage_notes": what_is_counted(request.user),
        "earlier_year": year_with_visits if year_with_visits != year else None,
        "overdue_count": counted(overdue)[0],
        "overdue_assignments": overdue.select_related("unit", "directive")[:MOST_LISTED],
        "saved_filters": SavedFilter.objects.own(request.user)[:MOST_LISTED],
    }
    lists: dict[str, VisitQuerySet | list[int]] = {"latest": latest[:MOST_LATEST]}
    # Lists that say how many there are besides those shown.
    counted_lists = {"overdue_plans": visits.overdue_plans(today).in_order()}
    if reads:
        next_days = visits.taking_place().between(today, today + DAYS_AHEAD).in_order()
        lists["next_days"] = keys_of_days(next_days)[:MOST_LISTED]
        counts = counts_by_province(visits.in_fiscal_year(year_with_visits or year))
        label = f"แผนที่การตรวจเยี่ยม ปีงบประมาณ พ.ศ. {year_with_visits or year} ไปแล้ว {len(counts)} จังหวัด"
        context["map"] = small_map(counts, label, f"/reports/map/?fiscal_year={year_with_visits or year}")
        context |= {
            "reads": True,
            "overdue_units": overdue_by_unit(overdue),
            "changes": changes_since(request.user),
        }
    else:
        this_week = visits.between(week.first, week.last).taking_place().in_order()
        lists["this_week"] = keys_of_days(this_week)[: MOST_IN_WEEK + 1]
    if request.user.has_perm("officials.view_trail"):
        since = timezone.now() - LOG_DAYS
        kinds = Use.objects.filter(at__gt=since).order_by().values_list("kind").annotate(Count("pk"))
        context["log"] = [(UseKind(kind), count) for kind, count in kinds if kind in LOGGED]
        context["is_auditor"] = True
    if request.user.has_perm("officials.add_user"):
        context["first_tasks"] = open_tasks(today)
        context["is_administrator"] = True
    if context["earlier_year"]:
        context["earlier_coverage"] = coverage(request.user, context["earlier_year"])
    if request.user.has_perm("visits.add_visit"):
        context["undecided_readings"] = Reading.objects.visible_to(request.user).undecided().count()
    if request.user.has_perm("visits.add_import"):
        imports = Import.objects.visible_to(request.user).filter(state__in=UNFINISHED_IMPORTS)
        context["unfinished_imports"] = imports.count()
    if request.user.unit_id:
        own = Assignment.objects.of_own_unit(request.user).to_answer()
        rows = own.select_related("directive", "unit").order_by(
            F("effective_due_on").asc(nulls_last=True), "pk"
        )
        context["own_assignments"] = rows[:MOST_LISTED]
        lists["coming"] = visits.planned().filter(starts_on__gt=week.last).in_order()[:MOST_LATEST]
    if request.user.has_perm("visits.certify_visit"):
        counted_lists["waiting"] = visits.waiting()
    if request.user.has_perm("visits.change_holiday"):
        context["holiday_notice"] = HolidayYears().notice(today)
    if request.user.has_perm("visits.change_visit"):
        # A plan has nothing to finish before its day.
        counted_lists["drafts"] = visits.drafts().filter(starts_on__lte=today)
        context["returned"] = returned_drafts(visits)
    context |= read_lists(lists | {name: rows[:MOST_LISTED] for name, rows in counted_lists.items()})
    context["week_goes_on"] = len(context.get("this_week", ())) > MOST_IN_WEEK
    context["this_week"] = context.get("this_week", [])[:MOST_IN_WEEK]
    for name, visits_listed in counted_lists.items():
        count, more = counted(visits_listed, len(context[name]))
        context[name] = {"count": count, "rows": context[name], "more": more}
    return render(request, "visits/front_page.html", context)


def reads_only(user: User) -> bool:
    """Whether the user sees all visits and has none to enter, to certify, to audit or to administer."""
    works = ("visits.add_visit", "visits.certify_visit", "officials.view_trail", "officials.add_user")
    return user.sees_everything and not any(map(user.has_perm, works))


def overdue_by_unit(overdue: AssignmentQuerySet) -> list[dict[str, Any]]:
    """The units with the most overdue assignments: key, label, count and the oldest due day."""
    # Counted by the key alone: the names of all of them would be put in order before.
    counted_rows = (
        overdue.order_by().values("unit").annotate(count=Count("*"), oldest=Min("effective_due_on"))
    )
    rows = list(counted_rows.order_by("-count", "oldest")[:MOST_UNITS])
    units = Unit.objects.in_bulk([row["unit"] for row in rows])
    return [row | {"label": units[row["unit"]].short_name, "name": units[row["unit"]].name} for row in rows]


def changes_since(user: User) -> dict[str, Any] | None:
    """What is new since the sign-in before this one, as the log of uses knows it; None at the first."""
    sign_ins = Use.objects.filter(by=user, kind=UseKind.SIGN_IN).order_by("-at")
    moment: datetime | None = sign_ins.values_list("at", flat=True)[1:2].first()
    if moment is None:
        return None
    seen = Visit.objects.visible_to(user)
    # Found from what was written since, by the index of its days: each visit asked for its history would be all of them.
    since = Visit.history.filter(history_date__gt=moment).order_by()
    before = Visit.history.filter(id=OuterRef("pk"), record_state=RecordState.FINAL, history_date__lte=moment)
    certified = seen.filter(
        ~Exists(before),
        pk__in=since.filter(record_state=RecordState.FINAL).values("id"),
        record_state=RecordState.FINAL,
    )
    entered = seen.filter(pk__in=since.filter(history_type="+").values("id"))
    steps = Progress.objects.visible_to(user).filter(
        recorded_at__gt=moment, verb__in=(Verb.REPORT, Verb.CLOSE)
    )
    by_verb = dict(steps.order_by().values_list("verb").annotate(Count("pk")))
    return {
        "moment": moment,
        "entered": entered.order_by().count(),
        "certified": certified.order_by().count(),
        "reported": by_verb.get(Verb.REPORT, 0),
        "closed": by_verb.get(Verb.CLOSE, 0),
    }


def last_year_with_visits(visits: VisitQuerySet, year: int) -> int | None:
    """`year`, or where nothing took place in it yet the newest fiscal year before it with a visit; None without any."""
    last = fiscal_year_bounds(year)[1]
    newest = (
        visits.counted()
        .filter(starts_on__lte=last)
        .order_by("-starts_on")
        .values_list("starts_on", flat=True)
    )
    day = newest.first()
    return fiscal_year(day) if day else None


def returned_drafts(visits: VisitQuerySet) -> list[tuple[Visit, TakenStep]]:
    """Drafts that the reviewer sent back, each with the step that holds the remark; of the newest fifty submitted once."""
    submitted = Visit.history.filter(id=OuterRef("pk"), record_state=RecordState.SUBMITTED)
    drafts = visits.filter(Exists(submitted), record_state=RecordState.DRAFT).select_related("unit")
    rows = list(drafts.order_by("-starts_on", "-pk")[:50])
    taken = last_steps(rows)
    returned = [(visit, taken[visit.pk]) for visit in rows if visit.pk in taken]
    return [(visit, step) for visit, step in returned if step.label == STEPS["return"].label]


def counted(rows: QuerySet, shown: int = 0) -> tuple[int | str, int | str]:
    """How many there are, and how many besides those shown; "มากกว่า 10,000" where there are more than that."""
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    if count <= MOST_COUNTED:
        return count, count - shown
    return f"มากกว่า {MOST_COUNTED:,}", f"มากกว่า {MOST_COUNTED - shown:,}"


def keys_of_days(rows: VisitQuerySet) -> list[int]:
    """Keys of all visits of a few days: told to stop after forty, PostgreSQL walks through all days before them."""
    return list(rows.values_list("pk", flat=True))


def read_lists(lists: dict[str, VisitQuerySet | list[int]]) -> dict[str, list[Visit]]:
    """The visits of each list with unit and lead, read once for all lists.

    The keys of each are found first: SQLite would read and sort all visits of all units for ten drafts.
    """
    keys = {
        name: rows if isinstance(rows, list) else list(rows.values_list("pk", flat=True))
        for name, rows in lists.items()
    }
    read = VISITS.read(list({key for of_list in keys.values() for key in of_list}))
    prefetch_occurring(read, LEADS)
    by_key = {visit.pk: visit for visit in read}
    return {name: [by_key[key] for key in of_list if key in by_key] for name, of_list in keys.items()}
