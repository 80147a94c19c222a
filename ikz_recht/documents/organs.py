"""What the Länder call who leads a Zweckverband, in the cases that a sentence needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lead:
    """The second organ of a Zweckverband; `fuehrt_vorsitz` if the same person also chairs the assembly."""

    wer: str
    wessen: str
    wem: str
    wen: str
    fuehrt_vorsitz: bool = False


_CHAIR = Lead(
    "die Verbandsvorsitzende oder der Verbandsvorsitzende",
    "der oder des Verbandsvorsitzenden",
    "der oder dem Verbandsvorsitzenden",
    "die Verbandsvorsitzende oder den Verbandsvorsitzenden",
    fuehrt_vorsitz=True,
)
_HEAD = Lead(
    "die Verbandsvorsteherin oder der Verbandsvorsteher",
    "der Verbandsvorsteherin oder des Verbandsvorstehers",
    "der Verbandsvorsteherin oder dem Verbandsvorsteher",
    "die Verbandsvorsteherin oder den Verbandsvorsteher",
)
_MANAGER = Lead(
    "die Verbandsgeschäftsführerin oder der Verbandsgeschäftsführer",
    "der Verbandsgeschäftsführerin oder des Verbandsgeschäftsführers",
    "der Verbandsgeschäftsführerin oder dem Verbandsgeschäftsführer",
    "die Verbandsgeschäftsführerin oder den Verbandsgeschäftsführer",
)
_LEADS = {
    **dict.fromkeys(("BY", "SN", "BW", "TH"), _CHAIR),
    **dict.fromkeys(("BB", "MV", "NW", "RP", "SH", "SL"), _HEAD),
    **dict.fromkeys(("NI", "ST"), _MANAGER),
}


def lead(land: str, form: str) -> Lead:
    """Who leads a Verband of that form under the law of that Land; the Verwaltungsverband of Saxony has a chair, too."""
    return _CHAIR if form == "verwaltungsverband" else _LEADS.get(land, _CHAIR)
