"""Every kind of page, and how one gets there: for the checks that all of them must pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

from .conftest import PROJECT

EXAMPLE = PROJECT / "docs/beispiele/standesamt-lossetal.yaml"
NETWORK = PROJECT / "docs/beispiele/netz-waldeck-frankenberg.yaml"
WITH_COSTS = PROJECT / "docs/beispiele/personalabrechnung-fuenf.yaml"


@dataclass
class Visitor:
    """Somebody at a page of the single seat, with a finished case (`done`), one with costs (`five`), one just begun, and one with participants
    (`named`)."""

    page: Page
    origin: str
    done: str = ""
    five: str = ""
    begun: str = ""
    project: str = ""
    named: str = ""

    def go(self, address: str) -> None:
        """Open an address of this server."""
        self.page.goto(self.origin + address)

    def press(self, name: str) -> None:
        """Press the first button of that name."""
        self.page.get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()

    def upload(self, path: Path = EXAMPLE) -> str:
        """A case from the example's file; its address."""
        self.go("/hochladen")
        self.page.set_input_files("#datei", str(path))
        self.press("Hochladen")
        return "/".join(urlsplit(self.page.url).path.split("/")[:3])

    def begin(self, title: str, task: str) -> str:
        """A new case with its task; its address."""
        self.go("/")
        self.page.fill("#titel", title)
        self.press("Fragen beantworten")
        self.page.check(f"#antwort-{task}")
        self.press("Weiter")
        return "/".join(urlsplit(self.page.url).path.split("/")[:3])


def prepared(page: Page) -> Visitor:
    """A visitor whose page has begun."""
    parts = urlsplit(page.url)
    visitor = Visitor(page, f"{parts.scheme}://{parts.netloc}")
    visitor.done = visitor.upload()
    visitor.go("/")
    visitor.project = str(page.locator("a[href^='/vorhaben/']").first.get_attribute("href"))
    visitor.five = visitor.upload(WITH_COSTS)
    visitor.begun = visitor.begin("Bauhof", "bauhof")
    return visitor


def by_hand(visitor: Visitor, name: str, inhabitants: str) -> None:
    """A participant typed in."""
    visitor.page.fill("#name", name)
    visitor.page.select_option("#art", "gemeinde")
    visitor.page.select_option("#land", "HE")
    visitor.page.fill("#kreis", "Landkreis Kassel")
    visitor.page.fill("#einwohner", inhabitants)
    visitor.page.locator("form:has(#name)").get_by_role("button", name="Hinzufügen").click()


def _search(word: str) -> Callable[[Visitor], None]:
    return lambda visitor: visitor.go(f"{visitor.begun}/beteiligte?suche={word}")


def _wrong_participant(visitor: Visitor) -> None:
    visitor.go(f"{visitor.begun}/beteiligte")
    visitor.page.fill("#einwohner", "viele")
    visitor.page.locator("form:has(#name)").get_by_role("button", name="Hinzufügen").click()


def _two_participants(visitor: Visitor) -> None:
    if not visitor.named:
        visitor.named = visitor.begin("Zwei", "bauhof")
        visitor.go(f"{visitor.named}/beteiligte")
        by_hand(visitor, "Gemeinde Helsa", "5600")
        by_hand(visitor, "Gemeinde Kaufungen", "12900")
    visitor.go(f"{visitor.named}/beteiligte")


def _presets(visitor: Visitor) -> None:
    _two_participants(visitor)
    visitor.go(f"{visitor.named}/vorgaben")


def _asked(visitor: Visitor) -> None:
    _presets(visitor)
    visitor.press("Weiter")
    assert "/frage/" in visitor.page.url


def _nothing_chosen(visitor: Visitor) -> None:
    _asked(visitor)
    visitor.press("Weiter")


def _question(name: str) -> Callable[[Visitor], None]:
    return lambda visitor: visitor.go(f"{visitor.done}/frage/{name}")


def _at(address: str) -> Callable[[Visitor], None]:
    return lambda visitor: visitor.go(address.format(fall=visitor.done, fuenf=visitor.five, neu=visitor.begun, vorhaben=visitor.project))


def _wrong_file(visitor: Visitor) -> None:
    visitor.go("/hochladen")
    visitor.press("Hochladen")


def _comparison(visitor: Visitor) -> None:
    visitor.go(visitor.project)
    visitor.press("Als Variante kopieren")
    visitor.go(visitor.project)
    visitor.press("Vergleichen")


def _network(visitor: Visitor, name: str = "") -> str:
    """A network from the example's file, or with a name alone; its address."""
    visitor.go("/netze/neu")
    if name:
        visitor.page.fill("#name", name)
    else:
        visitor.page.set_input_files("#datei", str(NETWORK))
    visitor.press("Netz anlegen")
    return "/".join(urlsplit(visitor.page.url).path.split("/")[:3])


