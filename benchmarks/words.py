"""What it takes to find the visits that hold a word: `python -m benchmarks.words`, on the filled database of DATABASE_URL.

The visits are counted first by SQL written apart from the site. A rare word may take 15 ms of the processor, a common one 60:
the program's and, of PostgreSQL, the server's, from the address of the register to the number of visits that it finds.
"""

import sys
from typing import Any

from django.db import connection

from benchmarks.measuring import account_of, own_clock
from config.stack_room import with_room
from visits.filters.visit_filter import VisitFilter

# The rarest first.
WORDS = ("กัญชง", "สมุนไพร", "กาแฟ", "เศรษฐกิจ", "พลังงาน", "ผลิตภัณฑ์", "ศูนย์", "พัฒนา", "โรงงาน", "อุตสาหกรรม", "การ")
# A word of more than a fiftieth of the visits is a common one.
RARE, RARE_MS, COMMON_MS = 50, 15, 60
ASKED = 15
HOLDS = "search LIKE '%{word}%'"
NAMED = "replace(search, '|', '') LIKE '%{word}%'"
PEOPLE = (
    f"SELECT id FROM officials_official WHERE {NAMED} "
    f"UNION SELECT official_id FROM officials_officialalias WHERE {HOLDS} "
    f"UNION SELECT official_id FROM officials_formername WHERE {NAMED} "
    "UNION SELECT a.official_id FROM officials_appointment a "
    f"WHERE a.post_id IN (SELECT id FROM officials_post WHERE {HOLDS})"
)
COUNTED = (
    f"SELECT count(*) FROM visits_visit v WHERE v.{HOLDS} "
    f"OR v.unit_id IN (SELECT id FROM units_unit WHERE {HOLDS} UNION SELECT unit_id FROM units_unitalias WHERE {HOLDS}) "
    f"OR v.province_id IN (SELECT id FROM units_province WHERE {HOLDS}) "
    f"OR v.trip_id IN (SELECT id FROM visits_trip WHERE {HOLDS}) "
    f"OR v.id IN (SELECT visit_id FROM visits_finding WHERE {HOLDS}) "
    f"OR v.id IN (SELECT visit_id FROM visits_directive WHERE {HOLDS}) "
    f"OR v.id IN (SELECT visit_id FROM visits_attendance WHERE {HOLDS} OR official_id IN ({PEOPLE}))"
)


def measure(*_request: Any) -> list[bytes]:
    """Prints the table; a number that differs from that counted ends the program."""
    clerk, used = account_of("clerk"), own_clock()
    print("| word | visits | processor ms |\n| --- | --- | --- |")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM visits_visit")
        [visits] = cursor.fetchone()
        for word in WORDS:
            cursor.execute(COUNTED.format(word=word))
            [counted] = cursor.fetchone()
            took = []
            for _ in range(ASKED):
                before = used()
                found = VisitFilter(f"q={word}", user=clerk).visits.count()
                took.append(used() - before)
            if found != counted:
                sys.exit(f"{word}: found {found}, counted {counted}")
            most = RARE_MS if found * RARE <= visits else COMMON_MS
            missed = " missed" if min(took) > most else ""
            print(f"| {word} | {found:,} | {min(took):.1f}{missed} |", flush=True)
    return []


if __name__ == "__main__":
    # The server answers with as much room for its calls.
    with_room(measure)({}, print)
