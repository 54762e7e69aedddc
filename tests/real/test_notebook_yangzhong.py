"""The example of the door for notebooks, on the real electricity of Yangzhong."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import openmbi

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def example(data_sets: Path) -> dict[str, Any]:
    """The example's functions, and what they find."""
    functions = runpy.run_path(str(ROOT / "examples/notebook/adjust_yangzhong.py"))
    use = functions["read"]()
    found = openmbi.adjustment_of(use)
    return functions | {"use": use, "found": found, "total": functions["totals"](use, found.frame)}


def test_every_enterprise_and_day_comes_back(example: dict[str, Any]):
    use, adjusted = example["use"], example["found"].frame
    assert adjusted.shape == (639, 1454)
    assert (adjusted.index == use.index).all()
    assert (adjusted.columns == use.columns).all()
    assert adjusted.notna().all().all()


def test_the_festival_of_2016_is_taken_out_of_the_total(example: dict[str, Any]):
    total = example["total"]
    window = total["2016-02-01":"2016-02-21"]
    around = total["2015-12-15":"2016-01-14"].mean()
    assert window["raw"].min() < 0.62 * around["raw"]
    assert window["adjusted"].min() > 0.85 * around["adjusted"]
    assert window["adjusted"].max() < 1.15 * around["adjusted"]


def test_the_profile_is_deepest_at_new_year(example: dict[str, Any]):
    profile = example["found"].profile.set_index("days_from_new_year")["effect"]
    assert -5 <= profile.idxmin() <= 5
    assert np.exp(profile.min()) < 0.75
    assert abs(profile.iloc[[0, -1]]).max() < 0.02


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_picture_is_drawn(example: dict[str, Any], lang: str, tmp_path: Path):
    example["draw"](example["total"], example["found"], lang).savefig(tmp_path / "picture.png")
    assert (tmp_path / "picture.png").stat().st_size > 50_000
