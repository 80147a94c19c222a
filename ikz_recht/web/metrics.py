"""How many requests, how long, how many failed: counted in memory, shown as Prometheus text."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import Engine, func, select

from .security import App, Receive, Scope, Send
from .store.schema import cases, projects, sessions

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_METHODS = frozenset(("GET", "HEAD", "POST"))


class Meter:
    """ASGI middleware that counts. Only one thread, that of the event loop, changes the counts."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.requests: Counter[tuple[str, int]] = Counter()
        self.buckets: Counter[float] = Counter()
        self.seconds = 0.0
        self.running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and count what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def sending(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self.running += 1
        try:
            await self.app(scope, receive, sending)
        finally:
            self.running -= 1
            self._count(scope["method"], status, time.perf_counter() - begun)

    def _count(self, method: str, status: int, seconds: float) -> None:
        self.requests[method if method in _METHODS else "sonst", status] += 1
        self.seconds += seconds
        self.buckets[next((limit for limit in BUCKETS if seconds <= limit), float("inf"))] += 1


def as_text(meter: Meter, engine: Engine) -> str:
    """All figures in the text format of Prometheus."""
    return "\n".join([*_requests(meter), *_durations(meter), *_contents(engine), ""])


def _requests(meter: Meter) -> Iterator[str]:
    yield "# HELP ikz_anfragen_total Beantwortete Anfragen nach Methode und Status."
    yield "# TYPE ikz_anfragen_total counter"
    for (method, status), count in sorted(meter.requests.items()):
        yield f'ikz_anfragen_total{{methode="{method}",status="{status}"}} {count}'
    yield "# HELP ikz_fehler_total Anfragen, an denen das Programm gescheitert ist (Status 500 und mehr)."
    yield "# TYPE ikz_fehler_total counter"
    yield f"ikz_fehler_total {sum(count for (_, status), count in meter.requests.items() if status >= 500)}"
    yield "# HELP ikz_laufende_anfragen Anfragen, die gerade bearbeitet werden."
    yield "# TYPE ikz_laufende_anfragen gauge"
    yield f"ikz_laufende_anfragen {meter.running}"


def _durations(meter: Meter) -> Iterator[str]:
    yield "# HELP ikz_anfrage_sekunden Dauer der Anfragen."
    yield "# TYPE ikz_anfrage_sekunden histogram"
    total = 0
    for limit in BUCKETS:
        total += meter.buckets[limit]
        yield f'ikz_anfrage_sekunden_bucket{{le="{limit:g}"}} {total}'
    total += meter.buckets[float("inf")]
    yield f'ikz_anfrage_sekunden_bucket{{le="+Inf"}} {total}'
    yield f"ikz_anfrage_sekunden_sum {meter.seconds:.6f}"
    yield f"ikz_anfrage_sekunden_count {total}"


def _contents(engine: Engine) -> Iterator[str]:
    with engine.connect() as connection:
        for table, name, text in ((projects, "vorhaben", "Vorhaben"), (cases, "faelle", "Fälle"), (sessions, "anmeldungen", "Anmeldungen")):
            count = connection.execute(select(func.count()).select_from(table)).scalar() or 0
            yield f"# HELP ikz_{name} {text} in der Datenbank."
            yield f"# TYPE ikz_{name} gauge"
            yield f"ikz_{name} {count}"
