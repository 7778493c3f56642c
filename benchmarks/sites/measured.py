"""Settings of the product as it is measured: its own, but for a blank page and no limit on files taken in a minute."""

from config.settings import *  # noqa: F403 - all of them

ROOT_URLCONF = "benchmarks.sites.measured_urls"
EXPORTS_A_MINUTE = 10_000
