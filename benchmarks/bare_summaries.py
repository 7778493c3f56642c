"""Bare SQL of pages that sum up much: provinces, states of directives, a year, a year on one page, clashes of some months, what is
known before a visit, the site's state."""

from benchmarks.bare_sql import (
    BINDING,
    BY_MONTH,
    DIMENSIONS_OF,
    DIRECTIVE,
    DIRECTIVES_AT,
    DONE,
    LATE,
    NEWEST,
    OVERDUE,
    TRIPS_AND_PLACES,
    VISIT,
    YEAR,
)

# All pairs of one person or one unit on one day, to be counted and put in order; the page shows fifty, two visits each.
SPAN = (
    "v.ends_on >= '{before}' AND v.starts_on <= '{ahead}' AND v.status IN ('tentative', 'confirmed', 'done')"
)
ON_ONE_DAY = "q.starts_on <= p.ends_on AND p.starts_on <= q.ends_on AND p.id < q.id"
OF_A_STAY = "v.id, v.unit_id, v.trip_id, v.province_id, v.starts_on, v.ends_on, v.start_time, v.end_time FROM visits_visit v"
CLASHES = (
    (
        f"WITH s AS MATERIALIZED (SELECT a.official_id, {OF_A_STAY} JOIN visits_attendance a ON a.visit_id = v.id WHERE {SPAN} AND a.official_id IS NOT NULL) "
        f"SELECT p.official_id, p.id, q.id, p.* FROM s p JOIN s q ON q.official_id = p.official_id AND q.unit_id <> p.unit_id AND {ON_ONE_DAY}"
    ),
    f"WITH s AS MATERIALIZED (SELECT {OF_A_STAY} WHERE {SPAN}) SELECT p.id, q.id, p.starts_on FROM s p JOIN s q ON q.unit_id = p.unit_id AND {ON_ONE_DAY}",
    "SELECT count(*) FROM visits_visit WHERE status IN ('tentative', 'confirmed') AND ends_on < '{day}'",
)
CLASHING = f"{VISIT} WHERE {SPAN} ORDER BY v.starts_on, v.id LIMIT 100"
# Before a visit: the last ones there, what was reported, and what is open there and in its province, a directive where it is nearest.
LAST_THERE = f"{VISIT} WHERE v.unit_id = {{unit}} AND v.status = 'done' {NEWEST.format(10)}"
OPEN = f"d.follow_up IN ('report', 'rounds') AND d.overall_state NOT IN {DONE}"
TO_KEEP = f"d.follow_up = 'none' AND {BINDING} AND v.unit_id = {{unit}}"
ASSIGNED_THERE = "SELECT directive_id FROM visits_assignment WHERE unit_id = {unit}"
GIVEN_THERE = f"SELECT d.id {DIRECTIVES_AT} WHERE v.unit_id = {{unit}}"
ABOUT_THERE = "SELECT directive_id FROM visits_directiveabout WHERE unit_id = {unit}"
PROVINCE = "(SELECT province_id FROM units_unit WHERE id = {unit})"
ASSIGNED_AROUND = f"SELECT a.directive_id FROM visits_assignment a JOIN units_unit u ON u.id = a.unit_id WHERE u.province_id = {PROVINCE}"
NEWEST_GIVEN = 'ORDER BY v.starts_on DESC, v.id DESC, d."order", d.id LIMIT 10'


def newest_open(*ways: str) -> str:
    """Rows of the newest open directives that are found in these ways, each by an index of its own."""
    keys = " UNION ".join(
        f"SELECT id FROM (SELECT d.id {DIRECTIVES_AT} WHERE {OPEN} AND {way} {NEWEST_GIVEN}) x"
        for way in ways
    )
    return f"{DIRECTIVE} WHERE d.id IN ({keys}) {NEWEST_GIVEN}"


