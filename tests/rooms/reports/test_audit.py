"""The page of the audit: what its drawings and sentences say of its figures."""

from __future__ import annotations

import json

import numpy as np
import pytest

from openmbi.core.audit import AuditStep, RankSensitivity, RankStability, ScoreSensitivity, SobolIndices
from openmbi.core.language import Language, Text
from openmbi.core.registry import package_folder
from openmbi.reports.audit.charts import reach, shade, share, whole, width
from openmbi.reports.audit.page import pages
from openmbi.reports.audit.report import STEPS, _steps
from openmbi.reports.audit.sentences import _of_latest

EXAMPLE = package_folder("openmbi.reports.audit") / "example" / "composite.json"


def indices(*total: float) -> SobolIndices:
    found = np.array(total)
    return SobolIndices(found / 2, found / 10, found, found / 5, 1.0)


def score(falling: float, nominal: tuple[float, float] = (101.0, 100.0)) -> ScoreSensitivity:
    return ScoreSensitivity(
        steps=(AuditStep.NORMALISATION, AuditStep.WEIGHTING),
        alone=(),
        nominal=np.array(nominal),
        quantiles=np.array([[99.0], [99.5], [100], [100.5], [102]]).repeat(2, axis=1),
        change=np.zeros(5),
        falling=falling,
        distance=np.array([0.5]),
        of_latest=indices(0.75, 0.25),
        of_change=indices(0.2, 0.8),
        of_distance=indices(0.5, 0.5),
    )


class Source:
    def __init__(self, of: ScoreSensitivity) -> None:
        self.score, self.months = of, np.array(["2025-01-01", "2025-02-01"], "datetime64[D]")


@pytest.mark.parametrize(
    ("falling", "nominal", "said"),
    [
        (0.97, (101.0, 100.0), "That it fell on the period before does not depend on how it is made: 97 %"),
        (0.60, (101.0, 100.0), "That it fell on the period before depends on how it is made: only 60 %"),
        (0.60, (100.0, 101.0), "That it rose on the period before depends on how it is made: only 40 %"),
    ],
)
def test_whether_the_direction_is_safe_is_said(falling: float, nominal: tuple[float, float], said: str):
    sentences = [one.en for one in _of_latest(Source(score(falling, nominal)))]  # type: ignore[arg-type]
    assert sentences[0].startswith("In February 2025 the composite")
    assert "between 99.00 and 102.00" in sentences[0]
    assert sentences[1].startswith(said)


def test_no_change_says_no_direction():
    assert len(list(_of_latest(Source(score(0.5, (100.0, 100.0)))))) == 1  # type: ignore[arg-type]


def test_a_step_that_was_varied_of_the_ranks_alone_stands_in_the_order_of_steps():
    stable = RankStability(np.array(["p"]), np.ones(1), np.ones((3, 1)), np.zeros(1), np.ones(1))
    ranks = RankSensitivity((AuditStep.IMPUTATION, AuditStep.WEIGHTING), stable, indices(0.3, 0.7))
    found = _steps(score(0.5), ranks)
    assert [one["code"] for one in found] == ["imputation", "normalisation", "weighting"]
    assert found[0]["latest"] is None
    assert found[0]["shift"]["total"] == "30.0"
    assert found[1]["shift"] is None
    assert found[2]["change"] == {
        "first": "40.0",
        "first_plus_minus": "8.0",
        "total": "80.0",
        "total_plus_minus": "16.0",
    }


def test_every_step_has_a_name():
    assert set(STEPS) == set(AuditStep)
    assert all(isinstance(one, Text) for one in STEPS.values())


def test_drawings_stay_inside_their_box():
    assert [share(one) for one in ("-3.0", "40.0", "140.0", None)] == [0, 40, 100, 0]
    assert reach({"total": "95.0", "total_plus_minus": "10.0"}, "total") == (85, 100)
    assert [whole(one) for one in ("0.5", "0.0", "-0.4", "7.6", None)] == ["1", "0", "0", "8", None]
    assert [width(one) for one in ("0.5", "0.0", "0.4", None)] == ["1", "< 1", "< 1", None]


def test_correlations_are_shaded_by_size_and_sign():
    assert [shade(one) for one in ("0.00", "0.99", "1.00", "-0.45", None)] == ["p0", "p9", "p9", "m4", "unknown"]


def test_the_page_frames_what_is_flagged_and_says_so():
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    levels = document["correlations"]["levels"]
    assert 'framed"' not in pages(document)[Language.EN]
    levels["pearson"][0][1] = "-0.55"
    levels["flagged"] = [
        {
            "first": levels["names"][0],
            "second": levels["names"][1],
            "value": "-0.55",
            "flag": "opposed",
            "meaning": {"zh": "反向", "en": "opposed"},
        }
    ]
    page = pages(document)[Language.EN]
    assert 'class="number m5 framed"' in page
    assert "Pairs to look at" in page


def test_without_cities_the_page_says_so():
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    document["ranks"] = None
    document["unranked"] = [{"zh": "甲市", "en": "Jia"}]
    for step in document["steps"]:
        step.pop("shift", None)
    page = pages(document)[Language.EN]
    assert "Fewer than three cities" in page
    assert "Jia" in page
    assert "Mean rank shift" not in page
