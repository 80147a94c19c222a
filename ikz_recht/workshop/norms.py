"""Check of every `norm`: can it be read, and does the Land know the law?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from ..rulebase.fact import LANDS
from ..rulebase.model import Rulebase
from ..rulebase.nodes import Scalar
from ..rulebase.norm import laws
from ..rulebase.problem import Problem
from ..rulebase.read_norm import NormProblem, parse
from .rule_files import Entry, RuleFiles, within

FEDERAL_LIST = "rules/bund/quellen.yaml"
_UNION_ACT = re.compile(r"(VO|RL|Richtlinie|Verordnung|Beschluss|Entscheidung) (\((EU|EG|EWG)\) )?(Nr\. )?\d+/\d+")
_DATED_ACT = re.compile(r"(Gesetz|Verordnung|Bekanntmachung|Erlass|Richtlinie) vom \d{1,2}\.\d{1,2}\.\d{4}$")
_CLOSE = 0.75
_MARKS = {
    "NRW": "NW",
    "NW": "NW",
    "HE": "HE",
    "BW": "BW",
    "RP": "RP",
    "SL": "SL",
    "M-V": "MV",
    "LSA": "ST",
    "BY": "BY",
    "SN": "SN",
    "TH": "TH",
}
_BEGINNINGS = {"Sächs": "SN", "Thür": "TH", "Bay": "BY", "Bbg": "BB", "Hess": "HE", "Saarl": "SL"}


def check_norms(rulebase: Rulebase, files: RuleFiles) -> Iterator[Problem]:
    """Norms that cannot be read, and laws that neither the Land nor the federation lists or that belong to another Land."""
    known = known_laws(rulebase)
    for path in files.nodes:
        land = files.land_of(path)
        for entry in files.entries(path):
            node = entry.node.entries["norm"][1] if "norm" in entry.node.entries else None
            if isinstance(node, Scalar) and node.text.strip():
                yield from _check_norm(node, land, entry, known, lists_complete=not rulebase.disabled)


def known_laws(rulebase: Rulebase) -> dict[str, frozenset[str]]:
    """Names of laws by Land; "" for the federation."""
    known = {land: frozenset((*(item.abbreviation for item in law.statutes), *law.cited)) for land, law in rulebase.lands.items()}
    known[""] = frozenset((*(item.abbreviation for item in rulebase.federal_statutes), *rulebase.federal_cited))
    return known


def _check_norm(node: Scalar, land: str, entry: Entry, known: Mapping[str, frozenset[str]], *, lists_complete: bool) -> Iterator[Problem]:
    text = " ".join(node.text.split())
    try:
        citation = parse(text)
    except NormProblem as problem:
        yield Problem(within(node, problem.offset), str(problem), problem.remedy)
        return
    everywhere = not land or "landesgrenzen" in entry.keys
    if land not in known or (everywhere and not lists_complete):
        return  # a list of laws that may be cited here was not read, because its file has errors
    allowed = _allowed(land, entry, known)
    for name in dict.fromkeys(laws(citation)):
        if name not in allowed and not _UNION_ACT.match(name) and not _DATED_ACT.match(name):
            yield _unknown(name, node, max(text.find(name), 0), land, known)


def _allowed(land: str, entry: Entry, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The laws that may be cited there: a Land cites its own and federal ones, across borders also others; shared files cite any."""
    everywhere = not land or "landesgrenzen" in entry.keys
    return frozenset().union(*(names for owner, names in known.items() if everywhere or owner in ("", land)))


def _unknown(name: str, node: Scalar, offset: int, land: str, known: Mapping[str, frozenset[str]]) -> Problem:
    place = within(node, offset)
    listed = Path("rules", "laender", land.lower(), "land.yaml").as_posix() if land else FEDERAL_LIST
    owner = next((other for other, names in known.items() if land and other not in ("", land) and name in names), "")
    if owner:
        remedy = f"Nennen Sie die eigene Vorschrift. Ist das fremde Gesetz gemeint, nehmen Sie es unter „zitiert“ in {listed} auf."
        return Problem(place, f"„{name}“ ist ein Gesetz von {LANDS[owner]}, nicht von {LANDS[land]}.", remedy)
    if land and (likely := _by_name(name)) not in ("", land):
        text = f"„{name}“ gehört dem Namen nach zu {LANDS[likely]}, nicht zu {LANDS[land]}."
        return Problem(place, text, f"Nennen Sie die eigene Vorschrift, oder nehmen Sie das Gesetz unter „zitiert“ in {listed} auf.")
    close = get_close_matches(name, sorted(known.get(land, frozenset()) | known[""]), n=1, cutoff=_CLOSE)
    guess = f"Gemeint ist vielleicht „{close[0]}“; sonst ergänzen" if close else "Ergänzen"
    return Problem(place, f"Das Gesetz „{name}“ steht in keiner Liste.", f"{guess} Sie es unter „gesetze“ oder „zitiert“ in {listed}.")


def _by_name(name: str) -> str:
    """The Land that the abbreviation itself names („GkG NRW“, „SächsKomZG“); "" if none."""
    ending = next((land for mark, land in _MARKS.items() if name.endswith((f" {mark}", f"-{mark}"))), "")
    return ending or next((land for beginning, land in _BEGINNINGS.items() if name.startswith(beginning)), "")
