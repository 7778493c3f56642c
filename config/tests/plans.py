"""From which indexes a database reads rows."""

from django.db import connection


def indexes_used(rows, *names):
    """Those of some indexes that the plan of a QuerySet names.

    PostgreSQL's choice among several indexes wavers on tables of a test, so that there it is all of them where no table is
    read whole though that was forbidden.
    """
    if connection.vendor == "sqlite":
        plan = rows.explain()
        return [name for name in names if name in plan]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
        cursor.execute("SET LOCAL enable_seqscan = on")
    return [] if "Seq Scan" in plan else [*names]
