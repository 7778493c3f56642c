"""Fills the configured database with invented visits: `python -m benchmarks.sample --visits 20000 --seed 1`."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from benchmarks.sample.make_sample import Command  # noqa: E402 - needs the settings

Command().run_from_argv(["python -m", "benchmarks.sample", *sys.argv[1:]])
