"""What the site stands on is pinned exactly, and each dependency has a sentence above it that says what it is for."""

import re
from pathlib import Path

import pytest
from django.conf import settings

LISTS = ["requirements.txt", "requirements-dev.txt", "requirements-scan.txt"]
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
