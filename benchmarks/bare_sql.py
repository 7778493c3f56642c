"""Bare SQL that fetches what the measured pages show: their floor, and the figures that must stand in their answers."""

import re

VISIT = (
    "SELECT v.id, v.number, v.starts_on, v.ends_on, v.start_time, v.title, v.status, v.record_state, u.name, u.short_name, p.name "
    "FROM visits_visit v JOIN units_unit u ON u.id = v.unit_id LEFT JOIN units_province p ON p.id = v.province_id "
)
NEWEST = "ORDER BY v.starts_on DESC, v.id DESC LIMIT {}"
YEAR = "v.starts_on BETWEEN '2023-10-01' AND '2024-09-30'"
MONTH = "v.ends_on >= '2023-12-31' AND v.starts_on <= '2024-02-03'"
COFFEE = (
    "(v.search LIKE '%กาแฟ%' OR EXISTS (SELECT 1 FROM units_unit x WHERE x.id = v.unit_id AND x.search LIKE '%กาแฟ%')"
    " OR EXISTS (SELECT 1 FROM visits_finding x WHERE x.visit_id = v.id AND x.search LIKE '%กาแฟ%')"
    " OR EXISTS (SELECT 1 FROM visits_directive x WHERE x.visit_id = v.id AND x.search LIKE '%กาแฟ%'))"
)
DIRECTIVE = (
    "SELECT d.id, d.number, d.kind, d.subject, d.text, d.given_name, d.overall_state, d.due_on, v.starts_on, u.name FROM visits_directive d "
    "JOIN visits_visit v ON v.id = d.visit_id JOIN units_unit u ON u.id = v.unit_id "
)
BINDING = "d.kind NOT IN ('suggestion', 'commendation')"
LATE = "a.state IN ('pending', 'notified', 'acknowledged', 'in_progress', 'returned') AND a.effective_due_on < '{day}'"
PLACES = ("{:,} แห่ง", "SELECT count(*) FROM visits_visit v WHERE v.status = 'done'")
PLACES_OF_YEAR = ("{:,} แห่ง", f"SELECT count(*) FROM visits_visit v WHERE v.status = 'done' AND {YEAR}")
JOURNEYS = (
    "{:,} ครั้ง",
    "SELECT count(DISTINCT v.trip_id) + count(*) - count(v.trip_id) FROM visits_visit v WHERE v.status = 'done'",
)
DIRECTIVES = ("ข้อสั่งการ {:,} ข้อ", f"SELECT count(*) FROM visits_directive d WHERE {BINDING}")
ANSWERED = (
    "แล้วเสร็จหรือยุติ {:,} ข้อ",
    f"SELECT count(*) FROM visits_directive d WHERE {BINDING} AND d.follow_up <> 'none' AND d.overall_state IN ('closed', 'ended', 'impossible', 'withdrawn')",
)
OVERDUE = (
    "เกินกำหนด {:,} ข้อ",
    f"SELECT count(DISTINCT a.directive_id) FROM visits_assignment a WHERE {LATE}",
)


def of_visits(where: str, limit: int = 100, chart: str = "") -> tuple[str, tuple[str, ...]]:
    """Rows of visits and the names that stand in them, with the figures of a chart above them where there is one."""
    shown = f"SELECT v.id FROM visits_visit v WHERE {where} {NEWEST.format(limit)}"
    names = (
        f"SELECT a.visit_id, a.role, a.name FROM visits_attendance a JOIN ({shown}) s ON s.id = a.visit_id"
    )
    counts = f"SELECT v.status, count(*), count(DISTINCT v.trip_id) FROM visits_visit v WHERE {where} GROUP BY v.status"
    return f"{VISIT} WHERE {where} {NEWEST.format(limit)}", (names, counts, *([chart] if chart else []))


