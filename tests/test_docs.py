"""The documentation says what the program does: commands, snippets, fields, names, links and the schema of case files."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml

from ikz_recht.advice.case import ROLES, Case, case_document, case_from, lands_of, read_case, save_case
from ikz_recht.advice.finding import Status
from ikz_recht.advice.opinion import Opinion, advise
from ikz_recht.advice.opinion_json import opinion_document, questions_document
from ikz_recht.advice.prospect import Prospect
from ikz_recht.advice.why import why_document
from ikz_recht.cli.main import main
from ikz_recht.cli.output import opinion_lines
from ikz_recht.documents.draft import draft_context
from ikz_recht.documents.formats import FORMATS
from ikz_recht.documents.markdown_text import german_date
from ikz_recht.documents.memo import memo_context
from ikz_recht.documents.notes import Notes
from ikz_recht.inference.facts import NO_ASSOCIATION, FromRegister, Participant
from ikz_recht.rulebase.condition import OPERATORS
from ikz_recht.rulebase.fact import LAND_OPTIONS, PARTICIPANT_KINDS, Kind
from ikz_recht.rulebase.load import load_rulebase
from ikz_recht.rulebase.locate import rules_folder, templates_folder
from ikz_recht.rulebase.model import CRITERION_GROUPS, DIRECTIONS, FORMS, LEVELS, OTHER_WAYS, STEPS, Certainty, Nature, Rulebase, RuleKind
from ikz_recht.rulebase.nodes import parse_nodes
from ikz_recht.rulebase.outline import load_outlines
from ikz_recht.rulebase.problem import InputProblems
from ikz_recht.rulebase.read_rules import FEDERAL_KINDS, LAND_SECTIONS, SECTIONS
from ikz_recht.rulebase.read_ways import WAY_KINDS
from tests.real import random_case

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.glob("*.md")])
EXAMPLE = DOCS / "beispiele" / "standesamt-lossetal.yaml"
CASES = sorted(
    [
        *(path for path in (DOCS / "beispiele").glob("*.yaml") if not path.name.startswith("netz-")),
        *(ROOT / "tests" / "faelle").glob("*.yaml"),
    ]
)
DAY = dt.date(2026, 11, 22)


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", page(name), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def rulebase() -> Rulebase:
    return load_rulebase(rules_folder())


@pytest.fixture(scope="module")
def opinion(rulebase: Rulebase) -> Opinion:
    return advise(case_from(read_case(EXAMPLE), rulebase), rulebase, DAY)


# Commands and snippets


def commands(group: click.Group, prefix: str = "ikz-recht") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def test_every_command_and_option_is_in_the_readme() -> None:
    text = page("README.md")
    found = dict(commands(main))
    assert len(found) == 28
    assert [name for name in found if name not in text] == []
    options = {name for command in [main, *found.values()] for param in command.params for name in param.opts if name.startswith("-")}
    assert sorted(option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", text)) == []


@pytest.mark.parametrize("name", ["IKZ_REGELN", "IKZ_VORLAGEN", "IKZ_DOSSIERS", "IKZ_CACHE", "IKZ_DATEN"])
def test_variables_are_documented(name: str) -> None:
    assert name in page("README.md")


def test_ci_runs_the_commands_of_the_readme() -> None:
    shown = [block.strip() for block in blocks("README.md", "sh")[:2]]
    assert shown[0].startswith("python3 -m venv .venv && ")
    assert shown[1].endswith("-m pytest -n auto")
    assert [command for command in shown if command not in page(".ci/run").splitlines()] == []


def test_output_in_the_readme_is_real(rulebase: Rulebase) -> None:
    shown = [
        block for block in blocks("README.md", "text") if "ikz-recht beraten" in block
    ]  # the one of the partner search: tests/planning
    assert len(shown) == 2
    for block in shown:
        command, _, *lines = block.splitlines()
        assert command.startswith("$ .venv/bin/ikz-recht beraten ")
        case = case_from(read_case(ROOT / command.split()[-1]), rulebase)
        real = list(opinion_lines(advise(case, rulebase, DAY)))
        assert [line for line in lines if line not in real] == []


def test_snippet_in_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (snippet,) = blocks("README.md", "python")
    shutil.copytree(DOCS / "beispiele", tmp_path / "docs" / "beispiele")
    monkeypatch.chdir(tmp_path)
    exec(compile(snippet, "README.md", "exec"), {})
    assert "1 Öffentlich-rechtliche Vereinbarung, Delegation zulaessig sicher\n" in capsys.readouterr().out
    assert {path.name for path in tmp_path.glob("*.docx")} == {"vermerk.docx", "entwurf.docx"}


def test_lands_and_their_days(rulebase: Rulebase) -> None:
    for law in rulebase.lands.values():
        shown = german_date(law.checked_until)
        assert f"| {law.name} ({law.land}) | {shown} |" in page("README.md")
        assert f"* {law.name}: {shown}" in page("CHANGELOG.md")


def test_worked_example_for_a_changed_rule(tmp_path: Path) -> None:
    text = page("docs/regeln-schreiben.md")
    shutil.copytree(rules_folder(), tmp_path / "uebung")
    path = tmp_path / "uebung" / "laender" / "he" / "zweckverband.yaml"
    before = "  - id: zwei-mitglieder\n    verlangt: {anzahl_beteiligte: {mindestens: 2}}"
    source = path.read_text(encoding="utf-8")
    assert source.count(before) == 1
    path.write_text(source.replace(before, before.replace("2}", "4}")), encoding="utf-8")
    changed = load_rulebase(tmp_path / "uebung", ["HE"])
    form = advise(case_from(read_case(EXAMPLE), changed), changed, DAY).form("zweckverband")
    assert form is not None
    assert form.status is Status.INADMISSIBLE
    (reason,) = form.reasons()
    assert f"Steht entgegen: {reason.rule.text}" in text
    assert f"Regel {reason.rule.id}, uebung/laender/he/zweckverband.yaml:{reason.rule.place.line}:{reason.rule.place.column}" in text


# Words


def participant_keys() -> list[str]:
    """Every key of a participant in a case file."""
    whole = Participant("A", "gemeinde", "HE", 1, "mitglied", "B", "C", holds_task=True, register=FromRegister("06635009"))
    beteiligte = case_document(Case("", (whole,)))["beteiligte"]
    assert isinstance(beteiligte, list)
    return list(beteiligte[0])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("docs/regeln-schreiben.md", [str(kind) for kind in Kind]),
        ("docs/regeln-schreiben.md", [*SECTIONS, *LAND_SECTIONS, *FEDERAL_KINDS]),
        ("docs/regeln-schreiben.md", [*STEPS, *LEVELS, *map(str, Certainty), *map(str, Status)]),
        ("docs/regeln-schreiben.md", [*CRITERION_GROUPS, *DIRECTIONS, *OTHER_WAYS, *FORMS]),
        ("docs/regeln-schreiben.md", [word for word in OPERATORS if word != "gleich"]),
        ("docs/regeln-schreiben.md", ["bedingung", "liste", "produkt", "zaehlt", "summiert", "groesste", "kleinste", "sammelt"]),
        ("docs/regeln-schreiben.md", ["zaehlt_verschiedene", "gleich", "alle", "art", "rolle", "traegt_aufgabe", *ROLES]),
        ("docs/regeln-schreiben.md", ["regelfall", "erfuellt", "greift_nicht", "regelfall_beleg", "wenn_satz", "beispiele", "verfuegbar"]),
        ("docs/regeln-schreiben.md", ["vorgaben", "traeger", "moeglich", "einwohner_ab", "aussagen", "ohne_regel", "ersetzt", "begleitet"]),
        ("docs/regeln-schreiben.md", [*WAY_KINDS, *map(str, Nature), *map(str, Prospect), "aussicht", "empfohlen", "wege"]),
        ("docs/regeln-schreiben.md", PARTICIPANT_KINDS),
        ("docs/fallformat.md", [*PARTICIPANT_KINDS, *ROLES, *CRITERION_GROUPS, *(land for land, _ in LAND_OPTIONS), *map(str, Kind)]),
        ("docs/fallformat.md", [*participant_keys(), NO_ASSOCIATION]),
        ("docs/json.md", [*map(str, Status), *map(str, RuleKind), *map(str, Certainty), *LEVELS]),
        ("docs/json.md", [*map(str, Prospect), *map(str, Nature), *WAY_KINDS, "fest", "bedingt"]),
        ("docs/aufbau.md", [*map(str, Status), *map(str, Certainty), *map(str, Prospect), "fest", "bedingt", "regelfall"]),
    ],
)
def test_words_are_documented(name: str, words: list[str]) -> None:
    text = page(name)
    assert [word for word in words if not re.search(rf"`(?:[^`\n]*\W)?{word}\b", text)] == []


@pytest.mark.parametrize("fmt", FORMATS)
def test_formats_are_documented(fmt: str) -> None:
    assert re.search(rf"--format [a-z,]*\b{fmt}\b", page("README.md"))


def fields_of(document: Any) -> Iterator[str]:
    """Every key of a JSON document; the groups of criteria are values."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from fields_of(value) if key != "punkte_je_gruppe" else ()
    elif isinstance(document, list):
        for item in document:
            yield from fields_of(item)


