"""The figures of the code that we hold ourselves to: `python -m scans.house`; `make scan` fails where one is missed.

Counted are the modules of the product, without tests, migrations, benchmarks and scans.
"""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LEFT_OUT = {"tests", "migrations", "benchmarks", "scans"}
# Words of a private dialect that said nothing of what a value is.
DIALECT = re.compile(r"told|asked|said|there|kept|heir|twins?|answerer")
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Figure:
    """A measured value and the range it is held to, both ends included."""

    name: str
    value: float
    least: float = 0
    most: float = float("inf")

    @property
    def is_met(self) -> bool:
        return self.least <= self.value <= self.most

    def __str__(self) -> str:
        most = "" if self.most == float("inf") else f" to {self.most:g}"
        return f"{'   ' if self.is_met else 'NO '}{self.name:<48}{self.value:>8.1f}   ({self.least:g}{most})"


def trees_of(top: Path) -> Iterator[tuple[str, ast.Module]]:
    """Source and syntax tree of every module that git knows or would add."""
    command = ["git", "-C", str(top), "ls-files", "-co", "--exclude-standard", "*.py"]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    for path in (top / name for name in names):
        if path.exists() and not LEFT_OUT & set(path.relative_to(top).parts) and path.name != "conftest.py":
            source = path.read_text(encoding="utf-8")
            yield source, ast.parse(source)


def figures_of(top: Path) -> list[Figure]:
    lines = 0
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = []
    uses: Counter[str] = Counter()
    dialect = 0
    for source, tree in trees_of(top):
        lines += source.count("\n")
        for node in ast.walk(tree):
            if isinstance(node, FUNCTION):
                functions.append(node)
            if isinstance(node, ast.Name | ast.Attribute):
                uses[node.id if isinstance(node, ast.Name) else node.attr] += 1
            if isinstance(node, ast.Name | ast.arg):
                dialect += bool(DIALECT.fullmatch(node.id if isinstance(node, ast.Name) else node.arg))
    private = Counter(node.name for node in functions if re.match(r"_(?!_)", node.name))
    # Called by the library whose method it extends.
    extending = {node.name for node in functions if f"super().{node.name}(" in ast.unparse(node)}
    public = [node for node in functions if not node.name.startswith("_")]
    once = [name for name, count in private.items() if count == uses[name] == 1 and name not in extending]
    return [
        Figure("functions per 1,000 lines", 1000 * len(functions) / lines, 40, 60),
        Figure("names of private functions per 1,000 lines", 1000 * len(private) / lines, 0, 9),
        Figure("of these called once, in percent", 100 * len(once) / max(len(private), 1), 0, 40),
        Figure(
            "public functions with a type of result, in percent",
            100 * sum(node.returns is not None for node in public) / len(public),
            95,
        ),
        Figure("words of the old dialect as names", dialect, 0, 0),
    ]


if __name__ == "__main__":
    measured = figures_of(Path(__file__).resolve().parent.parent)
    print(*measured, sep="\n")
    sys.exit(not all(figure.is_met for figure in measured))
