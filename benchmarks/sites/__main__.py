"""Serves one of the two, or signs somebody in: `python -m benchmarks.sites measured|plain_admin serve|cookie ...`."""

import os
import sys

import django

_, site, command, *arguments = sys.argv
os.environ["DJANGO_SETTINGS_MODULE"] = f"benchmarks.sites.{site}"
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - needs the settings
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from config.management.commands.serve import Command as Serve  # noqa: E402

if command == "serve":
    Serve().run_from_argv(["benchmarks.sites", "serve", "--skip-checks", *arguments])
else:
    call_command("migrate", verbosity=0)
    accounts = get_user_model()
    account = accounts.objects.filter(username="staff").first() or accounts.objects.create_superuser("staff")
    client = Client()
    client.force_login(account)
    print(client.cookies["sessionid"].value)
