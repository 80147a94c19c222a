"""docs/sicherheit.md names only tests that exist, and no requirement twice."""

from __future__ import annotations

import re
from pathlib import Path

from .running import PROJECT

TEXT = (PROJECT / "docs/sicherheit.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_exists() -> None:
    there = {
        name
        for path in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)
    }
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert len(named) > 50
    assert named <= there


def test_every_requirement_has_one_line_with_an_answer() -> None:
    lines = re.findall(r"^\| (\d+\.\d+\.\d+) \| (\S+) \| (.+) \|$", TEXT, re.M)
    assert len(lines) > 150
    assert len({number for number, _, _ in lines}) == len(lines)
    assert {state for _, state, _ in lines} == {"ja", "**nein**", "**teilweise**", "Betrieb"}