def test_every_field_of_the_json_is_documented(rulebase: Rulebase, opinion: Opinion) -> None:
    mixed = "beteiligte: [{name: A, art: gemeinde, land: HE}, {name: B, art: gemeinde, land: TH}]\nantworten: {aufgabe: standesamt}"
    other = advise(case_from(parse_nodes(mixed, Path("fall.yaml")), rulebase), rulebase, DAY)
    documents = [
        opinion_document(opinion),
        opinion_document(other),
        opinion_document(doubted(rulebase)),
        {"fragen": questions_document(rulebase.questions.values())},
    ]
    documents += [why_document(item, form) for item in (opinion, other) for form in item.forms]
    names = {name for document in documents for name in fields_of(document)}
    assert {"nicht_erfasst", "herleitung", "stabilitaet", "klausel", "schritte", "selbst_aenderbar", "ohne_fassung"} <= names
    assert {"angaben", "erlaubt", "wesen", "regelfall", "zweifel", "ersetzt", "begleitet", "bemerkungen", "grund"} <= names
    assert sorted(name for name in names if f"`{name}`" not in page("docs/json.md")) == []


def doubted(rulebase: Rulebase) -> Opinion:
    """A case in which a barrier stands that nobody has evidenced: its sets of conditions carry doubts."""
    rng = random.Random(4)
    for _ in range(200):
        found = advise(random_case(rng, ("NW",), 0.9, rulebase), rulebase, DAY)
        if any(conditions.doubts for form in found.forms for conditions in form.outlook.sets):
            return found
    raise AssertionError("no such case")


