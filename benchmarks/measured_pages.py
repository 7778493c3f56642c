"""The pages and files that are measured, with the SQL of their floor (`bare_sql`) and the figures they must show.

`rows` are the lines that a reader sees, `parts` the lines of other tables on the page of one record, `more` what stands in
or above them; all count the same on both databases.
`says` are sentences that must stand in the answer, with the SQL that counts their number apart from the site's own code.
{visit}, {trip}, {unit}, {office}, {family}, {waiting}, {directive}, {draft}, {day}, {first}, {last}, {before}, {ahead}, {key} stand for what the sample has.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.bare_sql import (
    ANSWERED,
    BADGE,
    BINDING,
    BY_DIMENSION,
    BY_MONTH,
    BY_PROGRAMME,
    CALENDAR,
    CALLED_SO,
    CENTRES,
    CLERK,
    COFFEE,
    DIRECTIVE_PARTS,
    DIRECTIVES,
    DRAFTS,
    FORM,
    FORM_PARTS,
    FRONT,
    GAPS,
    IN_JANUARY,
    JOURNEYS,
    LETTERS,
    MATRIX,
    NAMED,
    NEWEST,
    NOTED,
    OF_CENTRES,
    OF_DIMENSIONS,
    OF_DRAFTS,
    OF_LETTERS,
    OF_OWN,
    OF_PEOPLE,
    OF_PRINT,
    OF_PROBLEMS,
    OF_PROGRAMMES,
    OF_UNITS,
    OFFICERS,
    OFFICIALS,
    ONE_DIRECTIVE,
    ONE_TRIP,
    ONE_VISIT,
    OVERDUE,
    OWN,
    OWN_BADGE,
    OWN_CALENDAR,
    OWN_NUMBER,
    PARTY,
    PEOPLE,
    PLACES,
    PLACES_OF_YEAR,
    PROBLEMS,
    READINGS,
    SIGN_INS,
    STOPS,
    TRAVELLED,
    TRIP_PARTS,
    TRIPS,
    UNITS,
    VISIT,
    VISIT_PARTS,
    WITHIN_DIRECTIVE,
    WITHIN_TRIP,
    WITHIN_VISIT,
    YEAR,
    of_directives,
    of_fortnight,
    of_visits,
    positions,
)
from benchmarks.bare_summaries import (
    ANNUAL,
    BEFORE_PARTS,
    BRIEF_FIGURES,
    BRIEF_PICTURES,
    BY_PROVINCE,
    BY_STATE,
    CLASHES,
    CLASHING,
    CONDITIONS,
    LAST_THERE,
    OF_BEFORE,
    OF_PROVINCES,
    OF_STATES,
    OLDEST,
    UNVISITED,
)


@dataclass(frozen=True)
class MeasuredPage:
    name: str
    address: str
    rows: str = ""
    more: tuple[str, ...] = ()
    says: tuple[tuple[str, str], ...] = ()
    account: str = "clerk"
    parts: tuple[str, ...] = ()
    lines: str = ""

    @property
    def is_file(self) -> bool:
        """Whether what comes is a file, whose bar is not that of a page."""
        return self.address.split("?")[0].rsplit(".", 1)[-1] in (
            "pdf",
            "docx",
            "xlsx",
            "csv",
            "ics",
            "pptx",
            "json",
        )


LISTS = {
    "register": (of_visits("1 = 1", chart=BY_MONTH), (PLACES, JOURNEYS)),
    "centres": ((MATRIX, (f"SELECT count(*) FROM visits_visit v WHERE {YEAR}", *CENTRES)), (OF_CENTRES,)),
    "officials": ((PEOPLE, OF_PEOPLE), (PLACES, JOURNEYS)),
    "units": ((UNITS, OF_UNITS), (PLACES, JOURNEYS)),
    "directives": (of_directives(BINDING), (DIRECTIVES, ANSWERED, OVERDUE)),
    "dimensions": (
        (BY_DIMENSION, OF_DIMENSIONS),
        (("ข้อสั่งการ {:,} ข้อ", "SELECT count(*) FROM visits_directive"),),
    ),
    "programmes": (
        (BY_PROGRAMME, OF_PROGRAMMES),
        (("ข้อสั่งการ {:,} ข้อ", "SELECT count(DISTINCT directive_id) FROM visits_directiveprogramme"),),
    ),
    "problems": (
        (PROBLEMS, OF_PROBLEMS),
        (("ปัญหาอุปสรรค {:,} ข้อ", "SELECT count(*) FROM visits_finding WHERE kind = 'problem'"),),
    ),
    "progress": ((BY_STATE, OF_STATES), (DIRECTIVES, OVERDUE)),
    "annual": (ANNUAL, (PLACES_OF_YEAR,)),
    "map": ((BY_PROVINCE, OF_PROVINCES), (PLACES, JOURNEYS)),
}
OF_ONE_YEAR = {"centres", "annual"}
# What a PDF may hold is limited, so these files are of a fortnight; the annual summary is that of its year.
FEW = dict.fromkeys(LISTS, "from=2024-01-01&to=2024-01-14") | {"annual": "fiscal_year=2567"}


# What many open at one time of the day, and a file of each kind; all others are asked by one reader alone.
IN_A_CROWD = {
    *(
        "blank page",
        "front page",
        "report register",
        "report directives",
        "report officials",
        "register of directives",
    ),
    *(
        "visit",
        "directive",
        "calendar, a month",
        "agenda of a month",
        "look-up of a person",
        "admin, list of visits",
    ),
    *("admin, visit form with 8 people and 3 directives", "visit, pdf", "visit, docx", "feed"),
    *("register of a fiscal year, xlsx", "register of a fiscal year, csv"),
}


def pages() -> Iterator[MeasuredPage]:
    """Every page and file that is measured, in the order of the table."""
    yield MeasuredPage("blank page", "/blank/", more=(BADGE,))
    for role in ("reviewer", "officer", "executive", "auditor", "admin"):
        badge = OWN_BADGE if role == "officer" else BADGE
        yield MeasuredPage(f"blank page, {role}", "/blank/", more=(badge,), account=role)
    yield MeasuredPage("front page", "/", *FRONT)
    for report, ((rows, more), says) in LISTS.items():
        year = "?fiscal_year=2567" if report in OF_ONE_YEAR else ""
        yield MeasuredPage(f"report {report}", f"/reports/{report}/{year}", rows, more, says)
    rows, more = of_visits(YEAR)
    yield MeasuredPage(
        "register, a fiscal year", "/reports/register/?fiscal_year=2567", rows, more, (PLACES_OF_YEAR,)
    )
    rows, more = of_visits(COFFEE)
    yield MeasuredPage("register, search in words", "/reports/register/?q=กาแฟ", rows, more)
    rows, more = of_directives(BINDING)
    yield MeasuredPage("register of directives", "/directives/", rows, more, (DIRECTIVES, ANSWERED, OVERDUE))
    rows, more = of_directives(BINDING, "d.search LIKE '%พลังงาน%'")
    of_words = (
        "{:,} ข้อ",
        f"SELECT count(*) FROM visits_directive d WHERE {BINDING} AND d.search LIKE '%พลังงาน%'",
    )
    yield MeasuredPage("directives, search in words", "/directives/?q=พลังงาน", rows, more, (of_words,))
    rows, more = of_directives(OFFICERS)
    yield MeasuredPage("directives, an officer", "/directives/", rows, more, account="officer")
    yield MeasuredPage(
        "directives of the own unit", "/directives/mine/", OWN, OF_OWN, (OWN_NUMBER,), account="officer"
    )
    yield MeasuredPage(
        "directive", "/directives/{directive}/", ONE_DIRECTIVE, WITHIN_DIRECTIVE, parts=DIRECTIVE_PARTS
    )
    yield MeasuredPage("visit", "/visits/{visit}/", ONE_VISIT, WITHIN_VISIT, parts=(*VISIT_PARTS, STOPS))
    names = (NAMED.format("v.id = {visit}"), OF_PRINT, NOTED)
    yield MeasuredPage(
        "visit, print", "/visits/{visit}/print/", ONE_VISIT, (*WITHIN_VISIT, *names), parts=VISIT_PARTS
    )
    names = (NAMED.format("v.trip_id = {trip}"), OF_PRINT, NOTED)
    for name, tail, within in (("trip", "", WITHIN_TRIP), ("trip, print", "print/", (*WITHIN_TRIP, *names))):
        yield MeasuredPage(name, f"/trips/{{trip}}/{tail}", ONE_TRIP, within, parts=(*TRIP_PARTS, PARTY))
    yield MeasuredPage("calendar, a month", "/calendar/2024/01/", *CALENDAR, (IN_JANUARY,))
    yield MeasuredPage(
        "calendar, a year",
        "/calendar/2024/",
        "SELECT starts_on, ends_on, count(*) FROM visits_visit WHERE ends_on >= '2024-01-01' AND starts_on <= '2024-12-31' GROUP BY 1, 2",
    )
    yield MeasuredPage("agenda of a month", "/calendar/agenda/2024/01/", *CALENDAR, (IN_JANUARY,))
    yield MeasuredPage("wall calendar", "/calendar/wall/2024/01/", *CALENDAR)
    yield MeasuredPage("clashes of four months", "/calendar/clashes/", CLASHING, CLASHES)
    yield MeasuredPage("own feed address", "/calendar/feed/", more=(BADGE, OWN_CALENDAR))
    yield MeasuredPage(
        "before a visit to a unit", "/units/{unit}/before/", LAST_THERE, OF_BEFORE, parts=BEFORE_PARTS
    )
    drafts = ("ร่าง {} แห่ง", "SELECT count(*) FROM visits_visit WHERE record_state = 'draft'")
    yield MeasuredPage("worklist/", "/worklist/", more=GAPS, says=(drafts,))
    yield MeasuredPage("worklist/drafts/", "/worklist/drafts/", DRAFTS, OF_DRAFTS)
    yield MeasuredPage("letters/", "/letters/", LETTERS, OF_LETTERS)
    yield MeasuredPage("press-releases/", "/press-releases/", more=(BADGE, READINGS))
    for name in ("reports/", "press-release/", "imports/new/"):
        yield MeasuredPage(name, f"/{name}", more=(BADGE,))
    yield MeasuredPage("imports/", "/imports/", more=("SELECT count(*) FROM visits_import", BADGE))
    sign_ins = f"SELECT session_key, since, seen, device {SIGN_INS} ORDER BY seen DESC LIMIT 50"
    yield MeasuredPage("account/", "/account/", sign_ins, (f"SELECT count(*) {SIGN_INS}", BADGE))
    keys = f"SELECT count(*) FROM officials_accesskey WHERE user_id = {CLERK}"
    yield MeasuredPage("account/keys/", "/account/keys/", more=(keys, BADGE))
    yield MeasuredPage("manual/", "/manual/", more=(BADGE,), lines="li")
    yield MeasuredPage("api/", "/api/", more=(BADGE,), lines="tr")
    for name in ("notifications/", "today/", "directives/given/"):
        yield MeasuredPage(name, f"/{name}")
    # The places of its charts and the rows of its lists are lines of tables.
    brief = (OLDEST, UNVISITED, *BRIEF_PICTURES, BADGE)
    yield MeasuredPage("reports/brief/", "/reports/brief/", more=brief, parts=BRIEF_FIGURES, lines="tr")
    yield MeasuredPage("status/", "/status/", more=(*CONDITIONS, BADGE), account="admin", lines="tr")
    yield MeasuredPage("healthz", "/healthz")
    yield MeasuredPage("readyz", "/readyz")
    yield MeasuredPage(
        "look-up of a person",
        "/lookup/officials/?q=กัลยา",
        CALLED_SO,
        (TRAVELLED, *positions(CALLED_SO)),
    )
    yield MeasuredPage(
        "look-up of a unit",
        "/lookup/units/?q=ศภ",
        "SELECT id, name, short_name FROM units_unit WHERE search LIKE '%ศภ%' LIMIT 20",
    )
    yield MeasuredPage("admin", "/admin/", more=(BADGE,), lines="tr")
    visits = f"{VISIT} {NEWEST.format(50)}"
    yield MeasuredPage(
        "admin, list of visits",
        "/admin/visits/visit/",
        visits,
        ("SELECT count(*) FROM visits_visit",),
        (("พบ {} รายการ", "SELECT count(*) FROM visits_visit"),),
    )
    rows, more = of_visits(COFFEE, 50)
    yield MeasuredPage("admin, search in words", "/admin/visits/visit/?q=กาแฟ", rows, more)
    yield MeasuredPage(
        "admin, list of trips", "/admin/visits/trip/", TRIPS, ("SELECT count(*) FROM visits_trip",)
    )
    yield MeasuredPage(
        "admin, list of people",
        "/admin/officials/official/",
        OFFICIALS,
        ("SELECT count(*) FROM officials_official", *positions(OFFICIALS)),
    )
    yield MeasuredPage("admin, empty visit form", "/admin/visits/visit/add/")
    yield MeasuredPage(
        "admin, visit form with 8 people and 3 directives",
        "/admin/visits/visit/{draft}/change/",
        FORM,
        parts=FORM_PARTS,
    )
    yield from files()


def files() -> Iterator[MeasuredPage]:
    """Files of one visit and trip, of the calendar and of every report."""
    for kind, rows, parts in (("visit", ONE_VISIT, VISIT_PARTS), ("trip", ONE_TRIP, TRIP_PARTS)):
        for ending in ("pdf", "docx"):
            yield MeasuredPage(f"{kind}, {ending}", f"/{kind}s/{{{kind}}}/report.{ending}", rows, parts=parts)
    yield MeasuredPage("visit, ics", "/visits/{visit}/visit.ics", ONE_VISIT)
    yield MeasuredPage("wall calendar, pdf", "/calendar/wall/2024/01/wall.pdf", *CALENDAR)
    yield MeasuredPage("feed", "/calendar/feed/{key}.ics", f"{VISIT} WHERE v.ends_on >= '{{since}}'")
    for report, ((rows, more), _) in LISTS.items():
        rows, more = (rows, more) if report == "annual" else of_fortnight(rows, *more)
        yield MeasuredPage(
            f"{report}, print", f"/reports/{report}/print/?{FEW[report]}", rows, (*more, NOTED)
        )
        yield MeasuredPage(f"{report}, pdf", f"/reports/{report}/report.pdf?{FEW[report]}")
        for ending in ("xlsx", "csv"):
            yield MeasuredPage(
                f"{report} of a fiscal year, {ending}", f"/reports/{report}/report.{ending}?fiscal_year=2567"
            )
