"""Where code stands: packages import only what lies below them, in no circle, and no name stands for two things."""

import ast
import re
import subprocess
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

from django.conf import settings

# From the ground up: a room imports from its own line and from lines above it in this list. The longest prefix counts.
ROOMS = [
    [
        "config.thai",
        "config.forms",
        "config.tracking",
        "config.environment",
        "config.databases",
        "config.concurrency",
        "config.downloads",
        "config.csv",
        "config.middleware",
        "config.found_keys",
        "config.kept_statements",
        "config.occurring",
        "config.word_index",
    ],
    ["config"],
    ["units"],
    ["officials.models"],
    ["officials.history"],
    ["officials"],
    ["visits.models"],
    ["visits.attachments", "visits.filters"],
    ["visits.directives"],
    ["visits.records"],
    ["visits.documents"],
    ["visits.matching", "visits.letters"],
    ["visits.reports", "visits.press_releases"],
    ["visits.imports", "visits.planning", "visits.follow_up", "visits.webhooks"],
    ["visits.worklists", "visits.admin"],
    ["visits.calendar"],
    ["visits", "visits.loading", "visits.management", "visits.templatetags", "visits.manual"],
    ["config.urls", "config.settings"],
]
# Upward imports that stay, each with its reason.
UPWARD = {
    (
        "visits.models",
        "visits.attachments",
    ): "the model keeps a file only as uploads have prepared it, whoever saves it",
}
MOST_UPWARD = 10
# Names that stand in several packages: Django's own, and those of a step of work that each noun has.
USUAL = {"views.py", "urls.py", "forms.py", "admin.py", "apps.py", "models.py", "__init__.py"}
# Where Django and its libraries look for a name of their own.
THEIRS = {Path("config/sqlite/base.py"), Path("config/locale/th/formats.py")}
IN_EACH_PACKAGE = {"steps.py", "merging.py", "document.py", "saving.py", "reading.py"}
# A noun's module bears one name in these packages.
NOUNS = {"models", "admin", "documents", "reports"}
DJANGO = {"management", "migrations", "templates", "jinja2", "static", "templatetags", "tests", "__pycache__"}


@cache
def modules():
    """Syntax tree by path of every module of the product."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"],  # noqa: S607 - git of the checkout
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return {
        Path(name): ast.parse(Path(settings.BASE_DIR, name).read_text(encoding="utf-8"))
        for name in names
        if name.split("/")[0] in ("config", "units", "officials", "visits")
        and not {"tests", "migrations"} & set(Path(name).parts)
        and Path(settings.BASE_DIR, name).exists()
    }


def dotted(path):
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@cache
def names_of_modules():
    return {dotted(each) for each in modules()}


def imported_by(path, tree):
    """Dotted names of our own modules that a module imports, inside of functions too."""
    known = names_of_modules()
    for node in run_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = (
                    dotted(path).split(".") if path.name == "__init__.py" else dotted(path).split(".")[:-1]
                )
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [base])])
            for alias in node.names:
                name = f"{base}.{alias.name}"
                if name in known:
                    yield name
                elif base in known:
                    yield base


def run_nodes(tree):
    """All statements but those that only a type checker reads."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.expr) and not (
            isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        ):
            yield node
            yield from run_nodes(node)


def room_of(name):
    rooms = [(room, floor) for floor, line in enumerate(ROOMS) for room in line]
    fitting = [each for each in rooms if name == each[0] or name.startswith(each[0] + ".")]
    return max(fitting, key=lambda each: len(each[0]))


def test_packages_import_only_what_lies_below_them():
    upward = defaultdict(set)
    for path, tree in modules().items():
        room, floor = room_of(dotted(path))
        for name in imported_by(path, tree):
            target, target_floor = room_of(name)
            if target_floor > floor:
                upward[room, target].add(f"{path} -> {name}")
    assert {pair: sorted(where) for pair, where in upward.items() if pair not in UPWARD} == {}
    assert set(UPWARD) == set(upward)
    assert len(UPWARD) <= MOST_UPWARD


def test_no_modules_import_each_other_in_a_circle():
    imports = {
        dotted(path): set(imported_by(path, tree)) - {dotted(path)} for path, tree in modules().items()
    }
    while leaves := {name for name, targets in imports.items() if not targets & imports.keys()}:
        imports = {name: targets for name, targets in imports.items() if name not in leaves}
    assert sorted(imports) == []


def test_visits_is_made_of_packages_by_noun():
    entries = list(Path(settings.BASE_DIR, "visits").iterdir())
    loose = {entry.name for entry in entries if entry.suffix == ".py"}
    assert loose == {"__init__.py", "apps.py", "front_page.py", "urls.py"}
    assert len([entry for entry in entries if entry.is_dir() and entry.name not in DJANGO]) <= 20


def test_no_file_name_stands_twice():
    places = defaultdict(list)
    for path in modules():
        if path.name not in USUAL | IN_EACH_PACKAGE and path not in THEIRS:
            places[path.name].append(path)
    assert {
        name: found
        for name, found in places.items()
        if len(found) > 1 and not all(path.parent.name in NOUNS for path in found)
    } == {}


def test_no_class_name_stands_twice():
    classes = Counter(
        node.name
        for tree in modules().values()
        for node in run_nodes(tree)
        if isinstance(node, ast.ClassDef) and node.name not in ("Meta", "Media", "Command")
    )
    assert {name: count for name, count in classes.items() if count > 1} == {}


def test_no_module_says_nothing_by_its_name():
    vague = re.compile(r"(utils?|helpers?|common|services?|misc|mixins)(\.py)?")
    assert [path for path in modules() if any(vague.fullmatch(part) for part in path.parts)] == []
