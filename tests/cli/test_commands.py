"""The commands on case files and rule folders: what they print, write and answer with, for good input and bad."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ikz_recht.cli.main import run
from ikz_recht.rulebase.locate import rules_folder
from tests.rulebase import GOOD

from .conftest import COMPLETE, TWO, Ikz

Write = Callable[..., str]
SHIPPED = rules_folder()
CASES = sorted((Path(__file__).parent.parent / "faelle").glob("*.yaml"))


def in_land(*lands: str) -> str:
    lines = [f"  - {{name: Ort {number}, art: gemeinde, land: {land}}}\n" for number, land in enumerate(lands)]
    return "beteiligte:\n" + "".join(lines)


# beraten


def test_beraten_shows_the_status_of_every_form(ikz: Ikz, write: Write) -> None:
    result = ikz("beraten", write(COMPLETE))
    assert (result.code, result.err) == (0, "")
    assert "1. Zweckverband: zulässig" in result.out
    assert "– Gemeinsame Anstalt: nicht vorgesehen" in result.out


def test_beraten_names_the_open_questions(ikz: Ikz, write: Write) -> None:
    out = ikz("beraten", write(TWO)).out
    assert "Noch offen:\n" in out
    assert "  - Was geht über?" in out


def test_json_is_one_object_on_stdout_and_remarks_go_to_stderr(ikz: Ikz, write: Write) -> None:
    result = ikz("beraten", write(COMPLETE), "--json", "--ausgabe", "aus", "--format", "md")
    document = json.loads(result.out)
    assert document["empfehlung"]["form"] == "zweckverband"
    assert result.err.splitlines() == ["Geschrieben: aus/vermerk.md", "Geschrieben: aus/entwurf.md"]


def test_stichtag_decides_which_rules_hold(ikz: Ikz, write: Write) -> None:
    long = COMPLETE.replace("laufzeit_jahre: 5", "laufzeit_jahre: 50")
    assert "Zweckverband: zulässig mit Auflagen" in ikz("beraten", write(long)).out
    assert "Zweckverband: zulässig," in ikz("beraten", write(long), "--stichtag", "31.12.2011").out


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_real_cases_are_advised_on_with_the_real_rules(path: Path, ikz: Ikz) -> None:
    result = ikz("beraten", str(path), "--json", "--regeln", str(SHIPPED))
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["formen"]


def test_a_land_without_rules_gets_a_plain_statement(ikz: Ikz, write: Write) -> None:
    result = ikz("beraten", write(in_land("BW", "BW")))
    assert (result.code, result.err) == (0, "")
    assert "Das Recht des Landes Baden-Württemberg ist im Regelwerk noch nicht erfasst" in result.out
    document = json.loads(ikz("beraten", "fall.yaml", "--json").out)
    assert (document["formen"], document["empfehlung"]) == ([], None)
    assert [entry["land"] for entry in document["nicht_erfasst"]] == ["BW"]


def test_of_two_laender_the_covered_one_is_advised_on(ikz: Ikz, write: Write) -> None:
    result = ikz("beraten", write(in_land("BW", "HE")))
    assert result.code == 0
    assert "Zweckverband" in result.out
    assert "Das Recht des Landes Baden-Württemberg ist im Regelwerk noch nicht erfasst" in result.out


@pytest.mark.parametrize("command", [("warum", "fall.yaml", "zweckverband"), ("entwurf", "fall.yaml", "-o", "e.md")])
def test_what_cannot_be_answered_for_a_land_without_rules_says_so(command: tuple[str, ...], ikz: Ikz, write: Write, tmp_path: Path) -> None:
    write(in_land("BW", "BW"))
    result = ikz(*command)
    assert result.code == 1
    assert "Das Recht des Landes Baden-Württemberg ist im Regelwerk noch nicht erfasst" in result.err
    assert not (tmp_path / "e.md").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "fall.yaml: Die Datei ist leer."),
        ("a: [b", "fall.yaml:2:1: Hier endet eine Liste"),
        ("titel: x\n", "fall.yaml: Der Fall nennt keine Beteiligten; Zusammenarbeit braucht mindestens zwei."),
        (in_land("HE"), "fall.yaml: Der Fall nennt nur eine Beteiligte"),
        (in_land("HE", "XX"), "fall.yaml:3:40: „XX“ ist für „land“ nicht vorgesehen."),
        (TWO + "antworten: {uebergang: x}\n", "fall.yaml:4:24: uebergang: „x“ ist keine der Antworten."),
        ("a: " + "[" * 500, "fall.yaml:1:43: Die Datei ist zu tief verschachtelt."),
        (b"\xff\xfe", "fall.yaml:1:1: Die Datei ist nicht in UTF-8 gespeichert."),
        (TWO + '"\\e[2Jx": 1\n', "fall.yaml:4:1: Fall: Den Schlüssel „·[2Jx“ gibt es hier nicht."),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[:30].encode("ascii", "replace").decode(),
)
@pytest.mark.parametrize(
    "command", [("beraten", "fall.yaml"), ("beraten", "fall.yaml", "--json"), ("vermerk", "fall.yaml", "-o", "v.md")], ids=" ".join
)
def test_a_defective_case_is_explained_on_stderr(
    command: tuple[str, ...], content: str | bytes, message: str, ikz: Ikz, write: Write, tmp_path: Path
) -> None:
    write(content)
    result = ikz(*command)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(message)
    assert [path.name for path in tmp_path.iterdir()] == ["fall.yaml"]


def test_a_flood_of_defects_is_shown_in_part_and_counted(ikz: Ikz, write: Write) -> None:
    result = ikz("beraten", write(TWO + "antworten:\n" + "".join(f"  frage{number}: x\n" for number in range(250))))
    assert len(result.err.splitlines()) == 101
    assert result.err.endswith("… und 150 weitere.\n")


@pytest.mark.parametrize("command", ["beraten", "warum", "vermerk"])
def test_a_missing_file_or_a_folder_is_named(command: str, ikz: Ikz) -> None:
    rest = {"beraten": ["--json"], "warum": ["zweckverband"], "vermerk": ["-o", "v.md"]}[command]
    missing, folder = ikz(command, "nix.yaml", *rest), ikz(command, ".", *rest)
    assert (missing.code, missing.err) == (1, "nix.yaml: Die Datei gibt es nicht. Prüfen Sie Pfad und Schreibweise.\n")
    assert (folder.code, folder.err) == (1, ".: Das ist ein Ordner, keine Datei. Geben Sie eine Datei an.\n")


@pytest.mark.parametrize("name", ["<b>*x*</b>", "{{ 7*7 }}", "🏛️", "שלום", "| a | b |", "[x](http://y)", "$x^2$ \\section"])
def test_a_strange_name_goes_through_every_command(name: str, ikz: Ikz, write: Write, tmp_path: Path) -> None:
    write(COMPLETE.replace("name: A", "name: " + json.dumps(name, ensure_ascii=False)))
    assert ikz("beraten", "fall.yaml", "--ausgabe", "aus", "--format", "md,html").code == 0
    assert ikz("warum", "fall.yaml", "zweckverband").code == 0
    html = (tmp_path / "aus" / "entwurf.html").read_text(encoding="utf-8")
    assert "<b>*x*</b>" not in html
    assert "49" not in html or name != "{{ 7*7 }}"
    assert "<a href" not in html.partition("<body")[2].partition("(http://y)")[0] or name != "[x](http://y)"


def test_500_participants_are_advised_on(ikz: Ikz, write: Write) -> None:
    write(in_land(*["HE"] * 500) + COMPLETE.partition("HE}\n  - {name: B, art: gemeinde, land: HE}\n")[2])
    assert "Zweckverband: zulässig" in ikz("beraten", "fall.yaml").out
    write(in_land(*["HE"] * 501))
    assert ikz("beraten", "fall.yaml").err == "fall.yaml:502:5: Mehr als 500 Beteiligte sind nicht vorgesehen.\n"


# places to write to


def test_the_documents_are_written_into_a_new_folder(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    assert ikz("beraten", write(COMPLETE), "--ausgabe", "a/b", "--format", "html,md").code == 0
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == ["entwurf.html", "entwurf.md", "vermerk.html", "vermerk.md"]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (["vermerk", "fall.yaml", "-o", "nirgends/v.md"], "nirgends/v.md: Die Datei lässt sich nicht schreiben (den Pfad gibt es nicht)"),
        (["entwurf", "fall.yaml", "-o", "ordner.md"], "ordner.md: Die Datei lässt sich nicht schreiben (das ist ein Ordner)"),
        (["beraten", "fall.yaml", "--ausgabe", "fall.yaml"], "fall.yaml: Der Ordner lässt sich nicht anlegen (unter diesem Namen gibt es"),
        (["beraten", "fall.yaml", "--ausgabe", "fall.yaml/x"], "fall.yaml/x: Der Ordner lässt sich nicht anlegen (ein Teil des Pfads"),
        (["beraten", "--neu", "nirgends/neu.yaml"], "nirgends/neu.yaml: Die Datei lässt sich nicht schreiben (den Pfad gibt es nicht)"),
        (["vermerk", "fall.yaml", "-o", "v.docx", "--referenz", "nix.docx"], "nix.docx: Das ist keine Referenzdatei."),
    ],
)
def test_what_cannot_be_written_is_explained(call: list[str], reason: str, ikz: Ikz, write: Write, tmp_path: Path) -> None:
    write(COMPLETE)
    (tmp_path / "ordner.md").mkdir()
    result = ikz(*call)
    assert result.code == 1
    assert result.err.startswith(reason)
    assert (tmp_path / "fall.yaml").read_text(encoding="utf-8") == COMPLETE


# vermerk, entwurf, warum, fragen


def test_vermerk_and_entwurf_write_their_file(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    assert ikz("vermerk", write(COMPLETE), "-o", "v.md").out == "Geschrieben: v.md\n"
    assert "Zweckverband" in (tmp_path / "v.md").read_text(encoding="utf-8")
    assert ikz("entwurf", "fall.yaml", "--form", "HE:zweckverband", "-o", "e.MD").out == "Geschrieben: e.MD\n"
    assert "# Verbandssatzung" in (tmp_path / "e.MD").read_text(encoding="utf-8")


def test_a_form_that_is_not_admissible_gets_no_draft(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    result = ikz("entwurf", write(COMPLETE), "--form", "gemeinsame_anstalt", "-o", "e.md")
    assert result.code == 1
    assert "Die Form „Gemeinsame Anstalt“ ist ausgeschlossen." in result.err
    assert not (tmp_path / "e.md").exists()


@pytest.mark.parametrize("name", ["zwekverband", "NW:zweckverband", "HE:verein", ":", ""])
def test_an_unknown_form_is_a_wrong_call(name: str, ikz: Ikz, write: Write) -> None:
    result = ikz("warum", write(COMPLETE), name)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"Die Form „{name}“ gibt es in diesem Fall nicht.")


def test_warum_explains_and_gives_json(ikz: Ikz, write: Write) -> None:
    excluded = COMPLETE.replace("{name: B, art: gemeinde", "{name: B, art: privat")
    text = ikz("warum", write(excluded), "zweckverband")
    assert (text.code, text.err) == (0, "")
    assert "Private dürfen keine hoheitlichen Aufgaben haben." in text.out
    assert isinstance(json.loads(ikz("warum", "fall.yaml", "zweckverband", "--json").out), dict)


def test_fragen_lists_the_questions_of_a_land(ikz: Ikz) -> None:
    document = json.loads(ikz("fragen", "--land", "he", "--json").out)
    names = {question["id"] for question in document["fragen"]}
    assert "he_gleicher_kreis" in names
    assert "nw_gleicher_kreis" not in names
    assert "uebergang (auswahl): Was geht über?" in ikz("fragen").out


def test_fragen_says_when_a_land_has_no_rules(ikz: Ikz) -> None:
    result = ikz("fragen", "--land", "BW")
    assert (result.code, "uebergang" in result.out) == (0, True)
    assert result.err.startswith("Das Recht des Landes Baden-Württemberg ist im Regelwerk noch nicht erfasst")


# rules and templates


def test_a_rule_folder_that_does_not_exist_is_named(ikz: Ikz, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    message = "Den Regelordner gibt es nicht. Prüfen Sie --regeln oder die Variable IKZ_REGELN.\n"
    assert ikz("beraten", write(), "--regeln", "nix").err == f"nix: {message}"
    monkeypatch.setenv("IKZ_REGELN", "auch-nix")
    result = ikz("beraten", "fall.yaml")
    assert (result.code, result.out, result.err) == (1, "", f"auch-nix: {message}")


def test_own_templates_are_laid_over_the_shipped_ones(ikz: Ikz, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(COMPLETE)
    (tmp_path / "eigene").mkdir()
    (tmp_path / "eigene" / "vermerk.md").write_text("Eigener Vermerk.\n", encoding="utf-8")
    assert ikz("vermerk", "fall.yaml", "-o", "v.md", "--vorlagen", "eigene").code == 0
    assert "\nEigener Vermerk.\n" in (tmp_path / "v.md").read_text(encoding="utf-8")
    monkeypatch.setenv("IKZ_VORLAGEN", "nix")
    result = ikz("vermerk", "fall.yaml", "-o", "v.md")
    assert (result.code, result.err) == (
        1,
        "nix: Den Vorlagenordner gibt es nicht. Prüfen Sie --vorlagen oder die Variable IKZ_VORLAGEN.\n",
    )


def test_details_of_a_failure_are_shown_only_on_request(ikz: Ikz, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "eigene" / "stil").mkdir(parents=True)
    (tmp_path / "eigene" / "stil" / "dokument.typ").write_text('#import "@preview/cetz:0.2.0"', encoding="utf-8")
    call = ("vermerk", write(COMPLETE), "-o", "v.pdf", "--vorlagen", "eigene")
    result = ikz(*call)
    assert result.code == 1
    assert result.err == (
        "Die PDF-Vorlage „eigene/stil/dokument.typ:1“ verlangt ein Typst-Paket. "
        "Pakete werden nicht geladen; legen Sie die Datei neben die Vorlage und binden Sie sie von dort ein.\n"
    )
    monkeypatch.setenv("IKZ_FEHLERSUCHE", "1")
    assert run(list(call)) == 1
    assert not (tmp_path / "v.pdf").exists()


def test_replaced_characters_are_named_once_on_stderr(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    write(COMPLETE.replace("name: A", "name: 🏛️ \U000f0000"))
    for _ in range(2):
        result = ikz("beraten", "fall.yaml", "--ausgabe", "aus", "--format", "pdf,docx,odt", "--json")
        assert result.code == 0
        notes = [line for line in result.err.splitlines() if line.startswith("Hinweis: Im PDF steht")]
        assert len(notes) == 1
        assert "U+1F3DB" in notes[0]
    assert len(list((tmp_path / "aus").iterdir())) == 6


def test_documents_of_an_earlier_run_are_named(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    (tmp_path / "aus").mkdir()
    (tmp_path / "aus" / "entwurf.odt").touch()
    result = ikz("beraten", write(COMPLETE), "--ausgabe", "aus", "--format", "md")
    assert "Hinweis: aus/entwurf.odt stammt aus einem früheren Lauf und gehört nicht zu diesem Ergebnis.\n" in result.err
    assert (tmp_path / "aus" / "entwurf.odt").exists()


@pytest.mark.parametrize("reference", ["amt.docx", "amt.DOCX"])
def test_a_reference_file_that_cannot_be_used_is_named(reference: str, ikz: Ikz, write: Write, tmp_path: Path) -> None:
    write(b"kein Archiv", reference)
    result = ikz("vermerk", write(COMPLETE), "-o", "v.docx", "--referenz", reference)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(f"Die Referenzdatei „{reference}“ ist beschädigt. Öffnen Sie sie in Word oder LibreOffice")
    assert not (tmp_path / "v.docx").exists()


def test_a_rule_file_with_a_tag_is_reported_with_its_place(ikz: Ikz, folder: Path) -> None:
    path = folder / "laender/he/zweckverband.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("form: zweckverband", "form: !!str zweckverband"), encoding="utf-8")
    result = ikz("regeln", "pruefen", "regeln")
    assert result.code == 1
    assert "Typangaben mit „!“ sind nicht erlaubt." in result.out
    assert result.out.startswith("regeln/laender/he/zweckverband.yaml:")


def test_a_defective_template_is_named_with_its_line(ikz: Ikz, write: Write, tmp_path: Path) -> None:
    (tmp_path / "eigene").mkdir()
    (tmp_path / "eigene" / "vermerk.md").write_text("a\n{% if %}\n", encoding="utf-8")
    result = ikz("vermerk", write(COMPLETE), "-o", "v.md", "--vorlagen", "eigene")
    assert result.code == 1
    assert "vermerk.md:2" in result.err
    assert not (tmp_path / "v.md").exists()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(GOOD, tmp_path / "regeln")


def test_a_broken_land_is_switched_off_and_the_others_still_advise(ikz: Ikz, write: Write, folder: Path) -> None:
    (folder / "laender/he/zweckverband.yaml").write_text("a: [", encoding="utf-8")
    alone = ikz("beraten", write(in_land("NW", "NW")), "--regeln", "regeln")
    assert (alone.code, alone.err, "Zweckverband" in alone.out) == (0, "", True)
    both = ikz("beraten", write(in_land("NW", "HE")), "--regeln", "regeln", "--json")
    assert both.code == 0
    assert both.err.startswith("Hinweis: HE ist abgeschaltet, weil eine Regeldatei Fehler hat.")
    assert {form["land"] for form in json.loads(both.out)["formen"]} == {"NW"}


@pytest.mark.parametrize("file", ["fragen/1-gestaltung.yaml", "ableitungen/werte.yaml", "regelwerk.yaml"])
def test_a_broken_shared_file_stops_with_its_place(file: str, ikz: Ikz, write: Write, folder: Path) -> None:
    (folder / file).write_text("a: [", encoding="utf-8")
    for call in (["beraten", write()], ["beraten", "fall.yaml", "--json"], ["fragen"]):
        result = ikz(*call, "--regeln", "regeln")
        assert (result.code, result.out) == (1, "")
        assert result.err.startswith(f"regeln/{file}:2:1: ")


def test_regeln_pruefen_counts_a_good_folder_and_lists_the_defects_of_a_bad_one(ikz: Ikz, folder: Path) -> None:
    good = ikz("regeln", "pruefen", "regeln")
    assert (good.code, good.err) == (0, "")
    assert good.out.startswith("In Ordnung: 14 Regeln, 12 Fragen, ")
    path = folder / "laender/he/zweckverband.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("stufe: muss", "stufe: darf").replace("klausel: m", "klausel: x"), encoding="utf-8"
    )
    bad = ikz("regeln", "pruefen", "regeln")
    assert bad.code == 1
    assert [line.split(": ")[0] for line in bad.out.splitlines()] == [
        f"regeln/laender/he/zweckverband.yaml:{n}" for n in ("32:12", "33:14")
    ] + ["2 Fehler. Abgeschaltet"]


def test_regeln_testen_runs_the_cases_and_shows_what_failed(ikz: Ikz, folder: Path) -> None:
    assert ikz("regeln", "testen", "regeln").out == "2 Fälle bestanden, 0 nicht.\n"
    path = folder / "laender/he/zweckverband.faelle.yaml"
    good = path.read_text(encoding="utf-8")
    for old, new, message in (
        ("status: zulaessig", "status: offen", "Status: erwartet offen, ist zulaessig."),
        ("[private, lange]", "[privat]", "Eine Regel „privat“ gibt es hier nicht. Gemeint ist vielleicht „he.zweckverband.private“."),
        ("trifft_nicht_zu", "trifft_zu", "Regel he.zweckverband.private: erwartet trifft zu, ist trifft nicht zu."),
        ("laeuft_lange: nein", "laeuft_lange: ja", "Wert laeuft_lange: erwartet ja, ist nein."),
        ("laeuft_lange: nein", "laeuft_kurz: ja", "Einen Wert „laeuft_kurz“ gibt es nicht."),
        ("status: zulaessig", "statsu: zulaessig", "Den Schlüssel „statsu“ gibt es hier nicht."),
        ("uebergang: zustaendigkeit", "uebergnag: zustaendigkeit", "Eine Frage „uebergnag“ gibt es nicht."),
        ("    antworten:", "    stichtag: gestern\n    antworten:", "„gestern“ ist kein Datum."),
        ("faelle:", "fälle:", "Falldatei: Der Schlüssel „faelle“ fehlt."),
        ("faelle:", "faelle: [", "Hier endet eine Liste"),
        ("    erwartet:", "    erwartung:", "Den Schlüssel „erwartung“ gibt es hier nicht."),
    ):
        assert old in good
        path.write_text(good.replace(old, new), encoding="utf-8")
        result = ikz("regeln", "testen", "regeln")
        assert result.code == 1, new
        assert message in result.out
        assert "regeln/laender/he/zweckverband.faelle.yaml" in result.out
        assert result.out.endswith(" Fälle bestanden, 1 nicht.\n"), result.out


def test_regeln_testen_nur_takes_a_land_a_form_or_a_file_named_as_one_would(ikz: Ikz, folder: Path) -> None:
    path = folder / "laender/he/zweckverband.faelle.yaml"
    both = ("zweckverband", path.name)
    one = ("HE", "he", "he/zweckverband.faelle.yaml", f"regeln/{path.relative_to(folder).as_posix()}", str(path.resolve()))
    for named in (*both, *one):
        for rules in ("regeln", str(folder.resolve())):
            result = ikz("regeln", "testen", rules, "--nur", named)
            assert result.out == f"{2 if named in both else 1} Fälle bestanden, 0 nicht.\n", (rules, named)
    for named in ("BY", "anstalt", "verband.faelle.yaml", "regeln/laender/by/zweckverband.faelle.yaml"):
        result = ikz("regeln", "testen", "regeln", "--nur", named)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"Zu „{named}“ gibt es keine Fälle.")


def test_regeln_testen_without_any_case_does_not_pass(ikz: Ikz, folder: Path) -> None:
    for path in folder.rglob("*.faelle.yaml"):
        path.unlink()
    result = ikz("regeln", "testen", "regeln")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Neben den Regeln liegen keine Fälle.")
