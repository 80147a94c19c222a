"""Long work beside the pages: documents and searches in processes of their own, few at a time, with less right to the processor than the pages."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Concatenate, ParamSpec, TypeVar

from ..documents.meta import RenderProblem
from ..documents.templating import TemplateProblem
from ..documents.write import Office
from ..rulebase.model import Rulebase
from ..rulebase.problem import InputProblems, Problem

WAITING = 12
SECONDS = 60
_NICE = 5
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job works with: the same rules as the pages, the templates."""

    rulebase: Rulebase
    office: Office


class Busy(Exception):
    """So much is waiting already, or the work takes so long, that it is better to come again later."""


class Workers:
    """At most `processes` jobs run and `WAITING` more wait, so that enough threads are left for pages. 0 processes: two threads (for tests)."""

    def __init__(self, tools: Tools, processes: int) -> None:
        self._tools, self._processes = tools, processes
        self._room = threading.BoundedSemaphore(max(2, processes) + WAITING)
        self._pool = self._begin()

    def _begin(self) -> Executor:
        if self._processes == 0:
            return ThreadPoolExecutor(2, thread_name_prefix="dokument")
        # Processes start with the first job. Not by fork: this process has threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._processes, context, initializer=_prepare, initargs=(self._tools,))

    def run(self, job: Callable[Concatenate[Tools, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the job gives; it and its arguments must be such that another process can take them.

        Raises Busy, and from the job InputProblems and RenderProblem.
        """
        if not self._room.acquire(blocking=False):
            raise Busy
        pool = self._pool
        try:
            future = pool.submit(_done, None if self._processes else self._tools, job, args, kwargs)
            try:
                outcome = future.result(SECONDS)
            except TimeoutError:
                future.cancel()
                raise Busy from None
        except BrokenExecutor:  # a process was killed, perhaps for want of memory: the next job gets others
            self._renew(pool)
            raise Busy from None
        finally:
            self._room.release()
        return outcome.given()  # type: ignore[no-any-return]

    def close(self) -> None:
        """Take nothing more; what runs is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _renew(self, broken: Executor) -> None:
        if self._pool is broken:
            self._pool = self._begin()


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What comes back from the other process: exceptions of ours do not all survive the way, their parts do."""

    value: Any = None
    problems: tuple[Problem, ...] = ()
    failure: str = ""

    def given(self) -> Any:
        if self.problems:
            raise InputProblems(self.problems)
        if self.failure:
            raise RenderProblem(self.failure)
        return self.value


_own: Tools | None = None


def _prepare(tools: Tools) -> None:
    """Once in each process."""
    global _own
    _own = tools
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICE)
    end_with_parent()


def end_with_parent() -> None:
    """End this process as soon as the one that started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(0)), daemon=True).start()


def _done(tools: Tools | None, job: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Outcome:
    chosen = tools or _own
    assert chosen is not None
    try:
        return _Outcome(job(chosen, *args, **kwargs))
    except InputProblems as found:
        return _Outcome(problems=found.problems)
    except (RenderProblem, TemplateProblem) as problem:
        return _Outcome(failure=str(problem))
