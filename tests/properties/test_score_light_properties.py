"""What holds for the light of every score, under any cut-offs."""

from math import isfinite

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from openmbi.catalog.schemes import ORDER
from openmbi.catalog.score_lights import ScoreRule
from openmbi.core.tables import Colour, Lights, Polarity
from openmbi.lights.score import score_lights
from openmbi.lights.score_reasons import score_reason_text

CITED = {"zh": "示例", "en": "example"}
COLD_TO_HOT = ORDER[Polarity.CYCLE5][::-1]
POINTS = st.integers(-400, 400).map(lambda quarters: quarters / 4)
SCORES = POINTS | st.just(float("nan")) | st.just(float("inf")) | st.just(-float("inf"))


@st.composite
def rules(draw) -> ScoreRule:
    chosen = sorted(draw(st.sets(st.integers(0, 4), min_size=2)))
    colours = [COLD_TO_HOT[k].name.lower() for k in chosen]
    edges = sorted(draw(st.sets(POINTS, min_size=len(colours) + 1, max_size=len(colours) + 1)))
    bands = [{"colour": colour, "at_least": edge} for colour, edge in zip(colours, edges, strict=False)]
    if draw(st.booleans()):
        bands[0]["at_least"] = None
    highest = draw(st.sampled_from([edges[-1], None]))
    cut_offs = {"valid_from": "2000-02-01", "citation": CITED, "bands": bands, "highest": highest}
    content = {"kind": "score", "code": "any", "name": CITED, "polarity": "cycle5", "palette": "cycle5"}
    return ScoreRule.model_validate({**content, "cut_offs": [cut_offs]})


def lights_of(scores: list[float], rule: ScoreRule) -> Lights:
    months = np.arange(np.datetime64("2000-01"), np.datetime64("2000-01") + len(scores)).astype("datetime64[D]")
    return score_lights(np.array([scores]), np.array(["province"]), months, rule)


def colour_of(score: float, rule: ScoreRule) -> Colour:
    """The plainest way: the last band whose lower end the score has reached, if the score is on the scale; an end that is null is none."""
    cut_offs = rule.cut_offs[0]
    if not isfinite(score) or (cut_offs.highest is not None and score > cut_offs.highest):
        return Colour.NO_DATA
    reached = [band.code for band in cut_offs.bands if band.at_least is None or score >= band.at_least]
    return reached[-1] if reached else Colour.NO_DATA


@given(rules(), st.lists(SCORES, min_size=1, max_size=30))
def test_every_light_is_that_of_its_band_and_no_score_has_none(rule: ScoreRule, scores: list[float]):
    expected = [
        Colour.NO_DATA,
        *(colour_of(score, rule) for score in scores[1:]),
    ]  # cut-offs hold from the second month on
    assert lights_of(scores, rule).colour[0].tolist() == expected


@given(rules(), POINTS, POINTS)
def test_a_higher_score_is_never_colder(rule: ScoreRule, one: float, other: float):
    low, high = sorted((one, other))
    cold, hot = (Colour(int(code)) for code in lights_of([0.0, low, high], rule).colour[0, 1:])
    if Colour.NO_DATA not in (cold, hot):
        assert COLD_TO_HOT.index(cold) <= COLD_TO_HOT.index(hot)


@given(rules(), st.lists(SCORES, min_size=1, max_size=30))
def test_a_colour_has_its_band_in_the_reason_and_since_when(rule: ScoreRule, scores: list[float]):
    lights = lights_of(scores, rule)
    for month, colour in enumerate(lights.colour[0]):
        assert (lights.reasons[lights.reason[0, month]] == "in_band") == (colour != Colour.NO_DATA)
        assert ("…" in score_reason_text(lights, 0, month, rule).en) == (colour != Colour.NO_DATA)
        start = int(np.searchsorted(lights.days, lights.since[0, month]))
        assert (lights.colour[0, start : month + 1] == colour).all()
        assert start == 0 or lights.colour[0, start - 1] != colour