BEFORE_PARTS = (
    f"SELECT a.visit_id, a.role, a.name, a.position FROM visits_attendance a JOIN (SELECT v.id FROM visits_visit v WHERE v.unit_id = {{unit}} AND v.status = 'done' {NEWEST.format(10)}) s ON s.id = a.visit_id WHERE a.role = 'lead'",
    "SELECT f.kind, f.topic, f.text FROM visits_finding f JOIN visits_visit v ON v.id = f.visit_id WHERE v.unit_id = {unit} ORDER BY v.starts_on DESC LIMIT 20",
    # Nothing is assigned to this unit, which the counts tell.
    f"{DIRECTIVE} WHERE {OPEN} AND v.unit_id = {{unit}} {NEWEST_GIVEN}",
    newest_open(
        f"v.unit_id <> {{unit}} AND v.province_id = {PROVINCE}",
        f"v.unit_id <> {{unit}} AND d.id IN ({ASSIGNED_AROUND})",
    ),
    f"{DIRECTIVE} WHERE {TO_KEEP} {NEWEST_GIVEN}",
)
OF_BEFORE = (
    "SELECT count(*) FROM visits_visit WHERE unit_id = {unit} AND status = 'done'",
    "SELECT f.kind, count(*), count(f.figure) FROM visits_finding f JOIN visits_visit v ON v.id = f.visit_id WHERE v.unit_id = {unit} GROUP BY 1",
    f"SELECT count(*) {DIRECTIVES_AT} WHERE {TO_KEEP}",
    "SELECT CASE "
    f"WHEN d.id IN ({ASSIGNED_THERE}) THEN 0 WHEN d.id IN ({GIVEN_THERE}) THEN 1 WHEN d.id IN ({ABOUT_THERE}) THEN 2 ELSE 3 END, "
    "count(DISTINCT d.id), count(*) FILTER (WHERE x.id IS NULL), "
    + ", ".join(f"count(*) FILTER (WHERE x.dimension_id = {key})" for key in (1, 2, 3, 4))
    + " FROM visits_directive d LEFT JOIN visits_directivedimension x ON x.directive_id = d.id "
    f"WHERE {OPEN} AND d.id IN ({ASSIGNED_THERE} UNION {GIVEN_THERE} UNION {ABOUT_THERE} "
    f"UNION SELECT d.id {DIRECTIVES_AT} WHERE v.province_id = {PROVINCE} UNION {ASSIGNED_AROUND}) GROUP BY 1",
)
# A fiscal year on one page: figures beside those of the same days a year before, the oldest directives, the units longest unvisited.
THIS_YEAR = "v.starts_on BETWEEN '{year_first}' AND '{year_last}'"
YEAR_BEFORE = "v.starts_on BETWEEN '{before_first}' AND '{before_last}'"
OF_KINDS = "u.kind IN ('regional_centre', 'provincial_office')"
OLDEST = f'{DIRECTIVE} WHERE {OPEN} AND {THIS_YEAR} ORDER BY v.starts_on, v.start_time DESC, v.sequence DESC, v.id DESC, d."order", d.id LIMIT 5'
UNVISITED = (
    "SELECT u.id, u.name, u.short_name, (SELECT v.ends_on FROM visits_visit v WHERE v.unit_id = u.id AND v.status = 'done' AND v.starts_on <= '{day}' "
    f"ORDER BY v.starts_on DESC LIMIT 1) AS last FROM units_unit u WHERE {OF_KINDS} ORDER BY last LIMIT 5"
)


def of_both_years(statement: str) -> str:
    """The line of a year and that of the year before."""
    return " UNION ALL ".join(statement.replace("{year}", year) for year in (THIS_YEAR, YEAR_BEFORE))


