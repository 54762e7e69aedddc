"""Why the light of a score has its colour, in words with the score and its band in them."""

from __future__ import annotations

from enum import IntEnum
from math import isfinite

from openmbi.catalog.score_lights import CutOffs, ScoreRule
from openmbi.core.language import Text
from openmbi.core.tables import Lights


class ScoreReason(IntEnum):
    """Codes of reasons; the code is the index into `Lights.reasons`. IN_BAND gives a colour, the others say why there is none."""

    IN_BAND = 0
    NO_CUT_OFFS = 1
    NO_SCORE = 2
    OFF_SCALE = 3


SCORE_REASONS = tuple(reason.name.lower() for reason in ScoreReason)

_SAYS = {
    ScoreReason.IN_BAND: Text("{score}，位于分档 {band}", "{score}, in the band {band}"),
    ScoreReason.NO_CUT_OFFS: Text("该期尚无生效的分档", "no cut-offs were in force in this period"),
    ScoreReason.NO_SCORE: Text("{missing}", "{missing}"),
    ScoreReason.OFF_SCALE: Text(
        "{score}，超出分值范围 {lowest} 至 {highest}",
        "{score}, outside the scale of {lowest} to {highest}",
    ),
}


def score_reason_text(lights: Lights, subject_index: int, day_index: int, rule: ScoreRule) -> Text:
    """Return the reason of one subject's light in one period; `rule` is the rule that made `lights`."""
    reason = ScoreReason(int(lights.reason[subject_index, day_index]))
    score = float(lights.measure[subject_index, day_index])
    cut_offs = rule.in_force(lights.days[day_index].item()) or rule.cut_offs[0]
    return _SAYS[reason].fill(
        score=rule.words.value.text().fill(score=_points(score)),
        missing=rule.words.missing.text(),
        band=_band(score, cut_offs),
        lowest=_points(cut_offs.bands[0].lowest),
        highest=_points(cut_offs.end),
    )


def _band(score: float, cut_offs: CutOffs) -> str:
    """Return the band of a score as bounds: `23 ≤ … < 32`; the highest one includes its end. An end that there is none of is left out."""
    reached = sum(score >= band.lowest for band in cut_offs.bands[1:])
    low = cut_offs.bands[reached].lowest
    last = reached + 1 == len(cut_offs.bands)
    high = cut_offs.end if last else cut_offs.bands[reached + 1].lowest
    begins = f"{_points(low)} ≤ …" if isfinite(low) else "…"
    ends = f" {'≤' if last else '<'} {_points(high)}" if isfinite(high) else ""
    return begins + ends


def _points(score: float) -> str:
    return f"{score:.10g}".replace("-", "−")
