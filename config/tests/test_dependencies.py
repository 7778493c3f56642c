"""What the site stands on is pinned exactly, and each dependency has a sentence above it that says what it is for.

What is imported is named, and nothing is named that is not used.
"""

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

LISTS = ["requirements.txt", "requirements-extras.txt", "requirements-dev.txt", "requirements-scan.txt"]
PINNED = re.compile(r"[A-Za-z0-9_.-]+(\[[a-z0-9,-]+\])?==[0-9][0-9a-zA-Z.]*")


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", LISTS)
def test_each_dependency_is_pinned_and_explained(name):
    lines = Path(settings.BASE_DIR, name).read_text(encoding="utf-8").splitlines()
    requirements = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [line for line in requirements if not PINNED.fullmatch(line)] == []
    blocks = re.findall(
        r"^# [A-Z](?:.*\n(?:# .*\n)*)((?:[^#\n].*\n?)+)", "\n".join(lines) + "\n", re.MULTILINE
    )
    assert [line for block in blocks for line in block.splitlines()] == requirements


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        ("requirements.lock", ["requirements.txt"]),
        ("requirements-extras.lock", ["requirements.txt", "requirements-extras.txt"]),
    ],
)
def test_the_lock_holds_every_dependency_with_the_hashes_of_its_files(name, lists):
    """After a change of requirements.txt or requirements-extras.txt: `.ci/lock`."""
    lock = Path(settings.BASE_DIR, name).read_text(encoding="utf-8")
    entries = re.findall(
        r"^([a-z0-9._-]+)(?:\[[^\]]+\])?==(\S+)(.*(?:\n    --hash=sha256:\w{64}.*)+)", lock, re.MULTILINE
    )
    locked = {name: version for name, version, _ in entries}
    assert len(locked) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE))
    wanted = "\n".join(Path(settings.BASE_DIR, one).read_text(encoding="utf-8") for one in lists)
    for name, version in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]+\])?==(\S+)", wanted, re.MULTILINE):
        assert locked.get(canonical(name)) == version, f"{name}: run .ci/lock"


# What the product needs without importing it.
NOT_IMPORTED = {
    "requests": "Authlib asks the provider of a sign-in through it",
    "whitenoise": "MIDDLEWARE and STORAGES of the settings name it",
}
OURS = {"config", "units", "officials", "visits", "benchmarks", "scans", "conftest"}
# Folders of what is no part of the product; the fonts are made once.
APART = {"tests", "benchmarks", "scans", "fonts"}


def named_in(*lists):
    """Names of the packages in lists of requirements."""
    texts = [Path(settings.BASE_DIR, name).read_text(encoding="utf-8") for name in lists]
    found = re.findall(r"^([A-Za-z0-9_.-]+?)(?:\[.*\])?==", "\n".join(texts), re.MULTILINE)
    return {canonical(name) for name in found}


def statements(tree):
    """All of a module, those inside of functions too; what is imported stands in no expression."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.expr):
            yield node
            yield from statements(node)


@cache
def imported(is_product):
    """Names of the packages that the product's modules import, or that its tests, measurements and scans do."""
    packages = packages_distributions()
    tops = set()
    for path in settings.BASE_DIR.glob("[!.]*/**/*.py"):
        parts = path.relative_to(settings.BASE_DIR).parts
        if parts[0] in OURS and is_product != bool(APART & set(parts)):
            for node in statements(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    tops |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    tops.add(node.module.split(".")[0])
    tops -= OURS | sys.stdlib_module_names | {"_typeshed"}
    return {canonical(packages.get(top, [top])[0]) for top in tops}


def test_what_the_product_imports_is_named_and_nothing_else_is():
    named = named_in("requirements.txt")
    assert sorted(imported(True) - named - named_in("requirements-extras.txt")) == []
    assert sorted(named - imported(True)) == sorted(NOT_IMPORTED)


def test_what_tests_import_is_named():
    # cffi is WeasyPrint's, whose libraries one test takes away.
    assert sorted(imported(False) - named_in(*LISTS)) == ["cffi"]