# Eight lines, as they are read: places and journeys, centres and offices, provinces, directives and how many of them are late.
BRIEF_FIGURES = (
    of_both_years(
        "SELECT count(*), count(v.trip_id), count(DISTINCT v.trip_id), count(DISTINCT v.province_id) FROM visits_visit v WHERE v.status = 'done' AND {year}"
    ),
    of_both_years(
        f"SELECT count(DISTINCT CASE WHEN u.kind = 'regional_centre' THEN u.id END), count(DISTINCT u.id) FROM visits_visit v JOIN units_unit u ON u.id = v.unit_id WHERE {OF_KINDS} AND v.status = 'done' AND {{year}}"
    ),
    of_both_years(
        f"SELECT count(*), count(CASE WHEN d.overall_state IN {DONE} THEN 1 END) {DIRECTIVES_AT} WHERE d.follow_up IN ('report', 'rounds') AND d.overall_state <> '' AND {{year}}"
    ),
    of_both_years(
        f"SELECT count(DISTINCT a.directive_id) FROM visits_assignment a JOIN visits_directive d ON d.id = a.directive_id JOIN visits_visit v ON v.id = d.visit_id WHERE {LATE} AND {{year}}"
    ),
)
ANSWERED_FIRST = (
    "SELECT a.directive_id, a.id, v.starts_on, a.effective_due_on, min(p.recorded_at) FROM visits_progress p JOIN visits_assignment a ON a.id = p.assignment_id "
    "JOIN visits_directive d ON d.id = a.directive_id JOIN visits_visit v ON v.id = d.visit_id "
    f"WHERE {{condition}} AND d.follow_up IN ('report', 'rounds') AND {THIS_YEAR} GROUP BY 1, 2, 3, 4"
)
# What the map and the four charts show, and what units and provinces there are.
BRIEF_PICTURES = (
    f"SELECT v.starts_on, count(*) FROM visits_visit v WHERE v.status = 'done' AND {THIS_YEAR} GROUP BY 1",
    "SELECT v.starts_on, count(*) FROM visits_visit v WHERE v.status = 'done' AND v.starts_on BETWEEN '{before_first}' AND '{before_end}' GROUP BY 1",
    f"SELECT v.province_id, count(*) FROM visits_visit v WHERE v.status = 'done' AND {THIS_YEAR} GROUP BY 1",
    (
        "SELECT v.starts_on, count(*) - count(x.dimension_id), "
        + ", ".join(f"count(CASE WHEN x.dimension_id = {key} THEN 1 END)" for key in (1, 2, 3, 4))
        + f" {DIRECTIVES_AT} LEFT JOIN visits_directivedimension x ON x.directive_id = d.id WHERE {THIS_YEAR} GROUP BY 1"
    ),
    f"SELECT v.starts_on, count(*), count(CASE WHEN d.overall_state IN {DONE} THEN 1 END) {DIRECTIVES_AT} WHERE d.follow_up IN ('report', 'rounds') AND d.overall_state <> '' AND {THIS_YEAR} GROUP BY 1",
    ANSWERED_FIRST.replace("{condition}", f"p.state IN {DONE} AND d.overall_state IN {DONE}"),
    ANSWERED_FIRST.replace(
        "{condition}",
        "p.state IN ('reported', 'closed', 'ended', 'impossible', 'withdrawn') AND a.effective_due_on < '{day}' "
        "AND a.state NOT IN ('pending', 'notified', 'acknowledged', 'in_progress', 'returned')",
    ),
    f"SELECT x.due, count(*) FROM (SELECT a.directive_id, min(a.effective_due_on) AS due FROM visits_assignment a JOIN visits_directive d ON d.id = a.directive_id JOIN visits_visit v ON v.id = d.visit_id WHERE {LATE} AND {THIS_YEAR} GROUP BY 1) x GROUP BY 1",
    f"SELECT id, kind, name, short_name, opened_on, closed_on FROM units_unit u WHERE {OF_KINDS} ORDER BY sort_key",
    "SELECT id, parent_id FROM units_unit",
    "SELECT id, code, name FROM units_province ORDER BY sort_key",
)
# How the site stands: whether the index of words holds all rows, of SQLite counted, of PostgreSQL whether there is one.
WORDS_INDEXED = {
    "sqlite": " UNION ALL ".join(
        f"SELECT count(*), max(id) FROM {table} UNION ALL SELECT count(*), max(id) FROM {table}_words_docsize"
        for table in (
            *("units_unit", "visits_attendance", "visits_trip"),
            *("visits_visit", "visits_finding", "visits_directive"),
        )
    ),
    "postgresql": (
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_opclass o ON o.oid = ANY (i.indclass) "
        "WHERE o.opcname = 'gin_trgm_ops'"
    ),
}
CONDITIONS = (
    "{words_indexed}",
    "SELECT max(sent_at), count(CASE WHEN sent_at IS NULL AND error <> '' THEN 1 END) FROM visits_reminder",
    "SELECT count(*) FROM visits_webhookdelivery WHERE given_up_at IS NOT NULL",
    (
        "SELECT count(*) FROM visits_webhookdelivery d JOIN visits_webhook h ON h.id = d.hook_id "
        "WHERE d.given_up_at IS NULL AND d.sent_at IS NULL AND h.is_active AND d.next_at <= '{day}'"
    ),
    "SELECT substr(CAST(date AS varchar), 1, 4), count(CASE WHEN verified = 'general_knowledge' THEN 1 END) FROM visits_holiday WHERE is_day_off GROUP BY 1",
    "SELECT app, max(name) FROM django_migrations GROUP BY 1",
)
BY_PROVINCE = (
    "SELECT p.id, p.name, count(v.id), count(DISTINCT v.trip_id), count(v.trip_id), max(v.ends_on) FROM units_province p "
    "LEFT JOIN visits_visit v ON v.province_id = p.id AND v.status = 'done' GROUP BY 1, 2"
)
OF_PROVINCES = (
    f"SELECT v.province_id, count(*) {DIRECTIVES_AT} WHERE d.follow_up <> 'none' AND d.overall_state NOT IN {DONE} GROUP BY 1",
    f"SELECT v.province_id, count(*) {DIRECTIVES_AT} WHERE EXISTS (SELECT 1 FROM visits_assignment a WHERE a.directive_id = d.id AND {LATE}) GROUP BY 1",
    "SELECT DISTINCT unit_id FROM visits_visit WHERE status = 'done'",
    TRIPS_AND_PLACES,
)
STATES = ", ".join(
    f"count(CASE a.state WHEN '{state}' THEN 1 END)"
    for state in (
        *("pending", "notified", "acknowledged", "in_progress", "returned"),
        *("reported", "closed", "ended", "impossible"),
    )
)
BY_STATE = (
    f"SELECT a.unit_id, u.name, {STATES} FROM visits_assignment a JOIN units_unit u ON u.id = a.unit_id JOIN visits_directive d ON d.id = a.directive_id "
    "WHERE d.follow_up <> 'none' GROUP BY 1, 2 ORDER BY 2 LIMIT 100"
)
OF_STATES = (
    OVERDUE[1],
    f"SELECT a.unit_id, count(*) FROM visits_assignment a WHERE {LATE} GROUP BY 1",
    "SELECT d.kind, d.follow_up, d.overall_state, count(*) FROM visits_directive d GROUP BY 1, 2, 3",
    f"SELECT v.starts_on, count(*) {DIRECTIVES_AT} WHERE d.follow_up <> 'none' AND d.overall_state <> '' GROUP BY 1",
    f"SELECT x.due, count(*) FROM (SELECT a.directive_id, min(a.effective_due_on) AS due FROM visits_assignment a WHERE {LATE} GROUP BY 1) x GROUP BY 1",
    TRIPS_AND_PLACES,
)
ANNUAL = (
    f"SELECT p.region, count(*), count(DISTINCT v.trip_id) FROM visits_visit v JOIN units_province p ON p.id = v.province_id WHERE v.status = 'done' AND {YEAR} GROUP BY 1",
    (
        f"SELECT a.state, count(*), count(DISTINCT a.directive_id) FROM visits_assignment a JOIN visits_directive d ON d.id = a.directive_id JOIN visits_visit v ON v.id = d.visit_id WHERE {YEAR} GROUP BY 1",
        "SELECT count(DISTINCT a.directive_id) FROM visits_assignment a JOIN visits_directive d ON d.id = a.directive_id JOIN visits_visit v ON v.id = d.visit_id WHERE v.starts_on < '2023-10-01' AND a.state IN ('pending', 'notified', 'acknowledged', 'in_progress', 'returned', 'reported')",
        f"SELECT u.kind, v.unit_id, v.province_id, count(*), count(DISTINCT v.trip_id) FROM visits_visit v JOIN units_unit u ON u.id = v.unit_id WHERE v.status = 'done' AND {YEAR} GROUP BY 1, 2, 3",
        f"{BY_MONTH.partition(' GROUP')[0]} AND v.starts_on BETWEEN '2022-10-01' AND '2024-09-30' GROUP BY 1",
        f"SELECT d.kind, d.follow_up, d.overall_state, count(*) {DIRECTIVES_AT} WHERE {YEAR} GROUP BY 1, 2, 3",
        f"SELECT x.dimension_id, d.follow_up, d.overall_state, substr(CAST(v.starts_on AS varchar), 1, 7), count(*) {DIMENSIONS_OF} WHERE {YEAR} GROUP BY 1, 2, 3, 4",
        f"SELECT x.programme_id, d.follow_up, d.overall_state, count(*) {DIRECTIVES_AT} JOIN visits_directiveprogramme x ON x.directive_id = d.id WHERE {YEAR} GROUP BY 1, 2, 3",
        f"SELECT v.starts_on, d.overall_state, count(*) {DIRECTIVES_AT} WHERE v.starts_on <= '2024-09-30' AND d.follow_up <> 'none' GROUP BY 1, 2",
        f"SELECT f.topic, x.directive_id FROM visits_finding f JOIN visits_visit v ON v.id = f.visit_id LEFT JOIN visits_directivefinding x ON x.finding_id = f.id WHERE f.kind = 'problem' AND {YEAR}",
        f"SELECT a.official_id, count(*) FROM visits_attendance a JOIN visits_visit v ON v.id = a.visit_id WHERE a.role = 'lead' AND {YEAR} GROUP BY 1",
    ),
)
