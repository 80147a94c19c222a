"""The shape of the program: small modules, one direction of imports, a quick start."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "ikz_recht"
ORDER = ("rulebase", "inference", "register", "advice", "planning", "workshop", "documents", "web", "cli")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_daten" not in path.parts)
HEAVY = ("yaml", "jinja2", "durable", "pypandoc", "typst", "markdown", "sqlite3", "platformdirs", "holidays", "sqlalchemy", "starlette")


def test_modules_are_small() -> None:
    lengths = {path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}
    assert statistics.median(lengths.values()) <= 200


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parent != PACKAGE], ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_a_package_imports_only_from_its_left(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0]
    assert own in ORDER
    assert set(imported_packages(path)) <= set(ORDER[: ORDER.index(own) + 1])


def imported_packages(path: Path) -> Iterator[str]:
    """The packages of ikz_recht that a module imports, also inside functions."""
    here = ("ikz_recht", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: len(here) - node.level + 1]] if node.level else []
            base += node.module.split(".") if node.module else []
            names = [[*base, alias.name] for alias in node.names]
        else:
            continue
        for parts in names:
            if parts[0] == "ikz_recht" and len(parts) > 1 and (PACKAGE / parts[1]).is_dir():
                yield parts[1]


def test_starting_imports_nothing_heavy() -> None:
    code = f"import sys, ikz_recht.cli.main; print([name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert result.stdout.strip() == "[]"
