"""User text survives Markdown unchanged, whatever it contains."""

from __future__ import annotations

import json
import re
import unicodedata
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from ikz_recht.documents.dialect import prepare
from ikz_recht.documents.html import html_body
from ikz_recht.documents.markdown_text import _INVISIBLE, escape
from ikz_recht.documents.pandoc import run_pandoc

NASTY = [
    "<b>*x*", "1. Januar", "(1) Absatz", "a) b", "(a) b", "iv. x", "- x", "+ x", "* x", "# x", "x #", "> zitat",
    ": def", "| a | b |", "---", "===", "***", "___", "a_b_c", "_a_", "[^1]", "[^1]: x", "[a](b)", "![a](b)",
    "<https://x.de>", "https://x.de", "`code`", '\\', '\\*', 'a\\', "&amp;", "&lt;", "a&b;", "~~x~~", "H~2~O", "x^2^",
    "$x$", "$$x$$", "@muster", "[@muster]", "a@b.de", "a@@b", "{.klasse}", '\\textbf{x}', "%", "% Titel", "„Wort“",
    '"Wort"', "'Wort'", "--", "...", "§ 1", "C#", "#1", "1)", "(@)", "#.", "::: x", "```", "~~~", '\t\tx', 'x\n\n    y',
    "  x  ", '\xa0x', "A.  x", "I. Abschnitt", "|---|", "{{ x }}", "{% x %}", '\x00\x02x\x03', 'x\u202ey', "😀",
    '\ufeffx', "---|---", "[x]: y", "[x]", "*", "_", "<", "",
]  # fmt: skip
_TEXT = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=30), st.text(st.sampled_from("*_#-+=1.)(a[]^:!<>&;|`~\\ \n@$\"'{}%x"), max_size=14)
)


def shown(text: str) -> str:
    """What a reader should see of a text: no control characters, white space counted as one space."""
    spaced = re.sub(r"\s+", " ", text)
    return " ".join("".join(char for char in spaced if char not in _INVISIBLE and unicodedata.category(char) not in ("Cc", "Cs")).split())


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


@settings(max_examples=400, deadline=None)
@given(_TEXT)
def test_html_shows_the_text(text: str) -> None:
    html = html_body(prepare(f"{escape(text)}\n"))
    assert text_of(html) == shown(text)
    assert html.count("<") == (2 if shown(text) else 0)  # one paragraph and nothing else


@settings(max_examples=150, deadline=None)
@given(_TEXT)
def test_html_table_cell_shows_the_text(text: str) -> None:
    html = html_body(f"| A | B |\n|---|---|\n| {escape(text)} | z |\n")
    assert text_of(html.split("<tbody>")[1].split("</td>")[0]) == shown(text)


@settings(max_examples=150, deadline=None)
@given(_TEXT, _TEXT)
def test_text_inside_a_sentence_and_a_list(first: str, second: str) -> None:
    html = html_body(prepare(f"Die Stadt **x{escape(first)}x** und\n{escape(second)} Ende\n\n(1) {escape(first)} Ende\n"))
    paragraph, item = html.split("<ol")
    assert text_of(paragraph) == " ".join(f"Die Stadt x{shown_inside(first)}x und {shown(second)} Ende".split())
    assert text_of("<ol" + item) == " ".join(f"{shown(first)} Ende".split())


def shown_inside(text: str) -> str:
    return " ".join(f"|{_kept(text)}|".split())[1:-1]


def _kept(text: str) -> str:
    spaced = re.sub(r"\s+", " ", text)
    return "".join(char for char in spaced if char not in _INVISIBLE and unicodedata.category(char) not in ("Cc", "Cs"))


def _plain(inlines: list[dict[str, object]]) -> str:
    return "".join(
        str(part["c"]) if part["t"] == "Str" else " " if part["t"] in ("Space", "SoftBreak") else f"<{part['t']}>" for part in inlines
    )


@pytest.mark.parametrize("reader", ["ours", "markdown", "gfm"])
def test_pandoc_shows_the_text(reader: str) -> None:
    """Many texts in one call; also read as the Markdown that other programs take it for."""
    samples = [text for text in _many_texts() if shown(text)]
    markdown = "".join(f"{escape(text)}\n\n" for text in samples)
    options = {} if reader == "ours" else {"source": f"{reader}-smart" if reader == "markdown" else reader}
    tree = json.loads(run_pandoc(prepare(markdown) if reader == "ours" else markdown, "json", [], 0, **options))
    assert [block["t"] for block in tree["blocks"]] == ["Para"] * len(samples)
    result = [" ".join(_plain(block["c"]).split()) for block in tree["blocks"]]
    if reader == "gfm":  # bare addresses become links there
        pairs = [pair for pair in zip(result, map(shown, samples), strict=True) if "<Link>" not in pair[0]]
        assert [pair[0] for pair in pairs] == [pair[1] for pair in pairs]
    else:
        assert result == [shown(text) for text in samples]


def _many_texts() -> list[str]:
    import random

    random.seed(5)
    letters = "*_#-+=1.)(a[]^:!<>&;|`~\\ @$\"'{}%xß"
    return NASTY + ["".join(random.choices(letters, k=random.randint(1, 14))) for _ in range(600)]


def test_plain_words_stay_readable() -> None:
    assert (
        escape("Stadt Bad Münder am Deister – „Nord“, § 5 (2), 50 % & mehr")
        == "Stadt Bad Münder am Deister – „Nord“, § 5 (2), 50 % &amp; mehr"
    )
    assert escape("post@stadt.de") == "post@stadt.de"
    assert isinstance(escape("x"), Markup)
