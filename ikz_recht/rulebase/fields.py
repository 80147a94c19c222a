"""Reading the keys of a YAML mapping: every wrong type, unknown key or missing value becomes a problem, and reading goes on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator

from .fact import FactType, Kind, ValueProblem, parse_date, parse_value
from .nodes import Mapping, Node, Scalar, Sequence
from .problem import Place, Problem, suggestion

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
FACT_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_COMMA = 'In geschweiften Klammern trennt ein Komma die Angaben: Setzen Sie Zahlen mit Komma in Anführungszeichen, zum Beispiel "1,5".'


class Report(list[Problem]):
    """Collects problems."""

    def add(self, place: Place, text: str, remedy: str = "") -> None:
        """Note one problem."""
        self.append(Problem(place, text, remedy))

    def suggestion(self, word: str, known: Collection[str]) -> str:
        """A remedy as `suggestion` gives it; not after a hundred problems, because looking for similar words takes time."""
        return suggestion(word, known) if len(self) < 100 else ""


class Fields:
    """The keys of one mapping. Call `done` at the end: keys that nobody asked for are reported."""

    def __init__(self, node: Node, report: Report, what: str) -> None:
        self.report, self.what, self.place = report, what, node.place
        self._entries: dict[str, tuple[Place, Node]] = {}
        self._asked: set[str] = set()
        self._readable = isinstance(node, Mapping)
        if isinstance(node, Mapping):
            self._entries = node.entries
        else:
            report.add(node.place, f"{what} muss aus Schlüsseln und Werten bestehen.", "Schreiben Sie „schlüssel: wert“.")

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """The node of a key, or None."""
        self._asked.add(key)
        if key in self._entries:
            return self._entries[key][1]
        if required and self._readable:
            self.report.add(self.place, f"{self.what}: Der Schlüssel „{key}“ fehlt.", f"Ergänzen Sie „{key}: …“.")
        return None

    def text(self, key: str, *, required: bool = True) -> str:
        """A text; "" if missing."""
        node = self.node(key, required=required)
        if node is None:
            return ""
        if not isinstance(node, Scalar):
            self.report.add(node.place, f"„{key}“ muss ein Text sein.", "Setzen Sie Text mit Sonderzeichen in Anführungszeichen.")
            return ""
        text = " ".join(node.text.split())
        if required and not text:
            self.report.add(node.place, f"„{key}“ ist leer.", "Tragen Sie einen Text ein.")
        return text

    def choice(self, key: str, allowed: Collection[str], *, required: bool = True, default: str = "") -> str:
        """One of the allowed words; the default if missing or wrong."""
        text = self.text(key, required=required)
        if text and text not in allowed:
            hint = self.report.suggestion(text, allowed)
            self.report.add(self._entries[key][1].place, f"„{text}“ ist für „{key}“ nicht vorgesehen.", hint)
            return default
        return text or default

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """ja or nein; required if there is no default."""
        return self.choice(key, ("ja", "nein"), required=default is None, default="ja" if default else "nein") == "ja"

    def identifier(self, pattern: re.Pattern[str] = ID) -> str:
        """The key `id`, of the given shape."""
        text = self.text("id")
        if text and not pattern.match(text):
            shape = "Kleinbuchstaben, Ziffern und Unterstriche" if pattern is FACT_ID else "Kleinbuchstaben, Ziffern und Bindestriche"
            self.report.add(self._entries["id"][1].place, f"„{text}“ ist keine gültige id.", f"Erlaubt sind {shape}.")
        return text

    def date(self, key: str, *, required: bool = False) -> dt.date | None:
        """A date, or None."""
        text = self.text(key, required=required)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueProblem as problem:
            self.report.add(self._entries[key][1].place, str(problem), problem.remedy)
            return None

    def number(self, key: str) -> float | None:
        """A number, or None."""
        text = self.text(key, required=False)
        try:
            value = parse_value(text, FactType(Kind.NUMBER)) if text else None
            return value if isinstance(value, int | float) else None
        except ValueProblem as problem:
            self.report.add(self._entries[key][1].place, str(problem), problem.remedy)
            return None

    def items(self, key: str, *, required: bool = False) -> tuple[Node, ...]:
        """The items of a list; () if missing."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.report.add(node.place, f"„{key}“ muss eine Liste sein.", "Jeder Eintrag beginnt mit „- “.")
            return ()
        return node.items

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of words."""
        words = []
        for item in self.items(key, required=required):
            if isinstance(item, Scalar):
                words.append(" ".join(item.text.split()))
            else:
                self.report.add(
                    item.place, f"In „{key}“ stehen nur einzelne Wörter oder Sätze.", "Setzen Sie Sätze mit „: “ in Anführungszeichen."
                )
        return tuple(words)

    def pairs(self, key: str) -> Iterator[tuple[str, Place, Node]]:
        """The entries of a nested mapping."""
        node = self.node(key)
        if node is None:
            return
        if not isinstance(node, Mapping):
            self.report.add(node.place, f"„{key}“ muss aus Schlüsseln und Werten bestehen.", "")
            return
        for name, (place, value) in node.entries.items():
            yield name, place, value

    def done(self) -> None:
        """Report the keys that nobody asked for."""
        for key, (place, _) in self._entries.items():
            if key not in self._asked:
                hint = _COMMA if key.isdigit() else self.report.suggestion(key, self._asked) or "Streichen Sie ihn."
                self.report.add(place, f"{self.what}: Den Schlüssel „{key}“ gibt es hier nicht.", hint)
