"""One dialect for both readers: what is a list, a heading or a date, and how wide table columns are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ikz_recht.documents.dialect import prepare, readable
from ikz_recht.documents.html import html_body
from ikz_recht.documents.pandoc import run_pandoc
from ikz_recht.documents.reference import STYLE_FOLDER, build_references
from ikz_recht.documents.tables import balance_tables, column_widths


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("1. Eins", "list"), ("(1) Eins", "list"), ("(12) Eins", "list"), ("a) Eins", "list"), ("- Eins", "list"),
        ("1. Januar 2027 beginnt es", "text"),
        ("31. Dezember", "text"), ("1) Eins", "text"), ("(a) Eins", "text"), ("A. Eins", "text"),
        ("A.  Eins", "text"), ("II. Eins", "text"), ("iv) Eins", "text"), ("#. Eins", "text"), ("(#) Eins", "text"),
        ("<b>Eins</b>", "text"),
        ("@x [@y]", "text"), ("$x$ H~2~O", "text"), ("Wort\n: Erklärung", "text"), ("::: x", "text"), ("Am 1. Januar", "text"),
    ],
)  # fmt: skip
def test_both_readers_agree(line: str, kind: str) -> None:
    markdown = prepare(f"{line}\n")
    block = json.loads(run_pandoc(markdown, "json", [], 0))["blocks"][0]
    assert ("list" if block["t"].endswith("List") else "text") == kind
    assert ("text" if html_body(markdown).startswith("<p>") else "list") == kind


def test_lists_nest_the_same_in_both_readers() -> None:
    markdown = prepare(
        "(9) neun\n\n    1. a\n        - x\n        - y\n    2. b\n\n    Unterabsatz\n\n"
        "(10) zehn\n\n    a) c\n    b) d\n\n        1. tief\n"
    )
    body = html_body(markdown)
    outer = json.loads(run_pandoc(markdown, "json", [], 0))["blocks"]
    assert [block["t"] for block in outer] == ["OrderedList"]
    first, second = outer[0]["c"][1]
    assert outer[0]["c"][0][0] == 9
    assert [block["t"] for block in first] == ["Para", "OrderedList", "Para"]
    assert [block["t"] for block in second] == ["Para", "OrderedList"]
    assert body.count("<ol") == 4
    assert body.count("<ul") == 1
    assert body.count('class="absatz"') == 1
    assert body.index("Unterabsatz") < body.index("zehn") < body.index('class="buchstabe"') < body.index("tief")


@pytest.mark.parametrize(
    "markdown",
    [
        "(1) Satz:\n    1. eins,\n    2. zwei.\n\n(2) Mehr\n\n    (1) x\n\n",
        "(1) a\n(2) b\n    a) x\n    b) y\n(3) c\n",
        "(1) Satz:\n    - x\n    - y\n\n    Schluss.\n\n(2) z",
        "1. a\n\n    - b\n\n        - c\n\n2. d\n",
        "- a,\n- b\n\nund\n\n- c\n",
        "***Entwurf***\n\n# 1. Sachverhalt\n\n(im Folgenden: die Beteiligten)\n\n---\n\n> Zitat\n",
    ],
)
def test_both_readers_give_the_same_structure(markdown: str) -> None:
    ours, pandocs = html_body(prepare(markdown)), run_pandoc(prepare(markdown), "html", [], 0).decode()
    assert _skeleton(ours) == _skeleton(pandocs)


def _skeleton(html: str) -> list[str]:
    return re.findall(r"</?(?:ol|ul|li|p|h\d|strong|em|blockquote|hr)\b", html)


def test_headings_are_levelled() -> None:
    assert prepare("### a\n\n##### b\n\n## c\n\n### d\n", shift=1) == "## a\n\n### b\n\n## c\n\n### d\n"


def test_column_widths_follow_the_text() -> None:
    table = "| Nr | Text |\n|---|---|\n| 1 | " + "ein langer Text " * 20 + "|\n"
    separator = balance_tables(table).split("\n")[1].strip("|").split("|")
    assert len(separator[0]) < 8 < 60 < len(separator[1])
    chosen = "| Nr | Text |\n|---|------|\n| 1 | x |\n"
    assert balance_tables(chosen) == chosen
    assert balance_tables("| A | B |\n|:--|--:|\n| a | b |").split("\n")[1] == "|:----|----:|"


def test_no_column_starves() -> None:
    widths = column_widths([["x" * 2000, "Verwaltungsgemeinschaft", "ja"]])
    assert widths[1] > 20
    assert widths[2] >= 3


def test_reference_files_are_what_the_code_builds(tmp_path: Path) -> None:
    build_references(tmp_path)
    for name in ("reference.docx", "reference.odt", "reference.pptx"):
        assert (tmp_path / name).read_bytes() == (STYLE_FOLDER / name).read_bytes(), f"python -m ikz_recht.documents.reference: {name}"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("am 12\\. Juli 2027", "am 12. Juli 2027"),
        ("| 12\\. Juli 2027 | \\(a) |", "| 12. Juli 2027 | (a) |"),
        ("**12\\. Juli 2027**", "**12. Juli 2027**"),
        ("seit (1\\. Juli 2027)", "seit (1. Juli 2027)"),
        ("12\\. Juli 2027 bis 1\\. Mai", "12\\. Juli 2027 bis 1. Mai"),
        ("- 12\\. Juli 2027", "- 12\\. Juli 2027"),
        ("(1) 12\\. Juli 2027", "(1) 12\\. Juli 2027"),
        ("[^1]: 12\\. Juli 2027", "[^1]: 12\\. Juli 2027"),
        ("\\- 3", "\\- 3"),
    ],
)
def test_an_escape_is_shown_only_where_a_list_could_start(given: str, shown: str) -> None:
    assert readable(given) == shown
