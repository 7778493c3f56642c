"""What every test stands on: a throwaway database and folder, quick passwords, no network, one browser."""

import gc
import shutil
import socket
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from PIL import ImageFile

from config.status.database_state import Outage, ReadOnly

pytest_plugins = ["config.tests.browser", "config.tests.cast", "config.tests.clock", "config.tests.migrated"]

# How long one example takes says more about the machine than about the code; the same input on every run.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, max_examples=30)
# `make scan` chooses it by --hypothesis-profile.
hypothesis.settings.register_profile(
    "scan", parent=hypothesis.settings.get_profile("suite"), max_examples=2_000
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config):
    config.scratch = Path(tempfile.mkdtemp(prefix="field-visits-"))
    config.shared = Path(getattr(config, "workerinput", {}).get("shared", config.scratch))
    settings.MEDIA_ROOT = config.scratch / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    serve_static_files_as_they_lie()
    if connection.vendor == "sqlite":
        # A file, as on the site: in memory all threads would share one connection and one transaction.
        connection.settings_dict["TEST"]["NAME"] = str(config.shared / "test.sqlite3")


def serve_static_files_as_they_lie():
    """Unhashed and from where they were written, so that the suite needs no `collectstatic`."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


def pytest_unconfigure(config):
    shutil.rmtree(config.scratch, ignore_errors=True)


@pytest.hookimpl(trylast=True)  # after pytest-django, which knows who asks the database
def pytest_collection_modifyitems(config, items):
    if connection.vendor == "postgresql":
        leave_to_sqlite(config, items)
        return
    for item in items:
        if item.get_closest_marker("postgresql"):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL"))


def leave_to_sqlite(config, items):
    """What asks no database, and what is drawn from its answers, would only be the same a second time."""
    again = [
        item
        for item in items
        if item.get_closest_marker("both_databases")
        or (asks_database(item) and not item.get_closest_marker("one_database"))
    ]
    config.hook.pytest_deselected(items=list(set(items) - set(again)))
    items[:] = again


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Nothing that is loaded becomes garbage: to look for it took a fifth of the loading."""
    gc.disable()
    collected = yield
    gc.enable()
    return collected


def pytest_collection_finish():
    leave_what_is_loaded_alone()
    # Where a test file asks for WeasyPrint itself, Pillow accepts broken pictures from then on; the site never does.
    ImageFile.LOAD_TRUNCATED_IMAGES = False


def leave_what_is_loaded_alone():
    """It stays to the end: to look through it for garbage again and again took a twentieth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


def asks_database(item):
    return bool(
        {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    ) or item.get_closest_marker("django_db")


@pytest.fixture(scope="session", autouse=True)
def only_loopback():
    """A test that asks the outside world is a mistake, also where it would get an answer."""
    connect = socket.socket.connect

    def connect_at_home(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise PermissionError(f"a test wanted to connect to {address}")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_at_home)
        yield


@pytest.fixture(autouse=True)
def database_answers():
    """What one test did to the database is not remembered of it in the next."""
    yield
    Outage.until = ReadOnly.until = 0.0