def _no_network(visitor: Visitor) -> None:
    visitor.go("/netze/neu")
    visitor.press("Netz anlegen")


def _network_at(rest: str, name: str = "") -> Callable[[Visitor], None]:
    return lambda visitor: visitor.go(_network(visitor, name) + rest)


def _network_pressed(rest: str, button: str, text: str = "") -> Callable[[Visitor], None]:
    def reach(visitor: Visitor) -> None:
        visitor.go(_network(visitor) + rest)
        if text:
            visitor.page.fill("#text", text)
        folded = visitor.page.locator("summary").filter(has_text=button)
        if folded.count():
            folded.click()
        visitor.press(button)

    return reach


def _benefit(visitor: Visitor) -> None:
    """The first page that the workers help with, so they begin with it."""
    visitor.page.goto(f"{visitor.origin}{visitor.five}/nutzen", timeout=60_000)


def _wrong_costs(visitor: Visitor) -> None:
    visitor.go(f"{visitor.done}/kosten")
    visitor.page.fill("#jahre", "99")
    visitor.press("Rechnen")


def _wrong_sittings(visitor: Visitor) -> None:
    visitor.go(f"{visitor.done}/gremien/sitzungen")
    visitor.page.fill("#termine-0", "31.02.2027")
    visitor.page.fill("#vorlauf_tage-1", "viele")
    visitor.press("Speichern und planen")


def _no_file(part: str) -> Callable[[Visitor], None]:
    def reach(visitor: Visitor) -> None:
        visitor.go(f"{visitor.done}/{part}")
        visitor.page.locator("form:has(#datei)").get_by_role("button", name="Hochladen").click()

    return reach


def _network_conflict(visitor: Visitor) -> None:
    own = _network(visitor)
    visitor.go(f"{own}/text")
    mark = visitor.page.locator("form [name=marke]").last.get_attribute("value") or ""
    text = visitor.page.input_value("#text")
    visitor.page.request.post(f"{visitor.origin}{own}/text", form={"marke": mark, "text": text})
    visitor.press("Speichern")


def _wrong_state(visitor: Visitor) -> None:
    visitor.go(visitor.project)
    visitor.page.fill("#frist", "bald")
    visitor.press("Stand speichern")


def _gaps(visitor: Visitor) -> None:
    visitor.go(f"{visitor.five}/veraenderung/bereitschaft")
    visitor.page.check("#gleiches_fachverfahren-nein")
    visitor.page.locator("details.ikz-wem summary").first.click()
    visitor.page.check("#gleiches_fachverfahren-bei-1")
    visitor.press("Speichern und Lücken zeigen")
    assert visitor.page.locator("table").count() == 1


