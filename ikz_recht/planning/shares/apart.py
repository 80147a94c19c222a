"""Groups that would be cheaper apart: nobody has to work with the others in a group, so a group pays no more than its parts do apart."""

from __future__ import annotations

from .game import CostGame

MOST_CHECKED = 12  # 3**n splits; more partners take seconds


def cheapest_apart(game: CostGame) -> list[int]:
    """For every group the least that it pays if it may fall into parts (the subadditive cover of the game), in the units of `game.costs`.

    Of every split only the part with the first member is looked at, so each is seen once: 3**n / 2 steps.
    """
    best = list(game.costs)
    for mask in range(1, len(best)):
        first = mask & -mask
        rest = mask ^ first
        part = rest
        while part:
            part = (part - 1) & rest
            cost = best[part | first] + best[rest ^ part]
            if cost < best[mask]:
                best[mask] = cost
    return best


def apart_groups(game: CostGame) -> list[int]:
    """The groups, without that of all, that would pay less apart; the smaller ones first."""
    best = cheapest_apart(game)
    return sorted((mask for mask in game.groups() if best[mask] < game.costs[mask]), key=lambda mask: (mask.bit_count(), mask))


def with_cheapest(game: CostGame) -> CostGame:
    """The game in which groups that would be cheaper apart are so; what all pay together stays as it is."""
    best = cheapest_apart(game)
    return CostGame(game.names, (*best[:-1], game.costs[-1]), game.scale)