def of_directives(where: str, words: str = "", limit: int = 50) -> tuple[str, tuple[str, ...]]:
    """Rows of directives, their responsible units, dimensions and the counts above them; with `words`, all of the directives that
    hold them alone."""
    late, places = (
        OVERDUE[1],
        "SELECT count(*), count(DISTINCT v.trip_id) FROM visits_visit v WHERE v.status = 'done'",
    )
    if words:
        where = f"{where} AND {words}"
        # As a table of its own: PostgreSQL would look up the directive of each late assignment.
        found = f"WITH found AS MATERIALIZED (SELECT d.id FROM visits_directive d WHERE {words})"
        late = f"{found} SELECT count(*) FROM found WHERE EXISTS (SELECT 1 FROM visits_assignment a WHERE a.directive_id = found.id AND {LATE})"
        places += f" AND EXISTS (SELECT 1 FROM visits_directive d WHERE d.visit_id = v.id AND {words})"
    shown = f"SELECT d.id FROM visits_directive d JOIN visits_visit v ON v.id = d.visit_id WHERE {where} {NEWEST.format(limit)}"
    units = (
        "SELECT a.directive_id, a.state, a.effective_due_on, u.short_name, u.name FROM visits_assignment a "
        f"JOIN units_unit u ON u.id = a.unit_id JOIN ({shown}) s ON s.id = a.directive_id"
    )
    counts = f"SELECT d.kind, d.follow_up, d.overall_state, count(*) FROM visits_directive d JOIN visits_visit v ON v.id = d.visit_id WHERE {where} GROUP BY 1, 2, 3"
    return f"{DIRECTIVE} WHERE {where} {NEWEST.format(limit)}", (units, counts, late, places)


def of_fortnight(rows: str, *more: str) -> tuple[str, tuple[str, ...]]:
    """The same rows, all of them, and figures of the visits of a fortnight; figures that have nothing to do with visits are left out."""
    days = "starts_on BETWEEN '2024-01-01' AND '2024-01-14'"
    visits = f"(SELECT * FROM visits_visit WHERE {days}) v"
    directives = (
        f"(SELECT x.* FROM visits_directive x JOIN visits_visit w ON w.id = x.visit_id AND w.{days}) d"
    )
    narrowed = [
        re.sub(r"LIMIT (50|100)\b", "LIMIT 1000", text)
        .replace("visits_visit v", visits)
        .replace("visits_directive d", directives if "visits_visit v" not in text else "visits_directive d")
        for text in (rows, *more)
        if re.search(r"visits_visit v\b|visits_directive d\b|(units_unit|units_province) c\b", text)
    ]
    return narrowed[0], tuple(narrowed[1:])


# A person, a finding, a directive, a responsible unit, a stop and a file are a line each.
ONE_VISIT = f"{VISIT} WHERE v.id = {{visit}}"
VISIT_PARTS = (
    'SELECT role, name, position FROM visits_attendance WHERE visit_id = {visit} ORDER BY "order"',
    "SELECT kind, topic, text FROM visits_finding WHERE visit_id = {visit}",
    "SELECT number, subject, text, given_name, given_as, due_on FROM visits_directive WHERE visit_id = {visit}",
    "SELECT a.directive_id, a.state, u.name FROM visits_assignment a JOIN units_unit u ON u.id = a.unit_id JOIN visits_directive d ON d.id = a.directive_id WHERE d.visit_id = {visit}",
    "SELECT file, caption FROM visits_attachment WHERE visit_id = {visit}",
)


def within(visits: str) -> tuple[str, ...]:
    """What stands within these lines: activities, and dimensions and programmes of directives."""
    of_directives = (
        "JOIN visits_directive d ON d.id = x.directive_id JOIN visits_visit v ON v.id = d.visit_id"
    )
    return (
        f"SELECT x.visit_id, y.name FROM visits_visitactivity x JOIN visits_activity y ON y.id = x.activity_id JOIN visits_visit v ON v.id = x.visit_id WHERE {visits}",
        f"SELECT x.directive_id, x.stated, y.name FROM visits_directivedimension x JOIN visits_dimension y ON y.id = x.dimension_id {of_directives} WHERE {visits}",
        f"SELECT x.directive_id, y.name FROM visits_directiveprogramme x JOIN visits_programme y ON y.id = x.programme_id {of_directives} WHERE {visits}",
    )


