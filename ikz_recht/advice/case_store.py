"""A case file while somebody works on it: locked against a second session, and compared before every writing."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..rulebase.model import Rulebase
from ..rulebase.nodes import MAX_BYTES, parse_nodes
from ..rulebase.problem import InputProblems, Place, Problem
from ..rulebase.reading import decoded, read_limited
from .case import Case, case_bytes, case_from
from .files import not_written, write_atomically
from .locks import Busy, locked

_WAIT = 1.5  # a session that has just been killed may still be ending


@dataclass
class CaseStore:
    """The file of one session. `save` never writes over what somebody else has put there in the meantime."""

    path: Path
    saved: Case = field(default_factory=Case)  # as last written or read
    _seen: bytes | None = field(default=None, repr=False)

    def load(self, rulebase: Rulebase) -> Case:
        """The case in the file, an empty one if there is no file. Raises InputProblems."""
        if not self.path.exists():
            return Case()
        self._seen = read_limited(self.path, MAX_BYTES)
        self.saved = case_from(parse_nodes(decoded(self._seen, self.path), self.path), rulebase)
        return self.saved

    def save(self, case: Case) -> None:
        """Write the case. If the file is no longer as this session left it, the case goes into a file beside it. Raises InputProblems."""
        self.saved, data = case, case_bytes(case)
        if os.path.lexists(self.path):
            now = self._now()
            if now != self._seen:
                self._give_way(data)
            if now == data:
                return
        write_atomically(self.path, data)
        self._seen = data

    def _now(self) -> bytes | None:
        """What is in the file; nothing if it has become something that cannot be read."""
        try:
            return read_limited(self.path, MAX_BYTES)
        except InputProblems:
            return None

    def _give_way(self, data: bytes) -> None:
        beside = _free_name(self.path)
        write_atomically(beside, data)
        text = "Jemand hat die Falldatei während des Gesprächs geändert; sie bleibt, wie sie ist."
        remedy = f"Die Antworten dieses Gesprächs stehen in „{beside}“. Übernehmen Sie von dort, was in „{self.path}“ fehlt."
        raise InputProblems([Problem(Place(self.path), text, remedy)])


@contextlib.contextmanager
def open_case(path: Path) -> Iterator[CaseStore]:
    """The case file for one session. Raises InputProblems if another session has it, or if its folder cannot be written."""
    target = Path(os.path.realpath(path, strict=False))
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locked(target, _WAIT))
        except Busy as busy:
            who = f" (Prozess {busy.holder})" if busy.holder else ""
            text = f"Zu dieser Falldatei läuft schon ein Gespräch{who}."
            raise InputProblems(
                [Problem(Place(path), text, "Beenden Sie es dort mit „sichern“, oder nehmen Sie eine andere Datei.")]
            ) from None
        except OSError as error:
            raise not_written(path, error) from None
        yield CaseStore(path)


def _free_name(path: Path) -> Path:
    number = 2
    while (beside := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    return beside
