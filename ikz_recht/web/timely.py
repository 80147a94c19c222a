"""HTTP for clients that may be slow on purpose: who does not finish the head of a request in time is cut off (uvicorn itself waits forever)."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0


class TimelyProtocol(H11Protocol):
    """uvicorn's protocol with a limit for the time until a request is known. Bodies have their own limit, see `security`."""

    _limit: asyncio.TimerHandle | None = None

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
        super().connection_lost(exc)

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

    def _cut_off(self) -> None:
        self._limit = None
        if not self._busy() and not self.transport.is_closing():
            self.transport.close()
