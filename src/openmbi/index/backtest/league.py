"""The league table: methods by their errors on the same occasions, each tested against the best and against a reference.

Methods that forecast on too few occasions are scored and not ranked. The set of the best: those whose squared errors do not differ from the best one's at the
level asked for; where nothing can be tested it holds every ranked method, for then nobody has been told apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from openmbi.core.language import Text
from openmbi.core.tables import Flags, Floats
from openmbi.index.backtest.conditional_ability import ConditionalAbility, giacomini_white
from openmbi.index.backtest.equal_accuracy import Accuracy, clark_west, diebold_mariano
from openmbi.index.backtest.replay import Replay
from openmbi.index.backtest.scores import Pivot, Score, crps_of, score


@dataclass(frozen=True)
class LeagueRules:
    """`reference`: the method that all are tested against. `least_share`: of the occasions, that a method must forecast on to be ranked.

    `level`: of the tests that make the set of the best. `holds`: methods that hold another as a special case, for Clark–West's test.
    """

    reference: str = "ar1"
    least_share: float = 0.5
    level: float = 0.10
    pivot: Pivot = "last"
    holds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """Where a method stands. `rank`: from 1, None where it is not ranked. `relative_rmse`: its RMSE over that of the reference, on the occasions of both.

    Tests compare its squared errors: `against_best` with the best method's, `against_reference` and `conditional` with the reference's; `crps` the CRPS with
    the reference's: this method's loss less the other's, so a positive mean says that the other loses less. None against itself.
    """

    name: str
    label: Text
    rank: int | None
    score: Score
    relative_rmse: float
    among_best: bool
    against_best: Accuracy | None
    against_reference: Accuracy | None
    conditional: ConditionalAbility | None
    crps: Accuracy | None
    nested: Accuracy | None


@dataclass(frozen=True)
class League:
    """The standings at one horizon, the ranked first. `occasions`: outcomes to judge by; `common`: those that every ranked method forecast."""

    horizon: int
    occasions: int
    common: int
    standings: tuple[Standing, ...]

    @property
    def best(self) -> Standing | None:
        """The first of the ranked."""
        return next((one for one in self.standings if one.rank == 1), None)

    def of(self, name: str) -> Standing | None:
        """Return the standing of a method."""
        return next((one for one in self.standings if one.name == name), None)


def league(found: Replay, kept: Flags, horizon: int = 1, rules: LeagueRules | None = None) -> League:
    """Return the standings over the occasions (S,) kept of one horizon; of several origins for one period the last counts."""
    rules = rules or LeagueRules()
    chosen = found.only(kept & (found.horizon == horizon) & _latest(found) & np.isfinite(found.outcome))
    work = _Work(chosen, horizon, rules)
    order = sorted(range(len(chosen.names)), key=lambda row: (not work.ranked[row], work.rmse[row], chosen.names[row]))
    ranks = {row: place for place, row in enumerate((row for row in order if work.ranked[row]), 1)}
    return League(
        horizon=horizon,
        occasions=len(chosen.outcome),
        common=int(work.common.sum()) if ranks else 0,
        standings=tuple(work.standing(row, ranks.get(row)) for row in order),
    )


class _Work:
    """What the standings rest on: squared errors and CRPS (M, S), which methods (M,) are ranked, and on which occasions (S,)."""

    def __init__(self, found: Replay, horizon: int, rules: LeagueRules) -> None:
        self._found, self._horizon, self._rules = found, horizon, rules
        self._squared, self._crps = found.error**2, crps_of(found)
        judged = found.judged
        self.ranked: Flags = judged.sum(axis=1) >= max(1, rules.least_share * len(found.outcome))
        self.common: Flags = np.asarray(judged[self.ranked].all(axis=0))
        self.rmse: Floats = np.array([self._rmse(row) for row in range(len(found.names))])
        names = found.names.tolist()
        self._reference = names.index(rules.reference) if rules.reference in names else None
        self._held = {large: names.index(small) for large, small in rules.holds.items() if small in names}
        best = np.where(self.ranked, self.rmse, np.inf)
        self._best = int(np.argmin(best)) if np.isfinite(best).any() else None

    def standing(self, row: int, rank: int | None) -> Standing:
        """Return where a method stands."""
        found, ranked = self._found, rank is not None
        kept = self.common if ranked else np.ones(len(found.outcome), bool)
        against_best = self._test(self._squared, row, self._best, kept) if ranked else None
        held = self._held.get(str(found.names[row]))
        return Standing(
            name=str(found.names[row]),
            label=found.labels[row],
            rank=rank,
            score=score(found, row, kept, pivot=self._rules.pivot),
            relative_rmse=self._relative(row, kept),
            among_best=ranked and not (against_best is not None and against_best.p_value < self._rules.level),
            against_best=against_best,
            against_reference=self._test(self._squared, row, self._reference, kept),
            conditional=self._conditional(row, kept),
            crps=self._test(self._crps, row, self._reference, kept),
            nested=None if held is None else self._nested(held, row, kept),
        )

    def _rmse(self, row: int) -> float:
        there = self.common if self.ranked[row] else np.isfinite(self._squared[row])
        return float(np.sqrt(self._squared[row, there].mean())) if there.any() else np.inf

    def _relative(self, row: int, kept: Flags) -> float:
        if self._reference is None:
            return np.nan
        own, other = self._squared[row, kept], self._squared[self._reference, kept]
        both = np.isfinite(own) & np.isfinite(other)
        return float(np.sqrt(own[both].sum() / other[both].sum())) if both.any() and other[both].any() else np.nan

    def _test(self, loss: Floats, row: int, other: int | None, kept: Flags) -> Accuracy | None:
        if other is None or other == row:
            return None
        return diebold_mariano(loss[row, kept] - loss[other, kept], self._horizon)

    def _conditional(self, row: int, kept: Flags) -> ConditionalAbility | None:
        if self._reference is None or self._reference == row:
            return None
        return giacomini_white(self._squared[row, kept] - self._squared[self._reference, kept], self._horizon)

    def _nested(self, small: int, large: int, kept: Flags) -> Accuracy:
        mean = self._found.mean[:, kept]
        return clark_west(self._found.outcome[kept], mean[small], mean[large], self._horizon)


def _latest(found: Replay) -> Flags:
    """Return which occasions (S,) are the last of their period and horizon."""
    newest: dict[tuple[object, int], int] = {}
    for place, key in enumerate(zip(found.wanted.tolist(), found.horizon.tolist(), strict=True)):
        if key not in newest or found.as_of[place] >= found.as_of[newest[key]]:
            newest[key] = place
    flags = np.zeros(len(found.wanted), bool)
    flags[list(newest.values())] = True
    return flags