KINDS: dict[str, Callable[[Visitor], None]] = {
    "start": _at("/"),
    "hochladen": _at("/hochladen"),
    "hochladen-fehler": _wrong_file,
    "vorhaben": _at("{vorhaben}"),
    "loeschen": _at("{vorhaben}/loeschen"),
    "aufgabe": _at("{neu}/frage/aufgabe"),
    "aufgabe-gesucht": _at("{neu}/frage/aufgabe?suche=wasser"),
    "aufgabe-nicht-gefunden": _at("{neu}/frage/aufgabe?suche=xyz"),
    "beteiligte-leer": _at("{neu}/beteiligte"),
    "beteiligte-gesucht": _search("Frankenberg"),
    "beteiligte-nicht-gefunden": _search("xyzxyz"),
    "beteiligte-fehler": _wrong_participant,
    "beteiligte-zwei": _two_participants,
    "vorgaben": _presets,
    "frage-ungefragt": _asked,
    "frage-fehler": _nothing_chosen,
    "frage-ja-nein": _question("hilfstaetigkeit"),
    "frage-auswahl": _question("uebergang"),
    "frage-mehrfach": _question("erweiterbarkeit"),
    "frage-zahl": _question("laufzeit_jahre"),
    "frage-betrag": _question("stammkapital"),
    "frage-datum": _question("beginn"),
    "frage-land": _question("sitzland"),
    "frage-text": _question("aufgabe_beschreibung"),
    "abschnitt": _at("{fall}/abschnitt/entwurf"),
    "zusammenfassung": _at("{fall}/zusammenfassung"),
    "ergebnis": _at("{fall}/ergebnis"),
    "ergebnis-unvollstaendig": _at("{neu}/ergebnis"),
    "form": _at("{fall}/form/HE/zweckverband"),
    "vergleich": _comparison,
    "nutzen": _benefit,
    "kosten": _at("{fall}/kosten"),
    "kosten-aus-datei": _at("{fuenf}/kosten"),
    "kosten-fehler": _wrong_costs,
    "kosten-datei-fehler": _no_file("kosten"),
    "teilung": _at("{fuenf}/teilung"),
    "teilung-leer": _at("{fall}/teilung"),
    "teilung-datei": _at("{fall}/teilung/datei"),
    "teilung-datei-fehler": _no_file("teilung/datei"),
    "gremien": _at("{fuenf}/gremien"),
    "gremien-tag-fehler": _at("{fuenf}/gremien?start=bald"),
    "gremien-vergangen-fehler": _at("{fuenf}/gremien?start=01.01.2020"),
    "sitzungen": _at("{fall}/gremien/sitzungen"),
    "sitzungen-fehler": _wrong_sittings,
    "veraenderung": _at("{fuenf}/veraenderung"),
    "bereitschaft": _at("{fall}/veraenderung/bereitschaft"),
    "bereitschaft-luecken": _gaps,
    "dossier": _at("{fuenf}/dossier"),
    "partner": _at("/partner"),
    "partner-gesucht": _at("/partner?suche=Frankenberg"),
    "partner-gefunden": _at("/partner/06635014"),
    "netze": _at("/netze"),
    "netz-neu": _at("/netze/neu"),
    "netz-neu-fehler": _no_network,
    "netz": _network_at(""),
    "netz-leer": _network_at("", "Leeres Netz"),
    "netz-leer-bearbeiten": _network_at("/bearbeiten", "Leeres Netz"),
    "netz-plan": _network_at("/plan"),
    "netz-bearbeiten": _network_at("/bearbeiten?suche=Frankenberg"),
    "netz-bearbeiten-fehler": _network_pressed("/bearbeiten", "Zusammenarbeit hinzufügen"),
    "netz-text": _network_at("/text"),
    "netz-text-fehler": _network_pressed("/text", "Speichern", "netz: 2"),
    "netz-text-zugleich": _network_conflict,
    "netz-loeschen": _network_at("/loeschen"),
    "uebersicht": _at("/uebersicht"),
    "vorhaben-stand-fehler": _wrong_state,
    "regeln": _at("/regeln"),
    "regeln-land": _at("/regeln/he"),
    "regeln-form": _at("/regeln/he/zweckverband"),
    "regeln-thema": _at("/regeln/thema/vergabe"),
    "datenschutz": _at("/datenschutz"),
    "barrierefreiheit": _at("/barrierefreiheit"),
    "gibt-es-nicht": _at("/gibt-es-nicht"),
    "kein-partner": _at("/partner/99999999"),
}


def of_accounts(page: Page, address: str, name: str, password: str) -> Iterator[str]:
    """Goes through the pages that only a server with accounts has, and says at each which it is."""
    visitor = Visitor(page, address.rstrip("/"))
    visitor.go("/")
    yield "anmelden"
    _log_in(visitor, name, "falsch")
    yield "anmelden-fehler"
    _log_in(visitor, name, password)
    yield "start-mit-konto"
    visitor.go("/konten")
    yield "konten"
    visitor.press("Konto anlegen")
    yield "konten-fehler"
    visitor.go("/konto")
    yield "konto"
    visitor.press("Kennwort ändern")
    yield "konto-fehler"
    visitor.go("/konto/faktor")
    yield "faktor"
    visitor.press("Einrichten")
    yield "faktor-einrichten"
    visitor.press("Einschalten")
    yield "faktor-fehler"
    _two_participants(visitor)
    visitor.go("/")
    visitor.project = str(page.locator("a[href^='/vorhaben/']").first.get_attribute("href"))
    visitor.go(f"{visitor.project}/mitglieder")
    yield "mitglieder"
    yield from _jointly(visitor)


def _jointly(visitor: Visitor) -> Iterator[str]:
    page = visitor.page
    visitor.go(f"{visitor.named}/gemeinsam")
    yield "gemeinsam"
    visitor.press("Links erzeugen")
    yield "gemeinsam-fehler"
    for box in page.locator("input[name=name]").all():
        box.check()
    visitor.press("Links erzeugen")
    links = [str(link.get_attribute("href")) for link in page.locator(".ikz-adresse a").all()]
    yield "gemeinsam-links"
    for place, link in enumerate(links):
        page.goto(link)
        if place == 0:
            yield "einladung"
        visitor.press("Antworten")
        if place == 0:
            yield "mein-teil"
            visitor.go("/mein-teil/gemeinde")
            yield "mein-teil-gemeinde"
            page.fill("#einwohner", "viele")
            visitor.press("Speichern")
            yield "mein-teil-gemeinde-fehler"
        visitor.go("/mein-teil/frage/uebergang")
        if place == 0:
            visitor.press("Weiter")
            yield "mein-teil-frage-fehler"
        page.locator("input[type=radio] + label").nth(place).click()
        visitor.press("Weiter")
        yield f"mein-teil-frage-{place}"
    visitor.go("/mein-teil")
    yield "mein-teil-widerspruch"


def _log_in(visitor: Visitor, name: str, password: str) -> None:
    visitor.page.fill("#name", name)
    visitor.page.fill("#kennwort", password)
    visitor.press("Anmelden")
