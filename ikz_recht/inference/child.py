"""Work done in a forked child process: what it spoils, or does not give back, ends with it."""

from __future__ import annotations

import gc
import os
import pickle
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")


class ChildCrashed(Exception):
    """The child ended before it had said everything."""


class Child(Generic[T]):
    """Work done in a forked child. What it leaves behind is collected later: its end, the release of its memory, need not be waited for."""

    _finished: ClassVar[list[int]] = []

    def __init__(self, work: Callable[[], T]) -> None:
        self.reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                gc.disable()  # a collection would copy every page that parent and child share
                os.close(self.reading)
                with os.fdopen(writing, "wb") as stream:
                    pickle.dump(work(), stream)
            finally:
                os._exit(0)
        os.close(writing)

    def fileno(self) -> int:
        """Becomes readable once the work is done; lets several children be waited for at once."""
        return self.reading

    def result(self) -> T:
        """What the work gave. Raises ChildCrashed."""
        with os.fdopen(self.reading, "rb") as stream:
            data = stream.read()
        self._finished.append(self.pid)
        self._finished[:] = [pid for pid in self._finished if _runs(pid)]
        try:
            found: T = pickle.loads(data)
        except (EOFError, pickle.UnpicklingError):
            raise ChildCrashed from None
        return found


def _runs(child: int) -> bool:
    """Whether the child still has to be collected; one of the process from which this one was forked is not ours to collect."""
    try:
        return os.waitpid(child, os.WNOHANG)[0] == 0
    except ChildProcessError:
        return False
