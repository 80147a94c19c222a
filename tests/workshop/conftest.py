from __future__ import annotations

import shutil
from pathlib import Path

import pytest

GOOD = Path(__file__).resolve().parent.parent / "rulebase" / "gut"
DOSSIER = """\
land: HE
gesetze:
  - {abk: Gesetz HE, titel: Gesetz, quelle: q1}
formen:
  - id: zweckverband
    verfuegbar: true
    norm: "§§ 5–23 Gesetz HE"
    uebergang:
      - {fakt: "Die Zuständigkeit geht über.", norm: "§ 5 Gesetz HE", quelle: q1, sicherheit: text_gesehen}
      - {fakt: "Ohne Private bei hoheitlichen Aufgaben.", norm: "§ 6 Abs. 2 Gesetz HE", quelle: null, sicherheit: erinnerung}
    aufsicht: []
    dauer:
      - fakt: Eine Laufzeit von mehr als
          20 Jahren ist zu begründen.
        norm: § 7 Gesetz HE
        quelle: q1
        sicherheit: sekundaer
        weitere_quellen: [q2]
landesgrenzen:
  - {fakt: "Über die Grenze nur mit Vertrag.", norm: "§ 9 Gesetz HE", quelle: q1, sicherheit: sekundaer}
quellen:
  - {id: q1, titel: Gesetz HE}
  - {id: q2, titel: Leitfaden}
"""
FEDERAL = """\
ebene: BUND
vergabe:
  - {fakt: "Ab 216.000 Euro ist auszuschreiben.", norm: § 106 Abs. 1 GWB, quelle: gwb, sicherheit: text_gesehen}
quellen:
  - {id: gwb, titel: GWB}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the small valid rule folder."""
    return shutil.copytree(GOOD, tmp_path / "projekt" / "rules")


@pytest.fixture
def dossiers(tmp_path: Path) -> Path:
    """Where the dossiers lie if nothing else is said: two small ones."""
    folder = tmp_path / "shared" / "recht"
    folder.mkdir(parents=True)
    (folder / "HE.yaml").write_text(DOSSIER, encoding="utf-8")
    (folder / "BUND.yaml").write_text(FEDERAL, encoding="utf-8")
    return folder


def name(rules: Path, file: str, beleg: str, statements: str, *, count: int = 1) -> None:
    """Write `aussagen` behind the first lines of a file with that evidence."""
    path = rules / file
    text = path.read_text(encoding="utf-8")
    assert text.count(beleg) >= count
    path.write_text(text.replace(beleg, f"{beleg}\n    aussagen: [{statements}]", count), encoding="utf-8")
