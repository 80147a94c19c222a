"""Text to Citation. The grammar, with what German statutes, guides and courts really write:

    citation  = norm { (";" | "," | "und" | "bzw." | "i. V. m.") norm }
    norm      = provision | decision | work
    provision = step { [link] step } [ "(" note ")" ] law [ "a. F." ] [ "(" remark ")" ]
    step      = unit span { "," span }          unit: § Art. Abs. Unterabs. S. Hs. Alt. Nr. Buchst. Anlage Anhang Abschn. R
    span      = number [ "–" number | "f." | "ff." ]
    decision  = court date { "," detail }       EuGH 21.12.2016, C-51/15 (Remondis I), Tenor 1
    work      = name [ "a. F." ] [ "(" remark ")" ]

Satz, lit., UAbs., i.V.m., bis and the like are read too; `norm.show` writes the spelling above.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from .norm import HEADS, RANKS, TOGETHER, Citation, Decision, Norm, Provision, Span, Step, Work


class NormProblem(ValueError):
    """A text that is not a citation: a German sentence, `remedy` another, `offset` the place in the text."""

    def __init__(self, text: str, remedy: str, offset: int) -> None:
        super().__init__(text)
        self.remedy, self.offset = remedy, offset


_SPELLINGS = {
    "§§": "§",
    "Artikel": "Art.",
    "Absatz": "Abs.",
    "Absätze": "Abs.",
    "UAbs.": "Unterabs.",
    "Satz": "S.",
    "Sätze": "S.",
    "Halbsatz": "Hs.",
    "Alternative": "Alt.",
    "Nrn.": "Nr.",
    "Nummer": "Nr.",
    "Ziff.": "Nr.",
    "lit.": "Buchst.",
    "Buchstabe": "Buchst.",
    "Anlagen": "Anlage",
    "Anhänge": "Anhang",
}
_UNIT = re.compile("(" + "|".join(sorted(map(re.escape, [*_SPELLINGS, *RANKS]), key=len, reverse=True)) + r")\s*(?=\d|[a-z]\b|[IVX]+\b)")
_NEXT_UNIT = re.compile(r"\s*" + _UNIT.pattern)
_NUMBER = re.compile(r"\d+[a-z]{0,2}(?:\.\d+)*[a-z]{0,2}\b|[IVX]+\b|[a-z]{1,2}\b(?!\.)")
_RANGE = re.compile(r"\s?[–-]\s?|\s+bis\s+")
_FOLLOWING = re.compile(r"\s?(ff?)\.")
_COMMA = re.compile(r",\s*|\s+und\s+|\s+u\.\s+")
_TOGETHER = re.compile(r",?\s+i\.\s?V\.\s?m\.\s+")
_LINKS = ((re.compile(r"\s*;\s*"), ";"), (_TOGETHER, TOGETHER), (re.compile(r"\s+bzw\.\s+"), "bzw."), (re.compile(r"\s+und\s+"), "und"))
_LINKS_WITH_COMMA = (*_LINKS, (re.compile(r",\s*"), ","))
_VERSION = re.compile(r"\s+([an])\.\s?F\.$|^([an])\.\s?F\.\s+")
_UNION = re.compile(r"\((EU|EG|EWG|Euratom|BE|HB|HH)\)")
_COURT = re.compile(
    r"(EuGH|EuG|EGMR|BVerfG|BVerwG|BGH|BAG|BFH|BSG|BMF|BMI|DSK|(?:StGH|VerfGH|VerfG|OLG|OVG|VGH|VG|LAG|LSG|FG|LG|OFD|LfSt|LRH) [A-ZÄÖÜ][\w-]+"
    r"|(?:Sächs|Thür|Bay|Hess)(?:OVG|VGH|VerfGH)|BVerfGE|BVerwGE|BFHE|BGHZ)\b"
)
_DATE = re.compile(r"\s+(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_FILE = re.compile(r"\s+(?=[A-Z]-\d+/\d\d|\d+, \d+)")
_WORDS_INSTEAD = re.compile(r"\b(Paragra(f|ph)(en)?|Artikeln?|Abs(atz|ätze)|Art|Abs|Nr)\b(?!\s*\()", re.IGNORECASE)
_HOW = "Schreiben Sie zum Beispiel „§ 23 Abs. 1 S. 2 GkG NRW“; mehrere Fundstellen trennt ein Semikolon."


@lru_cache(maxsize=8192)
def parse(text: str) -> Citation:
    """The citation that the text is. Raises NormProblem."""
    text = " ".join(text.split())
    reader = _Reader(text)
    norms: list[tuple[str, Norm]] = [("", reader.norm())]
    while reader.position < len(text):
        start = reader.position
        link = reader.link(_LINKS_WITH_COMMA)
        if not link or reader.position >= len(text):
            rest = text[start : start + 30]
            raise NormProblem(f"Die Fundstelle bricht bei „{rest}“ ab.", _HOW, start)
        before = norms[-1][1] if link == "," else None
        norm = reader.norm(before)
        if reader.borrowed:  # „Förderrichtlinie, Nr. 2“ is Nr. 2 of the Förderrichtlinie
            link, reader.borrowed = norms.pop()[0], False
        norms.append((link, norm))
    return Citation(tuple(norms))


class _Reader:
    """A position in the text of one citation."""

    def __init__(self, text: str) -> None:
        self.text, self.position, self.start, self.borrowed = text, 0, 0, False

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The match at the position, which then stands behind it."""
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()
        return match

    def link(self, links: tuple[tuple[re.Pattern[str], str], ...]) -> str:
        return next((name for pattern, name in links if self.take(pattern)), "")

    def norm(self, before: Norm | None = None) -> Norm:
        """The norm at the position; `before` is what a comma ties it to („Förderrichtlinie, Nr. 2“)."""
        if _UNIT.match(self.text, self.position):
            return self.provision(before)
        return self.decision() or self.work()

    def provision(self, before: Norm | None) -> Provision:
        self.start = self.position
        steps = self.steps()
        if steps[0].unit not in HEADS and steps[0].unit != "Nr.":
            raise NormProblem("Die Fundstelle nennt keinen Paragrafen und keinen Artikel.", _HOW, self.start)
        self.take(re.compile(r"\s+"))
        note = self.bracket()
        if not note and (word := self.take(re.compile(r"entsprechend\s+"))):
            note = word[0].strip()
        self.take(re.compile(r"\s+"))
        name, version, remark = self.name()
        if not name and isinstance(before, Work) and not before.remark:
            name, version, self.borrowed = before.name, before.version, True
        if not name:
            raise NormProblem(f"Zu „{self.text[self.start : self.position].strip()}“ fehlt das Gesetz.", _HOW, self.position)
        return Provision(steps, name, version, note, remark)

    def steps(self) -> tuple[Step, ...]:
        steps: list[Step] = []
        link = ""
        while match := self.take(_UNIT):
            unit = _SPELLINGS.get(match[1], match[1])
            steps += self.spans(unit, link, steps)
            before = self.position
            link = self.link(((re.compile(r",\s*"), ","), *_LINKS[1:]))
            if not link:
                self.take(re.compile(r"\s+"))
            if not _UNIT.match(self.text, self.position):
                self.position = before
                break
        return tuple(steps)

    def spans(self, unit: str, link: str, before: list[Step]) -> list[Step]:
        """One step; or two, where a number without unit belongs to a unit above („§§ 20 Abs. 4, 22 Abs. 2“)."""
        spans = [self.span()]
        while True:
            start = self.position
            if not self.take(_COMMA) or not _NUMBER.match(self.text, self.position):
                self.position = start
                return [Step(unit, tuple(spans), link)]
            span = self.span()
            if above := self._belongs_above(unit, spans[-1], span, before):
                self.position = start
                self.take(_COMMA)
                return [Step(unit, tuple(spans), link), *self.spans(above, ",", [*before, Step(unit, tuple(spans), link)])]
            spans.append(span)

    def _belongs_above(self, unit: str, last: Span, span: Span, before: list[Step]) -> str:
        """The unit above to which a bare number belongs: what follows it is not deeper, or „§§“ announced more than one Paragraf."""
        if not before:
            return ""
        match = _NEXT_UNIT.match(self.text, self.position)
        if match and RANKS[deeper := _SPELLINGS.get(match[1], match[1])] <= RANKS[unit]:
            return next((step.unit for step in reversed(before) if RANKS[step.unit] < RANKS[deeper]), "")
        head = before[0]
        announced = self.text.startswith("§§", self.start) and len(head.spans) == 1 and not (head.spans[0].last or head.spans[0].following)
        jumps = _number(span.first) > _number(head.spans[0].first) and _number(span.first) != _number(last.last or last.first) + 1
        return head.unit if announced and jumps and RANKS[unit] else ""

    def span(self) -> Span:
        number = self.take(_NUMBER)
        if not number:
            raise NormProblem(f"Nach „{self.text[: self.position].strip()}“ fehlt die Zahl.", _HOW, self.position)
        start = self.position
        if self.take(_RANGE):
            if last := self.take(_NUMBER):
                if _number(last[0]) < _number(number[0]):
                    raise NormProblem(
                        f"Der Bereich „{number[0]}–{last[0]}“ endet, bevor er beginnt.", "Prüfen Sie die Zahlen.", number.start()
                    )
                return Span(number[0], last[0])
            self.position = start
        following = self.take(_FOLLOWING)
        return Span(number[0], "", f"{following[1]}." if following else "")

    def bracket(self) -> str:
        """The text in brackets at the position; "" if none opens there."""
        if not self.text.startswith("(", self.position):
            return ""
        depth, start = 0, self.position
        for offset in range(start, len(self.text)):
            depth += {"(": 1, ")": -1}.get(self.text[offset], 0)
            if depth == 0:
                self.position = offset + 1
                return self.text[start + 1 : offset].strip()
        raise NormProblem("Eine Klammer wird nicht geschlossen.", "Ergänzen Sie „)“.", start)

    def name(self) -> tuple[str, str, str]:
        """Name of a law or work, its version, and a remark in brackets."""
        start = offset = self.position
        while offset < len(self.text):
            if union := _UNION.match(self.text, offset):
                offset = union.end()
            elif (
                self.text[offset] in ";,(" or any(pattern.match(self.text, offset) for pattern, _ in _LINKS[1:3]) or self._next_norm(offset)
            ):
                break
            else:
                offset += 1
        name = self.text[start:offset].strip()
        self.position = offset
        remark = self.bracket()
        version = _VERSION.search(name)
        name = _VERSION.sub("", name)
        self._check_name(name, start)
        return name, f"{version[1] or version[2]}. F." if version else "", remark

    def _next_norm(self, offset: int) -> bool:
        link = _LINKS[3][0].match(self.text, offset)
        return bool(link and _UNIT.match(self.text, link.end()))

    def _check_name(self, name: str, start: int) -> None:
        if name and (odd := _WORDS_INSTEAD.search(name) or re.search(r"§|\b(Abs|Art|Nr)\.", name)):
            raise NormProblem(f"„{name}“ lässt sich nicht als Fundstelle lesen.", _HOW, start + odd.start())
        if name and not re.match(r"(der |des |dem )?[A-ZÄÖÜ]|allgemeines ", name):
            raise NormProblem(f"„{name}“ lässt sich nicht als Fundstelle lesen.", _HOW, start)

    def decision(self) -> Decision | None:
        start = self.position
        court = self.take(_COURT)
        if not court:
            return None
        match = self.take(_DATE)
        if not match and not self.take(_FILE):
            self.position = start
            return None
        return Decision(court[0], self._day(match) if match else None, self.details())

    def _day(self, match: re.Match[str]) -> dt.date:
        try:
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            raise NormProblem(f"Den Tag „{match[0].strip()}“ gibt es nicht.", "Prüfen Sie das Datum.", match.start() + 1) from None

    def details(self) -> tuple[str, ...]:
        details, depth, piece = [], 0, ""
        while self.position < len(self.text) and not (depth == 0 and self.text[self.position] == ";"):
            char = self.text[self.position]
            depth += {"(": 1, ")": -1}.get(char, 0)
            if char == "," and depth <= 0:
                details.append(piece)
                piece = ""
            else:
                piece += char
            self.position += 1
        return tuple(clean for part in (*details, piece) if (clean := part.strip(" –")))

    def work(self) -> Work:
        start = self.position
        name, version, remark = self.name()
        if not name:
            raise NormProblem(f"„{self.text[start:] or self.text}“ lässt sich nicht als Fundstelle lesen.", _HOW, start)
        return Work(name, version, remark)


def _number(text: str) -> int:
    match = re.match(r"\d+", text)
    return int(match[0]) if match else 0
