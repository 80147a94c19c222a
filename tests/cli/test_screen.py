"""Lines on the screen."""

from __future__ import annotations

import random

import pytest

from ikz_recht.cli.screen import folded


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kurz", "kurz"),
        ("", ""),
        ("ein Satz mit Wörtern", "ein Satz\nmit\nWörtern"),
        ("  1. eine lange Antwort", "  1. eine\n     lange\n     Antwort"),
        ("  – ein Weg daneben", "  – ein\n    Weg\n    daneben"),
        ("Donaudampfschifffahrt", "Donaudampfschifffahrt"),
        ("erste Zeile\nzweite Zeile", "erste\nZeile\nzweite\nZeile"),
        ("Art. 2 Abs. 3 KommZG", "Art. 2\nAbs. 3\nKommZG"),
    ],
)
def test_lines_break_between_words_and_keep_their_indentation(text: str, shown: str) -> None:
    assert folded(text, 10) == shown


def test_no_word_is_lost_and_no_line_too_long() -> None:
    rng = random.Random(3)
    for _ in range(300):
        words = ["x" * rng.randint(1, 20) for _ in range(rng.randint(1, 60))]
        lines = folded(" ".join(words), 40).split("\n")
        assert " ".join(lines).split() == words
        assert max(map(len, lines)) <= 40
