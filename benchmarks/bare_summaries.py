"""Bare SQL of the pages that sum up much for one reader: the clashes of some months, and what is known before a visit."""

from benchmarks.bare_sql import BINDING, DIRECTIVE, DIRECTIVES_AT, DONE, NEWEST, VISIT

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
