"""Many questionnaires at once: .venv/bin/python -m tests.benchmarks.web_load --personen 100 --antworten 50 --bedenkzeit 10

Starts a server of its own and drives it as browsers do: each person has a connection and a case, thinks, answers, and gets the next page (the
redirect counts as part of the answer). Thinking takes an exponentially distributed time with the given mean, for people do not click in step.
With `--dokumente N` every Nth answer is followed by a download of the memo as DOCX by somebody else, whose time is counted apart.
`--anfragen 10000` asks pages one after the other instead and shows the memory of the server after every thousand, and the times.
`--start` shows how long it takes from the command to the first page, and how large that is. Other options go to `ikz-recht web`.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx2

PROJECT = Path(__file__).resolve().parents[2]
TASKS = ("standesamt", "bauhof", "trinkwasser", "kasse", "andere", "gewerbegebiet", "abfall", "vhs")
LANDS = ("HE", "NW", "BY", "SN", "NI", "BW")
_MARK = re.compile(r'name="marke" value="([^"]*)"')
_STAND = re.compile(r'name="stand" value="([^"]*)"')
_CHOICES = re.compile(r'type="(?:radio|checkbox)" id="[^"]*" name="(antwort|antwort_unbekannt)" value="([^"]*)"')
_CHANGE = re.compile(r'href="(/fall/[^"]+/frage/[^"?]+)\?danach=zusammenfassung"')


@dataclass
class Times:
    """What was measured, in seconds."""

    answers: list[float] = field(default_factory=list)
    documents: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Person:
    """Somebody with a browser: the last page and its address."""

    client: httpx2.AsyncClient
    random: random.Random
    address: str = ""
    text: str = ""
    land: str = ""
    took: float = 0.0

    async def open(self, address: str) -> None:
        """Get a page."""
        await self._take(await self.client.get(address))

    async def send(self, action: str = "", **fields: str) -> None:
        """Send a form of the page, and get the page that it leads to; `took` says how long that was."""
        hidden = {
            name: html.unescape(found[1])
            for name, found in (("marke", _MARK.search(self.text)), ("stand", _STAND.search(self.text)))
            if found
        }
        before = time.perf_counter()
        await self._take(await self.client.post(action or self.address, data={**hidden, **fields}))
        self.took = time.perf_counter() - before

    async def _take(self, answer: httpx2.Response) -> None:
        while answer.status_code == 303:
            answer = await self.client.get(urljoin(str(answer.url), answer.headers["location"]))
        self.text, self.address = answer.text, urlsplit(str(answer.url)).path
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} {self.address}")

    async def begin(self, start: str) -> None:
        """A new project."""
        if start:
            await self.open(start)
        await self.open("/")
        await self.send("/vorhaben", titel="Last")

    async def answer(self) -> None:
        """Whatever this page wants, at random."""
        if self.address.endswith("/beteiligte"):
            if self.text.count('name="streichen"') < 2:
                number = self.random.randrange(10_000)
                self.land = self.land or self.random.choice(LANDS)
                await self.send(name=f"Gemeinde {number}", art="gemeinde", land=self.land, kreis="Landkreis A", einwohner=str(500 + number))
            else:
                await self.send(weiter="1", rolle=self.random.choice(("offen", "gemeinsam", "0")))
        elif self.address.endswith("/vorgaben"):
            await self.send()
        elif self.address.endswith("/ergebnis"):
            await self._after_the_result()
        elif self.address.endswith("/frage/aufgabe"):
            await self.send(antwort=self.random.choice(TASKS))
        else:
            await self._question()

    async def _after_the_result(self) -> None:
        """Go deeper; once all is answered, change something."""
        case = self.address.rsplit("/", 1)[0]
        if "/vertiefen" in self.text:
            await self.send(f"{case}/vertiefen")
        if self.address.endswith("/ergebnis"):
            await self.open(f"{case}/zusammenfassung")
            questions = [item for item in _CHANGE.findall(self.text) if not item.endswith("/aufgabe")]
            await self.open(self.random.choice(questions))
            await self._question()

    async def _question(self) -> None:
        choices = _CHOICES.findall(self.text)
        name, value = self.random.choice([item for item in choices if item[1] != "keine_davon"] or [("antwort_unbekannt", "weiss_nicht")])
        await self.send(**{name: value})


async def questionnaire(person: Person, start: str, answers: int, thinking: float, times: Times, every: int) -> None:
    """One person from the first page to the last answer."""
    await asyncio.sleep(person.random.uniform(0, thinking * 2))
    background: set[asyncio.Task[None]] = set()
    try:
        await person.begin(start)
        for number in range(answers):
            await asyncio.sleep(person.random.expovariate(1 / thinking) if thinking else 0)
            await person.answer()
            times.answers.append(person.took)
            if every and len(times.answers) % every == 0 and number > 8:
                background.add(asyncio.create_task(download(person, times)))
    except Exception as error:
        times.errors.append(f"{type(error).__name__}: {error}"[:200])
    await asyncio.gather(*background)


async def download(person: Person, times: Times) -> None:
    """The memo, for which the page does not wait."""
    case = "/".join(person.address.split("/")[:3])
    before = time.perf_counter()
    try:
        answer = await person.client.get(f"{case}/dokument/vermerk.docx")
        if answer.status_code == 200 and answer.content[:2] == b"PK":
            times.documents.append(time.perf_counter() - before)
        elif answer.status_code != 503:
            times.errors.append(f"Dokument: {answer.status_code}")
    except Exception as error:
        times.errors.append(f"Dokument: {type(error).__name__} {error}"[:200])


@contextmanager
def server(options: list[str]) -> Iterator[tuple[str, int]]:
    """A server of its own; its start address and process number."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "ikz_recht", "web", "--port", "0", "--daten", folder, "--kein-browser", *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as process:
            try:
                assert process.stdout
                found = re.search(r"http://\S+", process.stdout.readline())
                assert found
                yield found[0], process.pid
            finally:
                process.terminate()
                process.wait(20)