WITHIN_VISIT = (
    *within("v.id = {visit}"),
    "SELECT record_state, history_user_name, history_date FROM visits_historicalvisit WHERE id = {visit} ORDER BY history_date DESC LIMIT 2",
)
WITHIN_TRIP = within("v.trip_id = {trip}")
# What is printed is noted in the log of use.
NOTED = (
    "INSERT INTO officials_use (kind, at, by_name, address, what, path) "
    "VALUES ('print', '2024-01-31 09:00:00+07:00', 'measured', '127.0.0.1', 'measured', '/') RETURNING id"
)
# The full names in print, those of whoever may sign among them.
NAMED = "SELECT o.id, o.prefix, o.first_name, o.last_name FROM officials_official o JOIN visits_attendance a ON a.official_id = o.id JOIN visits_visit v ON v.id = a.visit_id WHERE {}"
OF_PRINT = "SELECT agency, recipient FROM visits_office"
STOPS = "SELECT v.starts_on, v.start_time, u.name FROM visits_visit v JOIN units_unit u ON u.id = v.unit_id WHERE v.trip_id = {trip}"
ONE_TRIP = f"{VISIT} WHERE v.trip_id = {{trip}}"
PARTY = "SELECT DISTINCT a.official_id, a.name, a.position FROM visits_attendance a JOIN visits_visit v ON v.id = a.visit_id WHERE v.trip_id = {trip} AND a.role <> 'host'"
TRIP_PARTS = (
    "SELECT a.visit_id, a.role, a.name, a.position FROM visits_attendance a JOIN visits_visit v ON v.id = a.visit_id WHERE v.trip_id = {trip}",
    "SELECT d.number, d.text FROM visits_directive d JOIN visits_visit v ON v.id = d.visit_id WHERE v.trip_id = {trip}",
    "SELECT a.directive_id, a.state, u.name FROM visits_assignment a JOIN units_unit u ON u.id = a.unit_id JOIN visits_directive d ON d.id = a.directive_id JOIN visits_visit v ON v.id = d.visit_id WHERE v.trip_id = {trip}",
    "SELECT f.text FROM visits_finding f JOIN visits_visit v ON v.id = f.visit_id WHERE v.trip_id = {trip}",
)
ONE_DIRECTIVE = f"{DIRECTIVE} WHERE d.id = {{directive}}"
DIRECTIVE_PARTS = (
    "SELECT a.state, a.effective_due_on, u.name FROM visits_assignment a JOIN units_unit u ON u.id = a.unit_id WHERE a.directive_id = {directive}",
    "SELECT p.verb, p.text, p.recorded_at FROM visits_progress p JOIN visits_assignment a ON a.id = p.assignment_id WHERE a.directive_id = {directive}",
)
WITHIN_DIRECTIVE = (
    "SELECT x.stated, y.name FROM visits_directivedimension x JOIN visits_dimension y ON y.id = x.dimension_id WHERE x.directive_id = {directive}",
    "SELECT y.name FROM visits_directiveprogramme x JOIN visits_programme y ON y.id = x.programme_id WHERE x.directive_id = {directive}",
    "SELECT y.name FROM visits_directiveabout x JOIN units_unit y ON y.id = x.unit_id WHERE x.directive_id = {directive}",
    "SELECT y.kind, y.text FROM visits_directivefinding x JOIN visits_finding y ON y.id = x.finding_id WHERE x.directive_id = {directive}",
)
CALENDAR = (
    f"{VISIT} WHERE {MONTH}",
    (
        f"SELECT a.visit_id, a.name FROM visits_attendance a JOIN visits_visit v ON v.id = a.visit_id WHERE a.role = 'lead' AND {MONTH}",
    ),
)
IN_JANUARY = (
    "{} แห่ง",
    "SELECT count(*) FROM visits_visit v WHERE v.starts_on <= '2024-01-31' AND v.ends_on >= '2024-01-01'",
)
MATRIX = (
    "SELECT v.id, v.starts_on, v.unit_id, v.record_state, a.name FROM visits_visit v JOIN units_unit u ON u.id = v.unit_id "
    f"LEFT JOIN visits_attendance a ON a.visit_id = v.id AND a.role = 'lead' WHERE u.kind = 'regional_centre' AND v.status = 'done' AND {YEAR}"
)
OF_CENTRES = (
    "{:,} แห่ง",
    f"SELECT count(*) FROM visits_visit v JOIN units_unit u ON u.id = v.unit_id LEFT JOIN units_unit o ON o.id = u.parent_id WHERE 'regional_centre' IN (u.kind, o.kind) AND v.status = 'done' AND {YEAR}",
)
# The centres themselves with their last visit and provinces; all centres, offices and provinces, and where of these somebody was
# within the year.
CENTRES = (
    "SELECT c.id, c.kind, c.name, c.short_name, c.opened_on, c.closed_on FROM units_unit c WHERE c.kind IN ('regional_centre', 'provincial_office')",
    "SELECT c.id, c.code, c.name FROM units_province c",
    "SELECT c.id, c.name, c.short_name, (SELECT max(w.ends_on) FROM visits_visit w WHERE w.unit_id = c.id AND w.status = 'done') FROM units_unit c WHERE c.kind = 'regional_centre'",
    "SELECT r.unit_id, p.name FROM units_responsibility r JOIN units_province p ON p.id = r.province_id JOIN units_unit c ON c.id = r.unit_id WHERE c.kind = 'regional_centre'",
    f"SELECT DISTINCT v.unit_id, v.province_id, v.status FROM visits_visit v WHERE {YEAR}",
)
DONE = "('closed', 'ended', 'impossible', 'withdrawn')"
TRIPS_AND_PLACES = (
    "SELECT count(*), count(DISTINCT v.trip_id), count(v.trip_id) FROM visits_visit v WHERE v.status = 'done'"
)
BY_MONTH = "SELECT substr(CAST(v.starts_on AS varchar), 1, 7), count(*) FROM visits_visit v WHERE v.status = 'done' GROUP BY 1"
DIRECTIVES_AT = "FROM visits_directive d JOIN visits_visit v ON v.id = d.visit_id"
PEOPLE = (
    "SELECT a.official_id, a.name, count(*), max(v.starts_on) FROM visits_attendance a JOIN visits_visit v ON v.id = a.visit_id "
    "WHERE v.status = 'done' GROUP BY a.official_id, a.name ORDER BY 3 DESC LIMIT 100"
)
# Of those who led a party, who are about half of the hundred people shown and two thirds of their visits.
LED = "FROM visits_attendance a JOIN visits_visit v ON v.id = a.visit_id {} WHERE v.status = 'done' AND a.official_id IN (SELECT official_id FROM visits_attendance WHERE role = 'lead')"
OF_PEOPLE = (
    "SELECT count(DISTINCT official_id) FROM visits_attendance",
    f"SELECT a.official_id, a.role, u.kind, p.region, count(*) {LED.format('JOIN units_unit u ON u.id = v.unit_id LEFT JOIN units_province p ON p.id = v.province_id')} GROUP BY 1, 2, 3, 4",
    f"SELECT a.official_id, count(DISTINCT v.trip_id), count(*) - count(v.trip_id) {LED.format('')} GROUP BY 1",
    TRIPS_AND_PLACES,
)
UNITS = (
    "SELECT u.id, u.name, p.name, count(v.id), max(v.starts_on) FROM units_unit u LEFT JOIN units_province p ON p.id = u.province_id "
    "LEFT JOIN visits_visit v ON v.unit_id = u.id AND v.status = 'done' GROUP BY u.id, u.name, p.name ORDER BY 4 DESC LIMIT 100"
)
FIRST_UNITS = "(SELECT id FROM units_unit ORDER BY sort_key LIMIT 100)"
OF_UNITS = (
    "SELECT count(*) FROM units_unit",
    f"SELECT a.unit_id, count(*) FROM visits_assignment a JOIN visits_directive d ON d.id = a.directive_id WHERE d.follow_up <> 'none' AND a.state NOT IN {DONE} AND a.unit_id IN {FIRST_UNITS} GROUP BY 1",
    (
        "SELECT v.unit_id, a.name, a.position FROM visits_visit v JOIN visits_attendance a ON a.visit_id = v.id AND a.role = 'lead' "
        f"WHERE v.unit_id IN {FIRST_UNITS} AND v.starts_on = (SELECT max(w.starts_on) FROM visits_visit w WHERE w.unit_id = v.unit_id AND w.status = 'done')"
    ),
    TRIPS_AND_PLACES,
)
DIMENSIONS_OF = f"{DIRECTIVES_AT} LEFT JOIN visits_directivedimension x ON x.directive_id = d.id"
BY_DIMENSION = f"SELECT u.kind, x.dimension_id, count(*) {DIMENSIONS_OF} JOIN units_unit u ON u.id = v.unit_id GROUP BY 1, 2"
OF_DIMENSIONS = (
    f"SELECT u.kind, count(*) {DIRECTIVES_AT} JOIN units_unit u ON u.id = v.unit_id GROUP BY 1",
    f"SELECT substr(CAST(v.starts_on AS varchar), 1, 7), x.dimension_id, count(*) {DIMENSIONS_OF} GROUP BY 1, 2",
    TRIPS_AND_PLACES,
)
BY_PROGRAMME = f"{DIRECTIVE} JOIN visits_directiveprogramme x ON x.directive_id = d.id ORDER BY x.programme_id, v.starts_on LIMIT 100"
OF_PROGRAMMES = (
    "SELECT programme_id, count(*) FROM visits_directiveprogramme GROUP BY 1",
    "SELECT count(DISTINCT directive_id) FROM visits_directiveprogramme",
    (
        "SELECT a.directive_id, a.state, u.name FROM visits_assignment a JOIN units_unit u ON u.id = a.unit_id "
        f"WHERE a.directive_id IN (SELECT d.id {DIRECTIVES_AT} JOIN visits_directiveprogramme x ON x.directive_id = d.id ORDER BY x.programme_id, v.starts_on LIMIT 100)"
    ),
    TRIPS_AND_PLACES,
)
PROBLEMS = (
    "SELECT f.topic, f.text, v.starts_on, u.name FROM visits_finding f JOIN visits_visit v ON v.id = f.visit_id JOIN units_unit u ON u.id = v.unit_id "
    "WHERE f.kind = 'problem' ORDER BY f.topic, v.starts_on DESC LIMIT 100"
)
OF_PROBLEMS = (
    "SELECT f.topic, count(*), count(DISTINCT v.province_id) FROM visits_finding f JOIN visits_visit v ON v.id = f.visit_id WHERE f.kind = 'problem' GROUP BY 1",
    (
        "SELECT x.finding_id, d.subject, d.overall_state FROM visits_directivefinding x JOIN visits_directive d ON d.id = x.directive_id "
        "WHERE x.finding_id IN (SELECT f.id FROM visits_finding f JOIN visits_visit v ON v.id = f.visit_id WHERE f.kind = 'problem' ORDER BY f.topic, v.starts_on DESC LIMIT 100)"
    ),
    TRIPS_AND_PLACES,
)
BADGE = f"SELECT count(*) FROM (SELECT 1 FROM visits_assignment a WHERE {LATE} LIMIT 100) x"
FRONT = (
    f"{VISIT} WHERE v.ends_on >= '{{day}}' AND v.starts_on <= '{{sunday}}'",
    (
        f"SELECT d.id, d.subject, u.name, a.effective_due_on FROM visits_assignment a JOIN visits_directive d ON d.id = a.directive_id JOIN units_unit u ON u.id = a.unit_id WHERE {LATE} ORDER BY a.effective_due_on, a.id LIMIT 10",
        f"SELECT count(*) FROM visits_assignment a WHERE {LATE}",
        f"{VISIT} WHERE v.record_state = 'draft' {NEWEST.format(10)}",
        "SELECT u.id, u.short_name, count(v.id) FROM units_unit u LEFT JOIN visits_visit v ON v.unit_id = u.id AND v.status = 'done' WHERE u.kind IN ('regional_centre', 'provincial_office') GROUP BY 1, 2",
    ),
)
TRIPS = "SELECT t.id, t.number, t.title, (SELECT min(v.starts_on) FROM visits_visit v WHERE v.trip_id = t.id) FROM visits_trip t ORDER BY t.id DESC LIMIT 50"
OFFICIALS = "SELECT id, prefix, first_name, last_name FROM officials_official ORDER BY sort_key LIMIT 50"


