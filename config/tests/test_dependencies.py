"""What the site stands on is pinned exactly, and each dependency has a sentence above it that says what it is for."""

import re
from pathlib import Path

import pytest
from django.conf import settings

LISTS = ["requirements.txt", "requirements-extras.txt", "requirements-dev.txt", "requirements-scan.txt"]
PINNED = re.compile(r"[A-Za-z0-9_.-]+(\[[a-z0-9,-]+\])?==[0-9][0-9a-zA-Z.]*")


@pytest.mark.parametrize("name", LISTS)
def test_each_dependency_is_pinned_and_explained(name):
    lines = Path(settings.BASE_DIR, name).read_text(encoding="utf-8").splitlines()
    requirements = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [line for line in requirements if not PINNED.fullmatch(line)] == []
    blocks = re.findall(
        r"^# [A-Z](?:.*\n(?:# .*\n)*)((?:[^#\n].*\n?)+)", "\n".join(lines) + "\n", re.MULTILINE
    )
    assert [line for block in blocks for line in block.splitlines()] == requirements


def test_the_lock_holds_every_dependency_with_the_hashes_of_its_files():
    """After a change of requirements.txt: `.ci/lock`."""
    asked = Path(settings.BASE_DIR, "requirements.txt").read_text(encoding="utf-8")
    lock = Path(settings.BASE_DIR, "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(
        r"^([a-z0-9._-]+)(?:\[[^\]]+\])?==(\S+)(.*(?:\n    --hash=sha256:\w{64}.*)+)", lock, re.MULTILINE
    )
    locked = {name: version for name, version, _ in entries}
    assert len(locked) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE))
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]+\])?==(\S+)", asked, re.MULTILINE):
        assert locked.get(re.sub(r"[-_.]+", "-", name).lower()) == version, f"{name}: run .ci/lock"