def test_names_for_templates_are_documented(opinion: Opinion) -> None:
    form = opinion.recommended()
    assert form is not None
    outline = load_outlines(templates_folder() / "gliederung.yaml").of(form.form.land, form.form.id)
    memo = memo_context(opinion, Notes(opinion.program.rulebase.sources))
    names = {*memo, *memo["formen"][0], *draft_context(opinion, form, outline), "regeln", "absatz", "abschnitte"}
    text = page("docs/vorlagen.md")
    assert sorted(name for name in names if f"`{name}" not in text) == []


# Links


def anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_internal_links_exist(path: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", path.read_text(encoding="utf-8"))):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


# The schema of case files


class PlainLoader(yaml.SafeLoader):
    """YAML as editors read it: neither dates nor „ja“ and „nein“ become anything but text."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    document = json.loads(page("docs/fall.schema.json"))
    jsonschema.Draft202012Validator.check_schema(document)
    return jsonschema.Draft202012Validator(document)


def plain(text: str) -> Any:
    return yaml.load(text, Loader=PlainLoader)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_cases_fit_the_schema(path: Path, schema: jsonschema.Draft202012Validator) -> None:
    schema.validate(plain(path.read_text(encoding="utf-8")))


def test_example_in_the_page_fits_schema_and_program(schema: jsonschema.Draft202012Validator, rulebase: Rulebase) -> None:
    text, by_key = blocks("docs/fallformat.md", "yaml")
    for shown in (text, by_key):
        schema.validate(plain(shown))
    assert [item.land for item in case_from(parse_nodes(by_key, Path("fall.yaml")), rulebase).participants or ()] == ["HE"] * 3
    node = parse_nodes(text, Path("fall.yaml"))
    assert lands_of(node) == ("HE",)
    case = case_from(node, rulebase)
    assert case.unknown == {"personal"}
    assert case.weights == {"personal": 2}


def test_saved_cases_fit_the_schema(schema: jsonschema.Draft202012Validator, rulebase: Rulebase, tmp_path: Path) -> None:
    for text in blocks("docs/fallformat.md", "yaml"):
        save_case(case_from(parse_nodes(text, Path("fall.yaml")), rulebase), tmp_path / "fall.yaml")
        schema.validate(plain((tmp_path / "fall.yaml").read_text(encoding="utf-8")))


PARTICIPANT = "{name: A, art: gemeinde, land: HE}"


@pytest.mark.parametrize(
    "text",
    [
        "falsch: 1",
        "fall: 2",
        "beteiligte: A",
        "beteiligte: [A]",
        "beteiligte: [{art: gemeinde, land: HE}]",
        "beteiligte: [{ags: 123}, {ags: 17000000}]",
        "beteiligte: [{name: A, art: dorf, land: HE}]",
        "beteiligte: [{name: A, art: gemeinde, land: Hessen}]",
        "beteiligte: [{name: A, art: gemeinde, land: HE, rolle: chef}]",
        "beteiligte: [{name: A, art: gemeinde, land: HE, einwohner: -1}]",
        "beteiligte: [{name: A, art: gemeinde, land: HE, einwohner: viele}]",
        "beteiligte: [{name: A, art: gemeinde, land: HE, farbe: rot}]",
        "beteiligte: [{name: A, art: gemeinde, land: HE, traegt_aufgabe: vielleicht}]",
        "beteiligte: [{name: A, art: gemeinde, land: HE, kreis: [Kassel]}]",
        f"beteiligte: [{{name: A, art: gemeinde, land: HE, verband: {'x' * 201}}}]",
        "antworten: [uebergang]",
        "antworten: {Uebergang: zustaendigkeit}",
        "antworten: {beteiligte: [a]}",
        "antworten: {uebergang: {wert: zustaendigkeit}}",
        "antworten: {uebergang: }",
        "antworten: {kooperationsverbot: true}",
        "beiseite: {kooperationsverbot: {a: b}}",
        "gewichte: {geld: 1}",
        "gewichte: {personal: 11}",
        "gewichte: {personal: viel}",
        f"beteiligte: [{', '.join([PARTICIPANT] * 501)}]",
    ],
)
def test_bad_cases_fail_in_schema_and_program(text: str, schema: jsonschema.Draft202012Validator, rulebase: Rulebase) -> None:
    assert not schema.is_valid(plain(text))
    with pytest.raises(InputProblems):
        case_from(parse_nodes(text, Path("fall.yaml")), rulebase)


def test_schema_knows_the_words_of_the_program(schema: jsonschema.Draft202012Validator) -> None:
    participant = schema.schema["$defs"]["beteiligte"]["properties"]
    assert participant["art"]["enum"] == list(PARTICIPANT_KINDS)
    assert participant["land"]["enum"] == [land for land, _ in LAND_OPTIONS]
    assert participant["rolle"]["enum"] == list(ROLES)
    assert sorted(participant) == sorted(participant_keys())
    assert list(schema.schema["properties"]["gewichte"]["properties"]) == list(CRITERION_GROUPS)


def test_schema_admits_the_ids_of_all_questions(schema: jsonschema.Draft202012Validator, rulebase: Rulebase) -> None:
    ids = [question.id for question in rulebase.questions.values() if question.type.kind is not Kind.PARTICIPANTS]
    schema.validate({"antworten": dict.fromkeys(ids, "weiß nicht")})
