"""What draws say of a composite: how far its score, its latest change and the ranks of groups may lie, and which choice that is owed to.

Source: Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168; OECD and JRC (2008), Handbook, step 7.
Scores made with different normalisations have different units. A draw is brought to the nominal score's own mean and standard deviation over the periods
looked at, so that draws differ in shape alone and one scale serves all.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.audit import RankSensitivity, ScoreSensitivity, StepAlone
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, Names
from openmbi.index.audit.draws import Draws
from openmbi.index.audit.rank_stability import rank_stability
from openmbi.index.audit.sobol import sobol_indices

LEVELS = (0.05, 0.25, 0.50, 0.75, 0.95)


def score_sensitivity(draws: Draws, nominal: Floats, seed: int) -> ScoreSensitivity:
    """Return what draws say of a score (K,) over periods that are the draws' columns.

    Raises
    ------
    Problem
        `index.audit-flat` where the nominal score or a draw does not move: nothing can be compared.
    """
    score = matched(draws.score, nominal)
    change = score[:, -1] - score[:, -2]
    distance = np.abs(score - nominal).mean(axis=1)
    d = len(draws.steps)
    return ScoreSensitivity(
        steps=tuple(one.step for one in draws.steps),
        alone=_alone(draws, nominal),
        nominal=nominal,
        quantiles=np.quantile(score, LEVELS, axis=0),
        change=np.quantile(change, LEVELS),
        falling=float((change < 0).mean()),
        distance=distance,
        of_latest=sobol_indices(score[:, -1], d, seed),
        of_change=sobol_indices(change, d, seed),
        of_distance=sobol_indices(distance, d, seed),
    )


def rank_sensitivity(draws: Draws, groups: Names, nominal: Floats, seed: int) -> RankSensitivity:
    """Return what draws say of the ranks of groups (G,), the draws' columns being one period of each."""
    found = rank_stability(groups, nominal, draws.score)
    steps = tuple(one.step for one in draws.steps)
    return RankSensitivity(steps, found, sobol_indices(found.shift, len(draws.steps), seed))


def matched(score: Floats, nominal: Floats) -> Floats:
    """Return scores (R, K) brought to the mean and the standard deviation of the nominal score (K,)."""
    spread = score.std(axis=1, keepdims=True)
    if len(nominal) < 3 or not nominal.std() > 0 or not (spread > 0).all():
        raise Problem(
            "index.audit-flat",
            Text("不足三期，或分值没有变化，无从比较", "fewer than three periods, or a score that does not move"),
            Text("请补入更多时期", "ingest more periods"),
        )
    return nominal.mean() + nominal.std() * (score - score.mean(axis=1, keepdims=True)) / spread


def _alone(draws: Draws, nominal: Floats) -> tuple[StepAlone, ...]:
    scores = [matched(score, nominal) for score in draws.alone]
    return tuple(
        StepAlone(one.step, one.labels, score[:, -1], score[:, -1] - score[:, -2], np.abs(score - nominal).mean(axis=1))
        for one, score in zip(draws.steps, scores, strict=True)
    )
