"""Outliers on their way from the adjustment to the pages."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pytest

from openmbi.catalog.events import Events, KnownEvent
from openmbi.catalog.hierarchy import load_hierarchy
from openmbi.core.adjusted import OutlierKind, Outliers
from openmbi.core.tables import ENTERPRISES
from openmbi.flow.outliers import Coincidence, GatheredOutliers, outlier_arrays, recent_outliers

TYPHOON = {
    "code": "storm",
    "name": {"zh": "台风甲", "en": "Typhoon A"},
    "kind": "typhoon",
    "first": date(2024, 9, 5),
    "last": date(2024, 9, 6),
    "places": ["440600"],
    "citation": {"zh": "例", "en": "example"},
}
RATIONING = TYPHOON | {
    "code": "ration",
    "name": {"zh": "限电乙", "en": "Rationing B"},
    "kind": "power_rationing",
    "places": ["440000"],
    "industries": ["C39"],
}


def found(*rows: tuple[str, str, OutlierKind, float]) -> Outliers:
    subject, day, kind, size = zip(*rows, strict=True)
    return Outliers(
        np.array(subject), np.array(day, "M8[D]"), np.array(kind, np.uint8), np.array(size), np.full(len(rows), 9.0)
    )


def stratum(outliers: Outliers | None) -> Any:
    return SimpleNamespace(detail=None if outliers is None else SimpleNamespace(outliers=outliers))


@pytest.fixture(scope="module")
def coincidence() -> Coincidence:
    hierarchy = load_hierarchy(None)
    events = Events(
        (KnownEvent.model_validate(TYPHOON), KnownEvent.model_validate(RATIONING)),
        hierarchy.places,
        hierarchy.industries,
    )
    rows = [
        {"enterprise": "a", "place": "440606", "industry": "C3911", "valid_from": date(2020, 1, 1)},
        {"enterprise": "b", "place": "440300", "industry": None, "valid_from": date(2020, 1, 1)},
    ]
    whole = [dict.fromkeys(ENTERPRISES.names) | {"row_no": 1} | row for row in rows]
    in_force = cast(Any, SimpleNamespace(events=events, hierarchy=hierarchy))
    return Coincidence(in_force, pa.Table.from_pylist(whole, ENTERPRISES), "440000")


def test_strata_are_gathered_by_subject_and_day() -> None:
    gathered = GatheredOutliers()
    step, odd = OutlierKind.LEVEL_SHIFT, OutlierKind.ADDITIVE_OUTLIER
    gathered.watch(cast(Any, None), stratum(found(("b", "2024-02-01", step, 1.0), ("b", "2024-01-01", odd, 2.0))))
    gathered.watch(cast(Any, None), stratum(None))
    gathered.watch(cast(Any, None), stratum(found(("a", "2024-03-01", odd, 3.0))))
    assert gathered.outliers.size.tolist() == [3.0, 2.0, 1.0]
    kept = outlier_arrays(gathered.outliers, np.array(["a", "b", "c"]))
    assert kept["outlier.of"].tolist() == [0, 1, 1]
    assert kept["outlier.kind"].tolist() == [odd, odd, step]


def test_nothing_gathered_is_no_outliers() -> None:
    gathered = GatheredOutliers()
    assert len(gathered.outliers.subject) == 0
    assert all(len(array) == 0 for array in outlier_arrays(gathered.outliers, np.array(["a"])).values())


def test_a_level_shift_names_the_events_of_its_place_and_industry(coincidence: Coincidence) -> None:
    both = coincidence.told("a", date(2024, 9, 8), OutlierKind.LEVEL_SHIFT, -0.5)
    assert both.event is not None
    assert "Typhoon A" in both.event.en
    assert "限电乙" in both.event.zh
    assert coincidence.told("a", date(2024, 9, 10), OutlierKind.LEVEL_SHIFT, -0.5).event is None
    assert coincidence.told("a", date(2024, 9, 5), OutlierKind.ADDITIVE_OUTLIER, -0.5).event is None


def test_an_event_elsewhere_or_of_another_industry_is_not_named(coincidence: Coincidence) -> None:
    assert coincidence.told("b", date(2024, 9, 5), OutlierKind.LEVEL_SHIFT, -0.5).event is None


def test_recent_outliers_are_ranked_by_what_they_moved(coincidence: Coincidence) -> None:
    odd, step = OutlierKind.ADDITIVE_OUTLIER, OutlierKind.LEVEL_SHIFT
    outliers = found(
        ("a", "2024-09-05", step, -0.1),
        ("a", "2024-09-20", odd, 5.0),
        ("b", "2024-05-01", odd, -9.0),
        ("b", "2024-09-05", odd, -0.5),
    )
    recent = recent_outliers(outliers, date(2024, 9, 30), {"a": 0.3, "b": 0.7}, coincidence)
    assert recent.first == date(2024, 7, 2)
    assert recent.counts == {odd: 2, step: 1, OutlierKind.TEMPORARY_CHANGE: 0}
    assert [(one.subject, one.outlier.size) for one in recent.largest] == [("a", 5.0), ("b", -0.5), ("a", -0.1)]
    assert [one.moved for one in recent.largest] == pytest.approx([0.3, 0.7 * 0.3935, 0.3 * 0.0952], abs=1e-4)
    assert recent.largest[2].outlier.event is not None
