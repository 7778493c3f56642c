"""One database is made for a run, and each worker tests in a copy.

It is made from the models and not by the migrations, which take longer than any test; that both are the same is for
`test_first_release.py` to say.
"""

import fcntl
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.plugin import blocking_manager_key


@pytest.hookimpl(optionalhook=True)  # of xdist, which need not be there
def pytest_configure_node(node):
    node.workerinput["shared"] = str(node.config.shared)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """In place of pytest-django's own, which migrates once for each worker."""
    real, worker = connection.settings_dict["NAME"], getattr(request.config, "workerinput", {})
    with django_db_blocker.unblock(), first_come(request.config.shared / "migrated") as is_first:
        create() if is_first else use(connection.creation._get_test_db_name())
        copy_to(worker.get("workerid", "copy"))
    yield
    with django_db_blocker.unblock():
        connection.creation.destroy_test_db(real, verbosity=0)


@contextmanager
def first_come(path):
    """The others wait until the first is done."""
    with path.open("a") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield not is_done(path)
        mark.write("done\n")


def is_done(path):
    """Not where the first one failed: the next tries, and says why again."""
    return path.exists() and path.stat().st_size > 0


def create():
    connection.settings_dict["TEST"]["MIGRATE"] = False
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    # What no model says.
    with connection.schema_editor() as editor:
        import_module("visits.migrations.0001_start").make(None, editor)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    applied = dict.fromkeys(name for key, one in known.items() for name in (*one.replaces, key))
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in applied)
    connection.close()


def copy_to(suffix):
    connection.creation.clone_test_db(suffix, verbosity=0)
    use(connection.creation.get_test_db_clone_settings(suffix)["NAME"])


def use(name):
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.hookimpl(tryfirst=True)  # while pytest-django can still unblock the database
def pytest_unconfigure(config):
    """The one who started the workers clears away what they copied."""
    if not hasattr(config, "workerinput") and is_done(config.shared / "migrated"):
        with config.stash[blocking_manager_key].unblock():
            name = connection.creation._get_test_db_name()
            connection.creation._destroy_test_db(name, verbosity=0)
