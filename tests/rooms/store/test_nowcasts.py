"""Kept nowcasts: numbered, read back as they were, and not kept twice from the same things."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from openmbi.store.nowcasts import keep_nowcast, kept_nowcasts
from openmbi.store.store import Store


def test_what_is_kept_is_read_back_and_kept_once(tmp_path: Path):
    store = Store(tmp_path / "store", threads=1)
    assert kept_nowcasts(store) == []
    arrays = {"value": np.array([[1.0, np.nan]]), "series": np.array(["use_kwh"])}
    with store.writing():
        first = keep_nowcast(store, {"as_of": "2025-12-01", "manifest": 3}, {"report": "nowcast"}, arrays)
        again = keep_nowcast(store, {"as_of": "2025-12-01", "manifest": 3}, {"report": "other"}, arrays)
        second = keep_nowcast(store, {"as_of": "2025-12-02", "manifest": 3}, {"report": "nowcast"}, arrays)
    assert (first.name, again.name, second.name) == ("000001", "000001", "000002")
    assert [one.pins["as_of"] for one in kept_nowcasts(store)] == ["2025-12-01", "2025-12-02"]
    assert first.document() == {"report": "nowcast"}
    read = first.arrays()
    np.testing.assert_array_equal(read["value"], arrays["value"])
    assert read["series"].tolist() == ["use_kwh"]
