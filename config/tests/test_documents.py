"""The documents of the checkout name files and commands that are there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

BASE = Path(settings.BASE_DIR)
DOCUMENTS = [*BASE.glob("*.md"), *BASE.glob("docs/**/*.md"), BASE / "benchmarks/README.md"]
PLACE = re.compile(r"`((?:config|units|officials|visits|benchmarks|scans|docs|fixtures|deploy)/[\w/.-]+)`")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(BASE)))
def test_what_a_document_names_is_there(document):
    text = document.read_text(encoding="utf-8")
    places = [name for name in PLACE.findall(text) if not (BASE / name).exists()]
    links = [name for name in LINK.findall(text) if not (document.parent / name).exists()]
    commands = sorted(set(COMMAND.findall(text)) - get_commands().keys())
    assert (places, links, commands) == ([], [], [])
