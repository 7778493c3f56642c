"""The trigram index of the search texts on SQLite, which finds parts of words without reading every row.

Beside the table of each model with `WORDS_INDEXED` lies an FTS5 table that holds no text of its own, kept by three triggers.
Words of two letters are found by the entries that begin with them, which a second table lists, and by the ends of the texts.
A table that a migration alters loses its triggers and the index of ends, so they are dropped before migrations and made
anew, with the index, afterwards. PostgreSQL keeps its own indexes (`gin_trgm_ops`), which the migrations make.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# Letters that stand in every entry of the index.
SHORTEST = 3
TOKENS = "trigram case_sensitive 1"
SQLITE_STATE = "SELECT name, sql FROM sqlite_master WHERE tbl_name = %s OR name IN (%s, %s)"
# From the catalogue: the view of all indexes writes out the definition of each, which took longer than the rest of the page.
GIN_TABLES = (
    "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indrelid "
    "WHERE (SELECT oid FROM pg_opclass WHERE opcname = 'gin_trgm_ops') = ANY (indclass)"
)


def indexed_models() -> list[type[models.Model]]:
    """The models whose search text is indexed."""
    return [model for model in apps.get_models() if getattr(model, "WORDS_INDEXED", False)]


def index_of(table: str) -> str:
    """The name of the FTS5 table beside a table."""
    return f"{table}_words"


def definitions(table: str) -> dict[str, str]:
    """The index, the list of its entries, the index of ends and three triggers: name -> SQL."""
    index = index_of(table)
    forget = f"INSERT INTO {index} ({index}, rowid, search) VALUES ('delete', old.id, old.search);"  # nosec B608 # noqa: S608 - our own names
    learn = f"INSERT INTO {index} (rowid, search) VALUES (new.id, new.search);"  # nosec B608 # noqa: S608 - our own names
    changed = "old.search IS NOT new.search OR old.id IS NOT new.id"
    return {
        index: f"CREATE VIRTUAL TABLE {index} USING fts5 "
        f"(search, content='{table}', content_rowid='id', tokenize='{TOKENS}')",
        f"{index}_terms": f"CREATE VIRTUAL TABLE {index}_terms USING fts5vocab ('{index}', 'row')",
        f"{index}_ends": f"CREATE INDEX {index}_ends ON {table} (substr(search, {1 - SHORTEST}))",
        f"{index}_added": f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {learn} END",
        f"{index}_removed": f"CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN {forget} END",
        f"{index}_changed": f"CREATE TRIGGER {index}_changed AFTER UPDATE ON {table} "
        f"WHEN {changed} BEGIN {forget} {learn} END",
    }


def kind_of(sql: str) -> str:
    """TABLE, INDEX or TRIGGER: what a definition creates."""
    return sql.removeprefix("CREATE ").removeprefix("VIRTUAL ").partition(" ")[0]


def release_before(plan: Sequence[Any] = (), using: str = "default", **_: Any) -> None:
    """Drops what migrations that alter or fill tables would lose or miss; `prepare` makes up for what it did not see."""
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        for model in indexed_models():
            for name, sql in definitions(model._meta.db_table).items():
                if kind_of(sql) != "TABLE":
                    cursor.execute(f"DROP {kind_of(sql)} IF EXISTS {name}")


def prepare(using: str = "default", **_: Any) -> None:
    """Makes index and triggers where one is missing or differs, and then reads all texts of the table anew."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    for model in indexed_models():
        table = model._meta.db_table
        wanted, present = definitions(table), _present(connection, table)
        if all(present.get(name) == sql for name, sql in wanted.items()):
            continue
        with connection.cursor() as cursor:
            for name, sql in wanted.items():
                if name in present and present[name] != sql:
                    cursor.execute(f"DROP {kind_of(sql)} {name}")
                if present.get(name) != sql:
                    cursor.execute(sql)
        rebuild(connection, table)


def rebuild(connection: BaseDatabaseWrapper, table: str) -> None:
    """Reads all texts of the table into its index anew: 0.1 ms a row."""
    index = index_of(table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # nosec B608 # noqa: S608 - our own names


def faulty_tables(connection: BaseDatabaseWrapper, thorough: bool = False) -> list[str]:
    """Tables whose index is missing or holds other rows than the table, in two queries; `thorough` compares every text."""
    tables = [model._meta.db_table for model in indexed_models()]
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(GIN_TABLES)
            indexed = {table for (table,) in cursor.fetchall()}
            return [table for table in tables if table not in indexed]
        cursor.execute("SELECT name, sql FROM sqlite_master")
        present = dict(cursor.fetchall())
        faulty = {
            table
            for table in tables
            if any(present.get(name) != sql for name, sql in definitions(table).items())
        }
        if present_tables := [table for table in tables if table not in faulty]:
            cursor.execute(" UNION ALL ".join(map(_comparison, present_tables)))
            faulty |= {table for table, is_same in cursor.fetchall() if not is_same}
    whole = [table for table in tables if table not in faulty] if thorough else []
    faulty |= {table for table in whole if not _holds_every_text(connection, table)}
    return sorted(faulty)


def _comparison(table: str) -> str:
    """The query whether table and index have as many rows, up to the same key."""
    counted = "SELECT count(*) || ' ' || coalesce(max(id), 0) FROM"
    return f"SELECT '{table}', ({counted} {table}) = ({counted} {index_of(table)}_docsize)"  # nosec B608


def _present(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_STATE, [table, index_of(table), f"{index_of(table)}_terms"])
        return dict(cursor.fetchall())


def _holds_every_text(connection: BaseDatabaseWrapper, table: str) -> bool:
    index = index_of(table)
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # nosec B608 # noqa: S608 - our own names
    except DatabaseError:
        return False
    return True
