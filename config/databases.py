"""Which databases the settings name: one, several hosts of which one can be written, a pool in between, a replica to read from."""

import os
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.environment import BASE_DIR, env, read_flag, read_number

PRIMARY, REPLICA = "default", "replica"
ADVICE = (
    "{name} ไม่ถูกต้อง: ใช้รูปแบบ postgres://ผู้ใช้:รหัสผ่าน@เครื่อง:พอร์ต/ฐานข้อมูล หรือ sqlite:////ที่อยู่ไฟล์ "
    "({name} is wrong: only PostgreSQL and SQLite are supported)"
)
# What Django puts among the parameters of a connection for itself.
OPTIONS_OF_DJANGO = (
    "pool",
    "cursor_factory",
    "context",
    "prepare_threshold",
    "server_side_binding",
    "assume_role",
)


def or_of_driver(*errors: type[Exception]) -> tuple[type[Exception], ...]:
    """These, and what the driver of PostgreSQL raises itself; on SQLite it is not loaded (6 MB)."""
    driver = sys.modules.get("psycopg")
    return (*errors, driver.Error) if driver else errors


def all_databases() -> dict[str, dict[str, Any]]:
    """DATABASES of the settings; invented data has its own. Raises ImproperlyConfigured where an address makes no sense."""
    databases = {PRIMARY: sqlite(BASE_DIR / "demo.sqlite3") if read_flag("INVENTED") else database()}
    # A lock for the length of every page would queue all readers behind each other on SQLite.
    databases[PRIMARY]["ATOMIC_REQUESTS"] = False
    if env.str("DATABASE_REPLICA_URL", default="") and not read_flag("INVENTED"):
        if databases[PRIMARY]["ENGINE"] != "django.db.backends.postgresql":
            raise ImproperlyConfigured(
                "DATABASE_REPLICA_URL ใช้ได้เฉพาะกับ PostgreSQL (DATABASE_REPLICA_URL needs a PostgreSQL in DATABASE_URL)"
            )
        databases[REPLICA] = postgresql("DATABASE_REPLICA_URL")
        databases[REPLICA]["TEST"] = {"MIRROR": PRIMARY}
    return databases


def database() -> dict[str, Any]:
    """The settings of the database that DATABASE_URL names, else of the file beside `manage.py`."""
    if not env.str("DATABASE_URL", default=""):
        return sqlite(BASE_DIR / "db.sqlite3")
    settings = parsed("DATABASE_URL")
    if settings.get("ENGINE") == "django.db.backends.sqlite3":
        return sqlite(settings["NAME"])
    return postgresql("DATABASE_URL")


def sqlite(path: Path | str) -> dict[str, Any]:
    """Options of SQLite: writers queue at BEGIN instead of failing later; the rest is in `config.sqlite`."""
    return {
        "ENGINE": "config.sqlite",
        "NAME": path,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }


def parsed(name: str) -> dict[str, Any]:
    """The parts of a database's address in the environment; raises ImproperlyConfigured."""
    try:
        return env.db_url(name)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(ADVICE.format(name=name)) from error


def postgresql(name: str) -> dict[str, Any]:
    """The settings of the PostgreSQL that a variable of the environment names; raises ImproperlyConfigured."""
    settings = parsed(name)
    if settings.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(ADVICE.format(name=name))
    options = settings.setdefault("OPTIONS", {})
    # Requests share a few connections; a dead one is noticed before it is handed out.
    options["pool"] = {"min_size": 1, "max_size": read_number("DATABASE_POOL", 8, 1, 100), "timeout": 3}
    # The name of our connections in the list of sessions; several sites may share one server.
    options.setdefault("application_name", env.str("DATABASE_APPLICATION", default="field-visits"))
    settings["CONN_HEALTH_CHECKS"] = True
    if "," in settings["HOST"]:
        # Of several hosts the one that takes writes, or any that replays; a dead one costs two seconds.
        role = "standby" if name == "DATABASE_REPLICA_URL" else "read-write"
        options.setdefault("target_session_attrs", role)
        options.setdefault("connect_timeout", 2)
    # To compile a plan takes PostgreSQL two seconds where the query itself takes a twentieth of one; and with its
    # usual cost of a page out of order, it read all texts for a word that its index finds in a quarter of them.
    # What the operator asks for in libpq's own variable comes after and wins; `options` alone would hide it.
    ours = "-c jit=off -c random_page_cost=3"
    options.setdefault("options", f"{ours} {os.environ.get('PGOPTIONS', '')}".strip())
    if read_flag("PGBOUNCER"):
        # Each transaction may meet another session: nothing may be left in one for later, and the pool refuses `options`.
        settings["DISABLE_SERVER_SIDE_CURSORS"] = True
        options["prepare_threshold"] = None
        del options["options"]
    return settings


def direct_address() -> str:
    """Where PostgreSQL's own programs reach the database past a pool; empty where DATABASE_URL serves them too.

    Raises ImproperlyConfigured where PGBOUNCER wants one: pg_dump changes its session, and the next transaction would meet that.
    """
    if read_flag("INVENTED"):
        return ""
    address = env.str("DATABASE_DIRECT_URL", default="").strip()
    if address and not address.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(ADVICE.format(name="DATABASE_DIRECT_URL"))
    if read_flag("PGBOUNCER") and not address:
        raise ImproperlyConfigured(
            "PGBOUNCER=1 ต้องมี DATABASE_DIRECT_URL คือที่อยู่ของ PostgreSQL โดยไม่ผ่าน pgbouncer สำหรับการสำรองข้อมูล "
            "(PGBOUNCER=1 needs DATABASE_DIRECT_URL: the address of PostgreSQL itself, for back-ups)"
        )
    return address


def libpq_parameters(parameters: dict[str, Any]) -> dict[str, Any]:
    """Of the parameters of a connection of Django's those that the driver itself knows."""
    return {name: value for name, value in parameters.items() if name not in OPTIONS_OF_DJANGO}