def family(pid: int) -> list[int]:
    """The process and those that it started."""
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += family(int(child))
    return found


def memory(pid: int) -> float:
    """Resident memory in MB, all processes together."""
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(pid: int) -> float:
    """Processor time of all processes."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(int(value) for value in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


async def load(address: str, pid: int, people: int, answers: int, thinking: float, every: int) -> Times:
    """All persons at once."""
    parts = urlsplit(address)
    times = Times()
    limits = httpx2.Limits(max_connections=4, max_keepalive_connections=4)
    clients = [httpx2.AsyncClient(base_url=f"{parts.scheme}://{parts.netloc}", timeout=60, limits=limits) for _ in range(people)]
    before, cpu = time.perf_counter(), cpu_seconds(pid)
    persons = [Person(client, random.Random(number)) for number, client in enumerate(clients)]
    await asyncio.gather(*(questionnaire(person, parts.path, answers, thinking, times, every) for person in persons))
    took = time.perf_counter() - before
    for client in clients:
        await client.aclose()
    busy = cpu_seconds(pid) - cpu
    print(
        f"{len(times.answers)} Antworten in {took:.0f} s ({len(times.answers) / took:.1f} je Sekunde), Server {busy:.0f} s Rechenzeit "
        f"({busy / max(1, len(times.answers)) * 1000:.0f} ms je Antwort), Speicher {memory(pid):.0f} MB, Last des Rechners {os.getloadavg()[0]:.1f}"
    )
    return times


def first_page() -> None:
    """From the command to the first page, five times, and what the page weighs as sent."""
    for _ in range(5):
        before = time.perf_counter()
        with server([]) as (address, pid), httpx2.Client(follow_redirects=True) as client:
            page = client.get(address)
            took, cpu = time.perf_counter() - before, cpu_seconds(pid)
            found = re.search(r'/static/[^"]+\.css', page.text)
            assert found
            sheet = client.get(urljoin(address, found[0]))
            sizes = [int(item.headers["content-length"]) for item in (page, sheet)]
        print(
            f"Start bis erste Seite {took:.2f} s (Rechenzeit {cpu:.2f} s); Seite {sizes[0] / 1000:.1f} kB und Gestaltung {sizes[1] / 1000:.1f} kB, gepackt"
        )


async def steady(address: str, pid: int, requests: int) -> None:
    """Requests one after the other, new cases again and again; the memory after each thousand."""
    parts = urlsplit(address)
    done, times, cpu = 0, [], cpu_seconds(pid)
    async with httpx2.AsyncClient(base_url=f"{parts.scheme}://{parts.netloc}", timeout=60) as client:
        person = Person(client, random.Random(0))
        await person.open(parts.path)
        while done < requests:
            person.land = ""
            await person.begin("")
            for _ in range(20):
                person.took = 0
                await person.answer()
                times.append(person.took)
                done += 2
                if done % 1000 == 0:
                    print(f"{done} Anfragen: {memory(pid):.0f} MB", flush=True)
    show("Antwort bis nächste Seite", [took for took in times if took])
    print(f"Rechenzeit des Servers je Antwort mit Folgeseite: {(cpu_seconds(pid) - cpu) / len(times) * 1000:.0f} ms")


def show(name: str, values: list[float]) -> None:
    """Median and tail in milliseconds."""
    if values:
        ordered = sorted(values)
        at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 for share in (0.5, 0.9, 0.99)]
        print(
            f"{name}: {len(ordered)}, Median {at[0]:.0f} ms, 90 % {at[1]:.0f} ms, 99 % {at[2]:.0f} ms, höchstens {ordered[-1] * 1000:.0f} ms"
        )


def main() -> None:
    """Read the arguments, run, show; ends with 1 if there was an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--personen", type=int, default=100)
    parser.add_argument("--antworten", type=int, default=50)
    parser.add_argument("--bedenkzeit", type=float, default=10)
    parser.add_argument("--dokumente", type=int, default=0)
    parser.add_argument("--anfragen", type=int, default=0)
    parser.add_argument("--start", action="store_true")
    chosen, options = parser.parse_known_args()
    if chosen.start:
        first_page()
        return
    with server(options) as (address, pid):
        if chosen.anfragen:
            asyncio.run(steady(address, pid, chosen.anfragen))
            return
        times = asyncio.run(load(address, pid, chosen.personen, chosen.antworten, chosen.bedenkzeit, chosen.dokumente))
    show("Antwort bis nächste Seite", times.answers)
    show("Dokument", times.documents)
    print(f"Fehler: {len(times.errors)}", *times.errors[:5], sep="\n  ")
    sys.exit(1 if times.errors else 0)


if __name__ == "__main__":
    main()
