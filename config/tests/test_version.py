"""The version stands in one place and is shown where somebody who asks for help finds it."""

import re
from pathlib import Path

from django.conf import settings

from config import __version__


def test_the_newest_entry_of_the_changes_is_of_this_version():
    changes = Path(settings.BASE_DIR, "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+)", changes, re.MULTILINE)
    assert newest[1] == ".".join(__version__.split(".")[:2])


def test_the_account_page_tells_the_version(as_clerk):
    page = as_clerk.get("/account/").content.decode()
    assert re.findall(r"รุ่น ([\d.]+)", page) == [__version__]
