"""What a visit costs on PostgreSQL: size of tables and indexes a visit, and times of the main queries by bare SQL.

`DATABASE_URL=postgres://… python -m benchmarks.growth` over a database that benchmarks.sample has filled; run at two sizes it gives the
slopes of docs/scale.md. Times are those of the server (EXPLAIN ANALYZE), the least of several, so that a busy machine says little.
"""

import os
import sys

import psycopg

from benchmarks.measured_pages import pages

RUNS = 7
SIZES = """
    SELECT CASE WHEN relname LIKE '%historical%' THEN 'history' ELSE replace(relname, 'visits_', '') END AS part,
           sum(n_live_tup), sum(pg_table_size(relid)), sum(pg_indexes_size(relid))
    FROM pg_stat_user_tables WHERE relname LIKE 'visits_%' GROUP BY 1
    HAVING sum(pg_total_relation_size(relid)) > 2000000 ORDER BY sum(pg_total_relation_size(relid)) DESC
"""


def least_ms(session: psycopg.Connection, statement: str) -> float:
    """Milliseconds of planning and executing one statement, the least of several runs."""
    found = []
    for _ in range(RUNS):
        [(plan,)] = session.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}").fetchall()
        found.append(plan[0]["Planning Time"] + plan[0]["Execution Time"])
    return min(found)


def main() -> None:
    """Prints two tables in Markdown."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as session:
        session.execute("VACUUM ANALYZE")
        [(visits,)] = session.execute("SELECT count(*) FROM visits_visit").fetchall()
        print(
            f"{visits:,} visits\n\n| table | rows a visit | bytes a visit | of these indexes |\n| --- | --- | --- | --- |"
        )
        whole = [0, 0]
        for part, rows, table, indexes in session.execute(SIZES).fetchall():
            whole = [whole[0] + table, whole[1] + indexes]
            size = (table + indexes) / visits
            print(f"| {part} | {rows / visits:.1f} | {size:,.0f} | {indexes / visits:,.0f} |")
        print(f"| together | | {sum(whole) / visits:,.0f} | {whole[1] / visits:,.0f} |\n")
        print("| what is asked | ms |\n| --- | --- |")
        for page in pages():
            statements = [text for text in (page.rows, *page.more) if text]
            # Pages of one thing ask by its key, which costs the same at every size.
            if statements and not page.is_file and not any("{" in text for text in statements):
                print(f"| {page.name} | {sum(least_ms(session, text) for text in statements):.1f} |")


if __name__ == "__main__":
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("DATABASE_URL of a PostgreSQL is needed")
    main()
