"""What the site writes into its log: every fault with its traceback, and no secret."""

import os
import subprocess
import sys

from django.conf import settings

KEY, DATABASE, MAIL, TYPED = (
    "key-" + "k" * 60,
    "secret-of-the-database",
    "secret-of-the-mail",
    "typed-password",
)
# A sign-in while the database does not answer, asked of the site as it is set up on a server.
FAILING_SIGN_IN = f"""
from config import settings
settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 0.5
import django
django.setup()
from django.test import Client
typed = {{"username": "clerk", "password": "{TYPED}"}}
Client(raise_request_exception=False).post("/admin/login/", typed)
Client().get("/nowhere/")
"""


def test_a_fault_is_told_with_its_traceback_and_without_secrets():
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": KEY,
        "DATABASE_URL": f"postgres://field:{DATABASE}@127.0.0.1:1/field",
        "EMAIL_HOST_PASSWORD": MAIL,
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "0",
        "DEMO": "0",
    }
    process = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", FAILING_SIGN_IN],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    log = process.stdout + process.stderr
    assert [secret for secret in (KEY, DATABASE, MAIL, TYPED) if secret in log] == []
    assert log.count("django.request Service Unavailable: /admin/login/\nTraceback") == 1
    assert log.count("django.request Not Found: /nowhere/\nTraceback") == 0
