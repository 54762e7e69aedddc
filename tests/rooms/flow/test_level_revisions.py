"""What the last points of the level became, measured on the simulated town, and told."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.core.revisions import Vintages
from openmbi.flow import level_revisions as module
from openmbi.flow.bureau import load_bureau
from openmbi.flow.level_revisions import LevelRevisions, level_revisions
from openmbi.store.runs import newest_saved


def test_the_last_vintage_is_the_run_itself(town: Path, mbi):
    bureau = load_bureau(town)
    figures, zone = newest_saved(bureau.store, "runs").figures().to_pylist(), bureau.settings.zone.code
    known = {(row["indicator"], row["period"]): row["value"] for row in figures if row["subject"] == zone}
    days = np.array(sorted(day for name, day in known if name == "zone_change"), "M8[D]")
    told = mbi("-b", town, "revisions", "--months", 1, "--json").json
    end = np.datetime64(told["ends"][0])
    assert end in days
    assert told["light"]["measure_last"][0] == pytest.approx(known["zone_change", str(end)], abs=1e-12)
    assert told["lags"] == [0, 7, 28, 56]
    assert told["level"]["revision"] == told["level"]["revision_next_month"]  # the month after is the last there is
    assert 0 < np.abs(told["level"]["revision"]).max() < 0.2
    assert (np.array(told["level"]["standard_error"]) > 0).all()


def test_within_the_base_nothing_is_measured(town: Path, monkeypatch: pytest.MonkeyPatch):
    days = np.arange(np.datetime64("2014-01-01"), np.datetime64("2015-03-01"))  # the base is 2015
    panel = SimpleNamespace(days=days, subjects=np.array(["x"]))
    monkeypatch.setattr(module, "electricity", lambda observed: SimpleNamespace(panel=panel))
    level = SimpleNamespace(base_last=datetime(2015, 12, 31, tzinfo=UTC).date())
    monkeypatch.setattr(module, "declarations_in_force", lambda *_: SimpleNamespace(level=level))
    with pytest.raises(Problem) as caught:
        level_revisions(load_bureau(town), as_of=datetime(2026, 1, 1, tzinfo=UTC), months=3, step=print)
    assert caught.value.code == "revisions.no-month"


@pytest.fixture
def measured() -> LevelRevisions:
    """Two month ends, two lags: moved by 1 % and −1 %, then not at all; the errors foretold half a per cent."""
    first = np.zeros((2, 2))
    last = np.array([[0.01, 0.0], [-0.01, 0.0]])
    change = Vintages(*(np.array([[-0.04], [-0.02]]) + move for move in (0.0, 0.01, 0.02)))
    ends = np.array(["2016-01-31", "2016-02-29"], "M8[D]")
    colour = np.array([[1, 1], [3, 2]], np.uint8)
    return LevelRevisions(
        ends,
        np.array([0, 7]),
        Vintages(first, last / 2, last),
        np.full((2, 2), 0.005),
        change,
        np.full((2, 1), 0.01),
        colour,
    )


def test_factors_are_moves_over_errors(measured: LevelRevisions):
    np.testing.assert_allclose(measured.level_factor, [2.0, 0.0])
    assert measured.change_factor == pytest.approx(2.0)


@pytest.mark.parametrize(("lang", "said"), [("zh", "灯色不同的月末1个"), ("en", "thelightisanotherat1monthends")])
def test_what_was_measured_is_told(town: Path, mbi, measured: LevelRevisions, lang: str, said: str):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "level_revisions", lambda *_, **__: measured)
        told = mbi("-b", town, "revisions", lang=lang)
    assert told.code == 0
    assert said in told.words
    assert "0+0.001.000.502.0" in told.words
