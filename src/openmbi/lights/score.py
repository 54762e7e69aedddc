"""The light of a score: the band of the cut-offs in force that it lies in."""

from __future__ import annotations

import numpy as np

from openmbi.catalog.score_lights import CutOffs, ScoreRule
from openmbi.core.tables import Codes, Colour, Days, Floats, Lights, Names
from openmbi.lights.score_reasons import SCORE_REASONS, ScoreReason
from openmbi.lights.since import since_when


def score_lights(score: Floats, subjects: Names, days: Days, rule: ScoreRule) -> Lights:
    """Return the light (n, T) of each subject by period, from its score.

    No data, and never a colour, where there is no score, where it lies outside the bands, or before the first cut-offs.

    Parameters
    ----------
    score
        Points (n, T) as published, NaN for none: no rounding is done here, so that a light agrees with the figure beside it.
    days
        First day (T,) of each period, rising; each period is judged by the cut-offs in force on it.
    """
    reason = np.full(score.shape, ScoreReason.NO_CUT_OFFS, np.uint8)
    colour = np.full(score.shape, Colour.NO_DATA, np.uint8)
    for cut_offs in rule.cut_offs:
        since = days >= np.datetime64(cut_offs.valid_from)
        reason[:, since] = _why(score[:, since], cut_offs)
        colour[:, since] = _colours(score[:, since], cut_offs)
    colour[reason != ScoreReason.IN_BAND] = Colour.NO_DATA
    return Lights(
        rule=rule.code,
        polarity=rule.polarity,
        subjects=subjects,
        days=days,
        colour=colour,
        measure=score,
        reason=reason,
        reasons=SCORE_REASONS,
        since=since_when(colour, days),
    )


def _why(score: Floats, cut_offs: CutOffs) -> Codes:
    outside = (score < cut_offs.bands[0].lowest) | (score > cut_offs.end) | np.isinf(score)
    reasons = [ScoreReason.NO_SCORE, ScoreReason.OFF_SCALE]
    return np.select([np.isnan(score), outside], reasons, ScoreReason.IN_BAND).astype(np.uint8)


def _colours(score: Floats, cut_offs: CutOffs) -> Codes:
    """Return the colour of the highest band that each score reaches; of no meaning outside the bands."""
    reached = np.searchsorted([band.lowest for band in cut_offs.bands], score, side="right")
    return np.array(cut_offs.colours, np.uint8)[np.clip(reached - 1, 0, len(cut_offs.bands) - 1)]
