"""What the memo says of a division of costs: one sentence for each partner, and whether anyone would do better alone."""

from __future__ import annotations

from typing import Any

from ..planning.shares.divide import SharesResult
from ..planning.shares.recommend import recommend, verdict_sentences
from ..planning.shares.shares_lines import benefit_sentences, core_sentences, method_name, repair_sentences


def memo_shares(result: SharesResult | None) -> dict[str, Any] | None:
    """The section of the memo; None where no division is known."""
    if result is None:
        return None
    found = recommend(result)
    division = result.of(result.given.chosen) or found.division
    return {
        "nach": found.key.name if found.key and division is found.division else method_name(result, division),
        "gewaehlt": bool(result.of(result.given.chosen)),
        "kern": list(core_sentences(result)),
        "hinweise": list(result.given.all_remarks),
        "nutzen": [{"name": name, "satz": text} for name, text in benefit_sentences(result, division)],
        "befund": [*verdict_sentences(result, division), *repair_sentences(result, division)],
    }
