"""Tests of reading and checking rule files."""

from pathlib import Path

GOOD = Path(__file__).parent / "gut"
