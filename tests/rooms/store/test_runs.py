import numpy as np
import pyarrow as pa
import pytest

from openmbi.core.problems import Problem
from openmbi.core.tables import IndexSeries, IndexTerms
from openmbi.store.runs import FIGURES, Saved, drop_older_terms, newest_saved, save, saved
from openmbi.store.store import Store


def save_one(store: Store, kind: str, value: float) -> Saved:
    days = np.arange(np.datetime64("2016-01-01"), np.datetime64("2016-01-04"))
    ones, all_in, none = np.ones((2, 3)), np.ones((2, 3), bool), np.zeros((2, 3), bool)
    terms = IndexTerms("level", np.array(["a", "b"]), days, np.ones(2), ones * value, all_in, np.ones(3), none, none)
    series = IndexSeries("level", "town", days, np.full(3, 2 * value), np.ones(3), none[0])
    figures = pa.table([["level"], ["town"], ["2016-01-03"], [2 * value]], schema=FIGURES)
    pins = {"index": "level", "zone": "town", "value": value}
    with store.writing():
        return save(
            store,
            kind,
            pins=pins,
            document={"level": value},
            figures=figures,
            terms=terms,
            series=series,
            details={"reason_zh": np.array(["平稳"]), "use_kwh.level": np.float32([[value]])},
        )


def test_what_is_saved_is_read_back_as_it_was(store: Store) -> None:
    save_one(store, "runs", 50.0)
    read = newest_saved(store, "runs")
    terms, series = read.terms()
    assert (read.name, read.document(), read.pins["value"]) == ("000001", {"level": 50.0}, 50.0)
    assert read.figures()["value"].to_pylist() == [100.0]
    assert {name: kept.tolist() for name, kept in read.details().items()} == {
        "reason_zh": ["平稳"],
        "use_kwh.level": [[50.0]],
    }
    np.testing.assert_array_equal(series.close, (terms.weight[:, None] * terms.relative).sum(axis=0) / terms.divisor)


def test_older_runs_keep_their_figures_and_lose_their_terms(store: Store) -> None:
    release = save_one(store, "releases", 1.0)
    for value in (1.0, 2.0, 3.0):
        save_one(store, "runs", value)
    drop_older_terms(store)
    assert [(run.folder / "terms.npz").exists() for run in saved(store, "runs")] == [False, False, True]
    assert [len(run.details()) for run in saved(store, "runs")] == [0, 0, 2]
    assert [run.figures().num_rows for run in saved(store, "runs")] == [1, 1, 1]
    assert (release.folder / "terms.npz").exists()
    assert release.details()


def test_nothing_computed_yet_says_so(store: Store) -> None:
    with pytest.raises(Problem, match="nothing has been computed yet"):
        newest_saved(store, "runs")
