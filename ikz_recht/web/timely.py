"""HTTP for clients that may be slow on purpose: who does not finish the head of a request in time, or does not take the answer, is cut off.

uvicorn itself waits for both without end, and as many waiting connections as it allows would keep everybody else out.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0
TAKE_SECONDS = 60.0  # in which some of an answer must have been taken


class TimelyProtocol(H11Protocol):
    """uvicorn's protocol with a limit for the time until a request is known. Bodies have their own limit, see `security`."""

    _limit: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """The first head is awaited from the moment of connecting."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """A request under way ends the waiting; the first bytes of the next one begin it again."""
        if not self._busy():
            self._await_head()
        super().data_received(data)
        if self._busy():
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more to wait for."""
        self._stop_waiting()
        self._is_taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The client takes its answer more slowly than it is given."""
        super().pause_writing()
        self._is_taken()
        self._taking = self.loop.call_later(TAKE_SECONDS, self._abort)

    def resume_writing(self) -> None:
        """It has taken most of what was waiting."""
        self._is_taken()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """An orderly end waits until the answer is taken; not for long."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(TAKE_SECONDS, self._abort)

    def on_response_complete(self) -> None:
        """Keep-alive has uvicorn's own limit; a request that is already here starts at once."""
        super().on_response_complete()
        if self._busy():
            self._stop_waiting()

    def _busy(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _await_head(self) -> None:
        if self._limit is None:
            self._limit = self.loop.call_later(HEAD_SECONDS, self._cut_off)

    def _stop_waiting(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _is_taken(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None

    def _cut_off(self) -> None:
        self._limit = None
        if not self._busy():
            self._abort()

    def _abort(self) -> None:
        self.transport.abort()  # closing would wait for what the client does not take
