"""The workbook of cost figures: its sheets, and which column stands for which key. The form is written, and the filled-in one read, by this."""

from __future__ import annotations

from dataclasses import dataclass

from .model import CostKind, Driver, Key

FRAME, PARTNERS, PRESENT, JOINT, ONCE, GRANTS, HINTS = (
    "Rahmen",
    "Beteiligte",
    "Bisher",
    "Gemeinsam",
    "Einmalig",
    "Förderung",
    "Hinweise",
)
NOTES = "Notiz"  # how sheets of one's own begin
NAME = "name"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or a line of the sheet FRAME: heading, key, a word on what belongs there, and the words to choose from."""

    heading: str
    key: str
    hint: str
    choices: tuple[str, ...] = ()
    width: int = 16


_KIND = Column("Kostenart", "art", "eine der Kostenarten", tuple(CostKind), 14)
_LABEL = Column("Bezeichnung", "bezeichnung", "was es ist", width=34)
_POSITIONS = Column("Stellen", "stellen", "Stellenanteil, zum Beispiel 0,5", width=10)
_RATE = Column("Satz je Stelle", "satz", "Euro im Jahr je ganze Stelle")
_AMOUNT = Column("Betrag", "betrag", "Euro; auch „10.000 bis 12.000“ oder „weiß nicht“", width=22)
_PERCENT = Column("Zuschlag in Prozent", "prozent", "der Personalkosten derselben Liste, statt eines Betrags")
_FIXED = Column("Fixanteil in Prozent", "fixanteil", "was nicht von der Fallzahl abhängt; leer = 100")
COLUMNS: dict[str, tuple[Column, ...]] = {
    PARTNERS: (
        Column("Name", NAME, "wie im Fall", width=34),
        Column("Fälle im Jahr", "faelle", "ganze Zahl"),
        Column("Einwohner", "einwohner", "ganze Zahl"),
        Column("Anteil in Prozent", "anteil", "nur beim Schlüssel „anteile“"),
        Column("Personen", "personen", "heute, die die Aufgabe erledigen können"),
        Column("Besetzte Tage", "besetzte_tage", "im Jahr, mit einer solchen Person"),
    ),
    PRESENT: (
        Column("Beteiligte", "von", "Name wie im Fall", width=34),
        _KIND,
        _LABEL,
        _POSITIONS,
        _RATE,
        _AMOUNT,
        _PERCENT,
        _FIXED,
        Column("Bleibt in Prozent", "bleibt", "Restkosten, die trotz der Zusammenarbeit bleiben"),
        Column("Entfällt am", "entfaellt", "Tag, an dem die Kosten wegfallen; leer = mit dem Beginn; „nie“"),
    ),
    JOINT: (
        _KIND,
        _LABEL,
        _POSITIONS,
        _RATE,
        _AMOUNT,
        _PERCENT,
        _FIXED,
        Column("Je", "je", "gruppe, fall, beteiligte oder stufe; leer = gruppe", tuple(Driver), 12),
        Column("Fälle je Stufe", "faelle_je_stufe", "nur bei „stufe“"),
        Column("Ab", "ab", "Tag; leer = Beginn", width=12),
        Column("Bis", "bis", "letzter Tag; leer = Ende", width=12),
    ),
    ONCE: (
        _LABEL,
        _AMOUNT,
        Column("Am", "am", "Tag; leer = Beginn", width=12),
        Column("Von", "von", "wer es trägt; leer = alle", width=34),
        Column("Förderfähig", "foerderfaehig", "ja oder nein; leer = ja", ("ja", "nein"), 12),
    ),
    GRANTS: (
        _LABEL,
        _AMOUNT,
        Column("Am", "am", "Tag; leer = Beginn", width=12),
        Column("Für", "fuer", "wer es erhält; leer = alle", width=34),
    ),
}
LINES: tuple[Column, ...] = (
    Column("Beginn", "beginn", "erster Tag der Zusammenarbeit, zum Beispiel 01.01.2027"),
    Column("Jahre", "jahre", "Zeitraum der Rechnung, 1 bis 30"),
    Column("Schlüssel", "schluessel", "wie die gemeinsamen Kosten geteilt werden: faelle, einwohner, gleich oder anteile", tuple(Key)),
    Column("Durch", "durch", "wer die Aufgabe für alle erledigt (Name wie im Fall) oder „einrichtung“; leer = wie im Fall"),
    Column("Zinssatz in Prozent", "zinssatz", "für den Barwert; leer = ohne Abzinsung"),
    Column("Tarifsteigerung in Prozent", "tarifsteigerung", "Personalkosten, im Jahr; leer = keine"),
    Column("Preissteigerung in Prozent", "preissteigerung", "übrige Kosten, im Jahr; leer = keine"),
    Column("Umsatzsteuer", "umsatzsteuer", "ja, nein oder offen; leer = nach dem Gutachten", ("ja", "nein", "offen")),
    Column("Arbeitstage", "arbeitstage", "im Jahr, für die Vertretung"),
    Column("Mindestfälle je Stelle", "mindestfaelle_je_stelle", "für Routine; leer = nicht prüfen"),
    Column("Personen gemeinsam", "gemeinsam.personen", "künftig, die die Aufgabe erledigen können"),
    Column("Besetzte Tage gemeinsam", "gemeinsam.besetzte_tage", "künftig im Jahr"),
    Column("Hinweis", "hinweis", "was Leserinnen und Leser wissen sollen"),
)
_HEADINGS = {column.key: column.heading for columns in (LINES, *COLUMNS.values()) for column in columns}


def heading_of(key: str) -> str:
    """The heading that stands for a key; the key itself if none does."""
    return _HEADINGS.get(key, key)
