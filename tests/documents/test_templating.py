"""Templates: escaping by itself, German filters, errors with file and line."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from markupsafe import Markup

from ikz_recht.documents.templating import TemplateProblem, environment, render


def filled(folder: Path, text: str, **context: object) -> str:
    (folder / "v.md").write_text(text, encoding="utf-8")
    return render(environment([folder]), "v.md", context)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ n }}", r"&lt;b&gt;\*x\*"),
        ("{{ n ~ '*' ~ tag|datum }}", r"&lt;b&gt;\*x\*\*1. Januar 2027"),
        ("{{ fertig + n }}", r"**ja**&lt;b&gt;\*x\*"),
        ("{{ n + '!' }}", r"&lt;b&gt;\*x\*!"),
        ("{{ [n, fertig]|join(', ') }}", r"&lt;b&gt;\*x\*, **ja**"),
        ("{{ [n, 'B', 'C']|aufzaehlung }}", r"&lt;b&gt;\*x\*, B und C"),
        ("{{ ['A', 'B']|aufzaehlung('oder') }}", "A oder B"),
        ("{{ []|aufzaehlung }}{{ ['A']|aufzaehlung }}", "A"),
        ("{{ tag|datum }}", "1. Januar 2027"),
        ("{{ 12345|euro }}; {{ 12345.6|euro }}", "12.345 Euro; 12.345,60 Euro"),
        ("{{ betrag|euro }}", "0,01 Euro"),
        ("{{ 1234567|zahl }}; {{ 0.5|zahl }}; {{ 2.345|zahl(1) }}; {{ -1234|zahl }}", "1.234.567; 0,5; 2,3; \\-1.234"),
        ("{{ fertig }}", "**ja**"),
        ("{{ '*a*' }}{{ '*a*' ~ '<' }}", r"\*a\*\*a\*&lt;"),
        ("{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m(n) }}", r"**&lt;b&gt;\*x\***"),
        ("{% set s %}**{{ n }}**{% endset %}{{ s }}", r"**&lt;b&gt;\*x\***"),
        ("{{ 2027 }} {{ wahr }}", "2027 ja"),
        ("{% if wahr %}\n  {% for a in [1, 2] %}\n- {{ a }}\n  {% endfor %}\n{% endif %}\n", "- 1\n- 2\n"),
    ],
)
def test_output(tmp_path: Path, text: str, expected: str) -> None:
    context = {"n": "<b>*x*", "tag": datetime.date(2027, 1, 1), "fertig": Markup("**ja**"), "wahr": True, "betrag": Decimal("0.005")}
    assert filled(tmp_path, text, **context) == expected


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("eins\n{{ gemeinde }}", 2, "„gemeinde“ ist in dieser Vorlage nicht bekannt"),
        ("eins\nzwei\n{{ d.sitz }}", 3, "„sitz“ fehlt"),
        ("eins\n{% if x %}", 2, "Aufbau der Vorlage"),
        ("\n{% include 'fehlt.md' %}", 2, "„fehlt.md“ gibt es nicht"),
        ("\n\n{{ leer }}", 3, "ist leer"),
        ("{{ d }}", 1, "Liste"),
        ("{{ 'x'|datum }}", 1, "kein Datum"),
        ("{{ 'x'|euro }}", 1, "keine Zahl"),
        ("{{ ''.__class__.__mro__ }}", 1, "__class__"),
        ("\n{% for i in range(999999999) %}{% endfor %}", 2, "nicht ausfüllen"),
        ("{{ 'x' * 99999999 }}", 1, "nicht erlaubt"),
        ("{{ 9 ** 9 ** 9 }}", 1, "nicht erlaubt"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", 0, "ohne Ende"),
        ("{{ x|gibtsnicht }}", 1, "gibtsnicht"),
    ],
)
def test_problems_name_file_and_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(TemplateProblem) as caught:
        filled(tmp_path, text, d={"a": 1}, leer=None)
    assert message in caught.value.message_de
    assert caught.value.line == line
    assert caught.value.path.endswith("v.md")
    assert str(caught.value).startswith(caught.value.path)


def test_missing_template(tmp_path: Path) -> None:
    with pytest.raises(TemplateProblem, match=r"weg\.md"):
        render(environment([tmp_path]), "weg.md", {})


def test_an_error_in_an_included_template_names_that_template(tmp_path: Path) -> None:
    (tmp_path / "teil.md").write_text("ok\n{{ fehlt }}", encoding="utf-8")
    with pytest.raises(TemplateProblem) as caught:
        filled(tmp_path, "{% include 'teil.md' %}")
    assert caught.value.path.endswith("teil.md")
    assert caught.value.line == 2


def test_the_first_root_wins(tmp_path: Path) -> None:
    own, common = tmp_path / "amt", tmp_path / "alle"
    own.mkdir()
    common.mkdir()
    (common / "a.md").write_text("gemeinsam {% include 'b.md' %}", encoding="utf-8")
    (common / "b.md").write_text("B", encoding="utf-8")
    (own / "b.md").write_text("eigenes B", encoding="utf-8")
    assert render(environment([own, common]), "a.md", {}) == "gemeinsam eigenes B"
