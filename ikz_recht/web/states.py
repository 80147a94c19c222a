"""Interviews kept in memory, so that what was computed when an answer came serves the page that follows it. The database stays the truth."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict

from ..advice.interview import Interview
from ..rulebase.model import Rulebase
from .store.projects import StoredCase


class States:
    """The newest state of the cases that were open last, at most `most` of them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._by_case: OrderedDict[str, tuple[int, Interview]] = OrderedDict()

    def find(self, stored: StoredCase, rulebase: Rulebase, day: dt.date) -> Interview | None:
        """The state of exactly this version, these rules and this day."""
        with self._lock:
            version, state = self._by_case.get(stored.id, (0, None))
            if state is None or version != stored.version or state.rulebase is not rulebase or state.day != day:
                return None
            self._by_case.move_to_end(stored.id)
            return state

    def put(self, case: str, version: int, state: Interview) -> None:
        """Keep a state; the one not used for longest goes."""
        with self._lock:
            self._by_case[case] = (version, state)
            self._by_case.move_to_end(case)
            if len(self._by_case) > self.most:
                self._by_case.popitem(last=False)
