"""The composite without one indicator at a time: what would be missed, and what would not.

Source: OECD and JRC (2008), Handbook, step 7; COINr (Becker et al. 2022) does the same as `remove_elements`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openmbi.core.audit import LeftOut, RanksLeftOut
from openmbi.core.tables import Floats, Names
from openmbi.index.audit.correlations import correlation
from openmbi.index.audit.rank_stability import ranks
from openmbi.index.treatment.recipe import Recipe, prepare, weighted
from openmbi.index.treatment.setting import Setting


def scores_without(value: Floats, recipe: Recipe, setting: Setting) -> Floats:
    """Return the scores (n, T) that a recipe makes of indicators (n, T) less one each; declared weights are scaled to sum to 1, others estimated anew.

    Raises
    ------
    Problem
        As `construct`.
    """
    return np.array([_without(value, recipe, setting, row) for row in range(len(value))])


def left_out(names: Names, score: Floats, without: Floats) -> LeftOut:
    """Compare scores without one indicator (n, T) with the score of all (T,), over the periods that have both."""
    known = ~np.isnan(without + score)
    pairs = [(score[both], row[both]) for row, both in zip(without, known, strict=True)]
    return LeftOut(
        names=names,
        latest=np.array([(other - one)[-1] if len(one) else np.nan for one, other in pairs]),
        change=np.array([np.diff(other - one)[-1] if len(one) > 1 else np.nan for one, other in pairs]),
        distance=np.array([np.abs(other - one).mean() if len(one) else np.nan for one, other in pairs]),
        correlation=np.array([correlation(one, other) for one, other in pairs]),
    )


def ranks_left_out(names: Names, score: Floats, without: Floats) -> RanksLeftOut:
    """Compare the ranks of groups by scores without one indicator (n, G) with those by the score of all (G,), over the groups that have both."""
    shift, largest, alike = (np.full(len(names), np.nan) for _ in range(3))
    for row, each in enumerate(without):
        both = ~np.isnan(each + score)
        if both.sum() > 1:
            own, other = ranks(score[both]), ranks(each[both])
            shift[row], largest[row] = np.abs(other - own).mean(), np.abs(other - own).max()
            alike[row] = correlation(own, other)
    return RanksLeftOut(names, shift, largest, alike)


def _without(value: Floats, recipe: Recipe, setting: Setting, row: int) -> Floats:
    def less(one: np.ndarray | None, axis: int = 0) -> np.ndarray | None:
        return None if one is None else np.delete(one, row, axis=axis)

    expert = less(setting.expert)
    rest = replace(
        setting,
        names=np.delete(setting.names, row),
        inverted=np.delete(setting.inverted, row),
        expert=None if expert is None else expert / expert.sum(),
        target=less(setting.target),
        goalposts=less(setting.goalposts, 1),
    )
    return weighted(prepare(np.delete(value, row, axis=0), recipe, rest), recipe, rest).score
