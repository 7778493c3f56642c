"""One database is migrated for a run and each worker tests in a copy: the migrations take longer than any test."""

import fcntl
from contextlib import contextmanager

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key


@pytest.hookimpl(optionalhook=True)  # of xdist, which need not be there
def pytest_configure_node(node):
    node.workerinput["shared"] = str(node.config.shared)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """In place of pytest-django's own, which migrates once for each worker."""
    real, worker = connection.settings_dict["NAME"], getattr(request.config, "workerinput", {})
    with django_db_blocker.unblock(), first_come(request.config.shared / "migrated") as is_first:
        migrate() if is_first else use(connection.creation._get_test_db_name())
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


def migrate():
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
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
