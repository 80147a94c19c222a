from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ikz_recht.register.build import build
from ikz_recht.register.locate import EXAMPLE
from ikz_recht.register.model import ASSOCIATION_KINDS, MUNICIPALITY_KINDS
from ikz_recht.register.store import Register, open_register
from ikz_recht.rulebase.fact import LANDS
from ikz_recht.rulebase.problem import InputProblems

DATA = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "daten"
MUNICIPALITIES = (EXAMPLE / "gemeinden.csv").read_text(encoding="utf-8")
NEIGHBOURS = (EXAMPLE / "nachbarn.csv").read_text(encoding="utf-8")
HEAD = MUNICIPALITIES.split("\n", 1)[0] + "\n"
# Made-up lines of real shape: an Amt of two, a Stadtkreis, a gemeindefreies Gebiet, a name that is borne twice.
VARIED = HEAD + (
    "010515163003,01051003,Averlak,Kreisangehörige Gemeinde,Schleswig-Holstein,01051,Dithmarschen,010515163,Marne,608,9.06,25715,9.18,53.94,2026-02-28\n"
    "010515163010,01051010,Neukirchen,Kreisangehörige Gemeinde,Schleswig-Holstein,01051,Dithmarschen,010515163,Marne,186,6.07,25712,9.22,54.00,2026-02-28\n"
    "034010000000,03401000,Neukirchen,Kreisfreie Stadt,Niedersachsen,03401,Neukirchen,,,,,,,,2026-02-28\n"
    '033589501501,03358501,"Osterheide, gemfr. Bezirk","Gemeindefreies Gebiet, bewohnt",Niedersachsen,03358,Heidekreis,,,700,,,,,2026-02-28\n'
    "082210000000,08221000,Heidelberg,Stadtkreis,Baden-Württemberg,08221,Heidelberg,,,155756,108.83,69117,8.7,49.4,2026-02-28\n"
)
ASSOCIATIONS = (
    "verband,verband_name,art,sitz,land,kreis,kreis_name,mitglieder,einwohner,flaeche_km2,stand\n"
    "010515163,Marne,Amt,Marne,Schleswig-Holstein,01051,Dithmarschen,2,794,15.13,2026-02-28\n"
)
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file with this content; the answer is its path."""

    def to_file(content: str, name: str) -> Path:
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return to_file


@pytest.fixture
def varied(write: Write, tmp_path: Path) -> Register:
    """The made-up register, opened."""
    target = tmp_path / "register.sqlite"
    target.write_bytes(build([write(VARIED, "gemeinden.csv"), write(ASSOCIATIONS, "verbaende.csv")]).data)
    return open_register(target)


def messages(*paths: Path) -> list[str]:
    """What is said of files that cannot be loaded, each as „file:line:column: text“."""
    with pytest.raises(InputProblems) as caught:
        build(paths)
    return [f"{item.place.path.name}:{item.place.line}:{item.place.column}: {item.text}" for item in caught.value.problems]


def gv100ad(register: Register, day: dt.date) -> str:
    """A register written as a GV100AD file."""
    kinds = {word: code for code, word in MUNICIPALITY_KINDS.items()}
    associations = {word: code for code, word in ASSOCIATION_KINDS.items() if code != 57}
    lines: dict[str, str] = {}
    for item in register.municipalities():
        start, key = f"{day:%Y%m%d}", item.ars[:9]
        association = register.association(item.association_key)
        name, seat, kind = (association.name, association.seat, association.kind) if association else (item.name, "", "")
        district = 41 if item.kind == "Kreisfreie Stadt" else 42 if item.kind == "Stadtkreis" else 44
        lines.setdefault(item.ags[:2], f"10{start}{item.ags[:2]:12}{LANDS[item.land]:50}")
        lines.setdefault(item.ags[:5], f"40{start}{item.ags[:5]:12}{item.district_name:100}{district}")
        lines.setdefault(key, f"50{start}{key[:5]:8}{key[5:]}{name[:50]:50}{seat[:50]:50}{associations[kind]}")
        numbers = f"{round((item.area_km2 or 0) * 100):011}{item.inhabitants or 1:011}{0:011}"
        lines[item.ags] = f"60{start}{item.ags}{key[5:]}{item.name[:50]:100}{kinds[item.kind]}    {numbers}    {item.postcode}"
    return "\n".join(f"{line:220}" for line in lines.values()) + "\n"