def positions(people: str) -> tuple[str, ...]:
    """What tells people of one name apart: posts with what sources state of them, and former names."""
    return (
        (
            "SELECT a.official_id, a.kind, a.starts_on, a.ends_on, a.stated_first, a.stated_last, p.title, p.rank "
            f"FROM officials_appointment a JOIN officials_post p ON p.id = a.post_id JOIN ({people}) o ON o.id = a.official_id"
        ),
        (
            "SELECT s.appointment_id, s.stated_on, s.is_confirmed FROM officials_positionstatement s "
            f"JOIN officials_appointment a ON a.id = s.appointment_id JOIN ({people}) o ON o.id = a.official_id"
        ),
        f"SELECT f.official_id, f.first_name, f.last_name FROM officials_formername f JOIN ({people}) o ON o.id = f.official_id",
    )


# Found by name, former name, other name and post; offered are those first who travelled last.
CALLED_SO = (
    "SELECT id, prefix, first_name, last_name FROM officials_official WHERE search LIKE '%กัลยา%' "
    "OR id IN (SELECT official_id FROM officials_formername WHERE search LIKE '%กัลยา%') "
    "OR id IN (SELECT official_id FROM officials_officialalias WHERE search LIKE '%กัลยา%') "
    "OR id IN (SELECT a.official_id FROM officials_appointment a JOIN officials_post p ON p.id = a.post_id WHERE p.search LIKE '%กัลยา%') "
    "ORDER BY id LIMIT 20"
)
TRAVELLED = "SELECT a.official_id FROM visits_attendance a JOIN visits_visit v ON v.id = a.visit_id ORDER BY v.starts_on DESC LIMIT 400"
FORM = "SELECT * FROM visits_visit WHERE id = {draft}"
FORM_PARTS = (
    "SELECT * FROM visits_attendance WHERE visit_id = {draft}",
    "SELECT * FROM visits_directive WHERE visit_id = {draft}",
    "SELECT * FROM visits_finding WHERE visit_id = {draft}",
)
# Of an officer: what the own unit and those below it have to do, and what was given there.
OFFICE = (
    "(WITH RECURSIVE family(id) AS (SELECT id FROM units_unit WHERE id = {office} UNION SELECT u.id FROM units_unit u JOIN family f ON u.parent_id = f.id) "
    "SELECT id FROM family)"
)
OWN_BADGE = (
    "SELECT count(*) FROM (SELECT 1 FROM visits_assignment a JOIN visits_directive d ON d.id = a.directive_id "
    f"WHERE a.unit_id IN {OFFICE} AND a.state IN ('notified', 'acknowledged', 'in_progress', 'returned') AND NOT d.is_internal LIMIT 100) x"
)
OFFICERS = (
    f"{BINDING} AND NOT d.is_internal AND NOT v.is_internal AND v.record_state = 'final' AND d.id IN "
    f"(SELECT a.directive_id FROM visits_assignment a WHERE a.unit_id IN {OFFICE} "
    f"UNION SELECT x.id FROM visits_directive x JOIN visits_visit w ON w.id = x.visit_id WHERE w.unit_id IN {OFFICE})"
)
# Of the office and the units below it, {family}: counted from an index. Directives that are internal or followed up without a due
# day are few, and so is what another unit carries on. What is due after the 20th of any unit and state cannot be of the first 20.
LEFT = (
    "AND {row}.directive_id NOT IN (SELECT id FROM visits_directive WHERE is_internal) AND {row}.id NOT IN "
    "(SELECT id FROM visits_assignment WHERE continued_by_id IS NOT NULL AND continued_by_id NOT IN ({{family}}))"
)
TO_ANSWER = (
    "FROM visits_assignment a WHERE a.unit_id IN ({family}) AND a.state IN ('notified', 'acknowledged', 'in_progress', 'returned', 'reported') "
    "AND (a.state IN ('notified', 'reported') OR a.effective_due_on IS NOT NULL "
    "OR a.directive_id IN (SELECT id FROM visits_directive WHERE follow_up IN ('report', 'rounds') AND due_on IS NULL)) "
    f"{LEFT.format(row='a')}"
)
ASKED = ("notified", "acknowledged", "in_progress", "returned")
STATE_ROWS = " UNION ALL ".join(f"SELECT '{state}' AS state" for state in ASKED)
LAST_DAY = (
    "SELECT min(day) FROM (SELECT (SELECT b.effective_due_on FROM visits_assignment b WHERE b.unit_id = u.id AND b.state = s.state "
    f"AND b.effective_due_on IS NOT NULL {LEFT.format(row='b')} ORDER BY 1 LIMIT 1 OFFSET 19) AS day "
    f"FROM units_unit u CROSS JOIN ({STATE_ROWS}) s WHERE u.id IN ({{family}})) x"
)
SOONEST = (
    f"SELECT a.id AS key FROM visits_assignment a WHERE a.unit_id IN ({{family}}) AND a.state IN {ASKED} "
    f"AND a.effective_due_on <= ({LAST_DAY}) {LEFT.format(row='a')} ORDER BY a.effective_due_on, a.id LIMIT 20"
)
OWN = (
    "SELECT a.id, a.state, a.effective_due_on, d.number, d.subject, d.text, d.given_name, v.starts_on, u.name, w.name "
    f"FROM ({SOONEST}) s JOIN visits_assignment a ON a.id = s.key JOIN visits_directive d ON d.id = a.directive_id "
    "JOIN visits_visit v ON v.id = d.visit_id JOIN units_unit u ON u.id = a.unit_id JOIN units_unit w ON w.id = v.unit_id"
)
OF_OWN = (
    f"SELECT count(*) {TO_ANSWER}",
    (
        "SELECT count(*) FROM (SELECT 1 FROM visits_assignment a WHERE a.unit_id IN ({family}) "
        "AND a.state IN ('notified', 'acknowledged', 'in_progress', 'returned') LIMIT 100) x"
    ),
    OFFICE[1:-1],
    "SELECT name FROM units_unit WHERE id = {office}",
)
OWN_NUMBER = ("{:,} รายการ", OF_OWN[0])
# The oldest drafts first, and what tells which of them lack something.
FIRST_DRAFTS = "v.record_state = 'draft' ORDER BY v.starts_on, v.id LIMIT 50"
DRAFTS = f"SELECT v.id, v.starts_on, v.ends_on, v.summary, v.purpose, u.name, u.short_name FROM visits_visit v JOIN units_unit u ON u.id = v.unit_id WHERE {FIRST_DRAFTS}"
OF_DRAFTS = (
    "SELECT count(*) FROM visits_visit WHERE record_state = 'draft'",
    *(
        f"SELECT x.visit_id, {columns} FROM visits_{table} x JOIN (SELECT v.id FROM visits_visit v WHERE {FIRST_DRAFTS}) s ON s.id = x.visit_id"
        for table, columns in (
            ("attendance", "x.role, x.position"),
            ("finding", "x.id"),
            ("directive", "x.id, x.given_by_id, x.given_name, x.given_as, x.subject, x.text"),
        )
    ),
    "SELECT id, name FROM visits_import WHERE kind IN ('visits', 'directives') ORDER BY created_at DESC LIMIT 20",
    BADGE,
)
# What a unit is to be notified of: whether there is any, asked of each unit, and up to a hundred for those of the page.
TO_TELL = (
    "SELECT a.unit_id FROM visits_assignment a JOIN visits_directive d ON d.id = a.directive_id JOIN visits_visit v ON v.id = d.visit_id "
    "WHERE a.unit_id = u.id AND a.state = 'pending' AND a.letter_id IS NULL AND v.record_state = 'final' LIMIT {}"
)
WAITING = f"SELECT u.id, u.name, u.sort_key FROM units_unit u WHERE ({TO_TELL.format(1)}) IS NOT NULL"
FIRST_WAITING = f"SELECT id FROM ({WAITING}) u ORDER BY sort_key, id LIMIT 50"
LETTERS = f"WITH waiting AS ({WAITING}) SELECT id, name, (SELECT count(*) FROM waiting) FROM waiting ORDER BY sort_key LIMIT 50"
OF_LETTERS = (
    f"SELECT u.id, (SELECT count(*) FROM ({TO_TELL.format(100)}) x) FROM units_unit u WHERE u.id IN ({{waiting}})",
    "SELECT count(*) FROM visits_letter",
    BADGE,
)
CLERK = "(SELECT id FROM officials_user WHERE username = 'measured-clerk')"
SIGN_INS = f"FROM officials_opensession WHERE user_id = {CLERK}"
READINGS = "SELECT state, count(*) FROM visits_reading GROUP BY 1"
OWN_CALENDAR = "SELECT c.feed_seed, c.feed_made_at FROM visits_calendarsetting c JOIN officials_user u ON u.id = c.user_id WHERE u.username = 'measured-clerk'"
# What visits of the year lack, each as its index tells it, and the other lists; people in names alone, and units of the kind.
OF_YEAR = "FROM visits_visit v WHERE v.status = 'done' AND v.starts_on BETWEEN '{first}' AND '{last}'"
GAPS = (
    f"SELECT count(*) {OF_YEAR} AND (SELECT a.visit_id FROM visits_attendance a WHERE a.visit_id = v.id AND a.role = 'lead') IS NULL",
    f"SELECT count(*) {OF_YEAR} AND EXISTS (SELECT 1 FROM visits_attendance a WHERE a.visit_id = v.id AND a.position = '')",
    f"SELECT count(*) {OF_YEAR} AND v.summary = ''",
    (
        f"SELECT count(*) {OF_YEAR} AND (SELECT d.visit_id FROM visits_directive d WHERE d.visit_id = v.id "
        "AND (SELECT x.directive_id FROM visits_directivedimension x WHERE x.directive_id = d.id LIMIT 1) IS NULL LIMIT 1) IS NOT NULL"
    ),
    "SELECT record_state, count(*) FROM visits_visit WHERE record_state IN ('draft', 'submitted') GROUP BY 1",
    READINGS,
    "SELECT count(DISTINCT key) FROM visits_readingname",
    "SELECT id, name FROM visits_attendance WHERE official_id IS NULL AND name <> ''",
    (
        "SELECT count(*) FROM officials_appointment WHERE NOT is_confirmed "
        "OR id IN (SELECT appointment_id FROM officials_positionstatement WHERE NOT is_confirmed)"
    ),
    (
        "SELECT count(*) FROM units_unit u WHERE u.kind = 'provincial_office' "
        "AND NOT EXISTS (SELECT 1 FROM visits_visit v WHERE v.unit_id = u.id AND v.status = 'done')"
    ),
    BADGE,
)
