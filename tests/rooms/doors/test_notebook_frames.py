"""`openmbi.adjust` gives back the kind of frame that it was given: its rows, index, other columns and sensible types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import openmbi
from openmbi.adjustment.parameters import AdjustmentParameters
from openmbi.catalog.calendar import load_calendar
from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.problems import Problem
from openmbi.doors.notebook.parts import PARTS, part_of

DAYS = pd.date_range("2015-01-01", periods=400, name="day")
NAMES = ["steel", "paper", "glass"]
KINDS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "pandas on arrow": lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.from_pandas,
    "arrow": lambda frame: pa.Table.from_pandas(frame, preserve_index=False),
}


def drawn(seed: int = 1) -> pd.DataFrame:
    """Use of three series with a weekly wave, a festival dip, a gap, and a day of no activity."""
    random, calendar = np.random.default_rng(seed), load_calendar(None)
    days = DAYS.to_numpy().astype("M8[D]")
    dip = 0.8 * np.exp(-((calendar.days_from_new_year(days) / 8.0) ** 2)) + 0.3 * (DAYS.day_of_week.to_numpy() == 6)
    value = np.round(np.exp(6 - dip[:, None] + random.normal(scale=0.05, size=(len(days), 3))), 2)
    value[200, 0], value[201, 1] = np.nan, 0.0
    return pd.DataFrame(value, index=DAYS, columns=NAMES)


def new_year_distance(index: pd.DatetimeIndex) -> np.ndarray:
    return load_calendar(None).days_from_new_year(index.to_numpy().astype("M8[D]"))


def long_of(wide: pd.DataFrame) -> pd.DataFrame:
    return wide.reset_index().melt("day", var_name="plant", value_name="use_kwh").sample(frac=1, random_state=3)


def values(column: Any) -> np.ndarray:
    """Return a column of any kind as floats."""
    return np.array(
        [
            np.nan if one is None or one is pd.NA else one
            for one in list(column.to_pandas() if hasattr(column, "to_pandas") else column)
        ],
        float,
    )


@pytest.fixture(scope="module")
def wide() -> pd.DataFrame:
    return drawn()


@pytest.fixture(scope="module")
def adjusted(wide: pd.DataFrame) -> pd.DataFrame:
    """The adjusted wide frame of pandas, which the others are compared with."""
    return openmbi.adjust(wide)


def test_a_wide_frame_of_pandas_keeps_its_shape_index_and_columns(wide: pd.DataFrame, adjusted: pd.DataFrame):
    pd.testing.assert_index_equal(adjusted.index, wide.index)
    assert list(adjusted.columns) == NAMES
    assert (adjusted.dtypes == np.float64).all()
    assert np.isnan(adjusted.iloc[200, 0])
    assert adjusted.iloc[201, 1] == 0
    sundays = wide.index.day_of_week == 6
    assert wide[sundays].mean().mean() < 0.85 * wide[~sundays].mean().mean()
    assert adjusted[sundays].mean().mean() > 0.95 * adjusted[~sundays].mean().mean()


@pytest.mark.parametrize("kind", KINDS)
def test_a_wide_frame_comes_back_as_it_was(kind: str, wide: pd.DataFrame, adjusted: pd.DataFrame):
    given = KINDS[kind](wide.reset_index())
    found = openmbi.adjust(given)
    assert type(found) is type(given)
    assert list(getattr(found, "column_names", found.columns)) == ["day", *NAMES]
    for name in NAMES:
        np.testing.assert_array_equal(values(found[name]), adjusted[name].to_numpy())


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_frame_gets_the_parts_beside_its_columns(kind: str, wide: pd.DataFrame, adjusted: pd.DataFrame):
    long = long_of(wide).assign(note="kept")
    given = KINDS[kind](long)
    found = openmbi.adjust(given, series="plant")
    assert type(found) is type(given)
    assert list(getattr(found, "column_names", found.columns)) == [*long.columns, *PARTS]
    expected = [adjusted.loc[day, plant] for day, plant in zip(long["day"], long["plant"], strict=True)]
    np.testing.assert_array_equal(values(found["adjusted"]), expected)
    status = pd.Series(found["status"].to_pylist() if isinstance(found, pa.Table) else list(found["status"]))
    assert status.value_counts().to_dict() == {"active": 1198, "absent": 1, "idle": 1}
    if isinstance(found, pd.DataFrame):
        pd.testing.assert_index_equal(found.index, long.index)
        pd.testing.assert_frame_equal(found[list(long.columns)], given)
    if isinstance(found, pl.DataFrame):
        assert found["adjusted"].null_count() == 1
        assert found["adjusted"].is_nan().sum() == 0
        assert found.schema["provisional"] == pl.Boolean


def test_the_parts_make_up_the_effect_and_the_adjusted_value(wide: pd.DataFrame):
    found = openmbi.adjust(long_of(wide))
    active = found[(found["status"] == "active") & (found["effect"] > np.log(0.5))]
    np.testing.assert_allclose(active["adjusted"], active["use_kwh"] / np.exp(active["effect"]), rtol=1e-9)
    assert (active["standard_error"] > 0).all()
    np.testing.assert_allclose(active["seasonally_adjusted"], active["adjusted"] / np.exp(active["season"]))


@pytest.mark.parametrize("kind", KINDS)
def test_components_of_a_wide_frame_are_the_long_frame(kind: str, wide: pd.DataFrame):
    found = openmbi.adjust(KINDS[kind](wide.reset_index()), output="components")
    assert list(getattr(found, "column_names", found.columns)) == ["day", "series", "value", *PARTS]
    expected = openmbi.adjust(wide.reset_index().melt("day", var_name="series"))
    for name in ("value", "adjusted", "effect", "standard_error"):
        np.testing.assert_array_equal(values(found[name]), expected[name].to_numpy())


def test_a_series_of_pandas_comes_back_as_a_series(wide: pd.DataFrame):
    found = openmbi.adjust(wide["steel"])
    assert isinstance(found, pd.Series)
    assert found.name == "steel"
    pd.testing.assert_index_equal(found.index, wide.index)
    assert openmbi.adjust(wide["steel"].rename(None)).name is None
    assert list(openmbi.adjust(wide["steel"], output="components").columns[:3]) == ["day", "series", "value"]


def test_one_part_is_asked_for_by_its_name(wide: pd.DataFrame):
    assert list(openmbi.adjust(long_of(wide), output="effect").columns) == ["day", "plant", "use_kwh", "effect"]
    effect = openmbi.adjust(wide, output="effect")
    assert effect.shape == wide.shape
    assert effect[wide.index.day_of_week == 6].mean().mean() < -0.15
    assert set(openmbi.adjust(wide, output="status")["paper"]) == {"active", "idle"}


@pytest.mark.parametrize(
    "cast",
    [
        pytest.param(lambda column: column.round().astype("Int64"), id="Int64"),
        pytest.param(lambda column: column.astype("Float32"), id="Float32"),
        pytest.param(lambda column: column.astype("float32"), id="float32"),
        pytest.param(
            lambda column: column.map(lambda one: None if np.isnan(one) else Decimal(f"{one:.2f}")), id="objects"
        ),
        pytest.param(lambda column: column.astype(pd.ArrowDtype(pa.decimal128(12, 2))), id="decimal"),
    ],
)
def test_values_of_any_numeric_type(cast: Callable[[pd.Series], pd.Series], wide: pd.DataFrame, adjusted: pd.DataFrame):
    given = wide.apply(cast)
    found = openmbi.adjust(given)
    np.testing.assert_allclose(found.astype("float64"), adjusted, rtol=0.01)
    if "loat" in str(given.dtypes.iloc[0]):
        assert (found.dtypes == given.dtypes).all()
    long = openmbi.adjust(given.reset_index().melt("day"), series="variable", value="value")
    np.testing.assert_allclose(long["adjusted"], adjusted.to_numpy().T.ravel(), rtol=0.01)


@pytest.mark.parametrize("kind", ["category", "string", "Int64", "object"])
def test_names_of_series_of_any_type(kind: str, wide: pd.DataFrame, adjusted: pd.DataFrame):
    long = long_of(wide)
    numbered = long["plant"].map(NAMES.index) if kind == "Int64" else long["plant"]
    found = openmbi.adjust(long.assign(plant=numbered.astype(kind)), series="plant", value="use_kwh")
    assert str(found["plant"].dtype) == kind
    back = found.pivot_table("adjusted", "day", "plant", observed=True)
    for name in NAMES:
        key = NAMES.index(name) if kind == "Int64" else name
        np.testing.assert_allclose(
            back[key].to_numpy(), adjusted[name].dropna().reindex(back.index).to_numpy(), rtol=1e-9
        )


def test_an_arrow_table_of_chunks_and_dictionaries(wide: pd.DataFrame):
    long = pa.Table.from_pandas(long_of(wide), preserve_index=False)
    coded = long.set_column(1, "plant", long["plant"].cast(pa.string()).dictionary_encode())
    chunked = pa.concat_tables([coded.slice(0, 500), coded.slice(500, 1), coded.slice(501)])
    found = openmbi.adjust(chunked)
    assert chunked["plant"].num_chunks == 3
    assert pa.types.is_dictionary(found["plant"].type)
    assert found["adjusted"].to_pylist() == openmbi.adjust(long)["adjusted"].to_pylist()
    assert found["adjusted"].null_count == 1
    kept = openmbi.adjust(pa.Table.from_pandas(wide))
    assert kept.schema.metadata == pa.Table.from_pandas(wide).schema.metadata
    pd.testing.assert_frame_equal(kept.to_pandas(), openmbi.adjust(wide), check_freq=False)


def test_polars_categories_and_enums(wide: pd.DataFrame):
    long = pl.from_pandas(long_of(wide))
    expected = openmbi.adjust(long)["adjusted"]
    for kind in (pl.Categorical, pl.Enum(NAMES)):
        assert openmbi.adjust(long.cast({"plant": kind}))["adjusted"].equals(expected)
    assert openmbi.adjust(long.cast({"use_kwh": pl.Decimal(12, 2)}))["adjusted"].equals(expected)


def test_columns_that_are_numbers(wide: pd.DataFrame, adjusted: pd.DataFrame):
    found = openmbi.adjust(wide.set_axis([3, 1, 2], axis=1))
    assert list(found.columns) == [3, 1, 2]
    np.testing.assert_allclose(found.to_numpy(), adjusted.to_numpy(), rtol=1e-9)


def test_times_of_any_kind_are_the_same_days(wide: pd.DataFrame, adjusted: pd.DataFrame):
    utc = wide.tz_localize("Asia/Shanghai").tz_convert("UTC")
    assert str(utc.index[0]) == "2014-12-31 16:00:00+00:00"
    texts = wide.set_axis(wide.index.strftime("%Y-%m-%d")).rename_axis("day").reset_index()
    objects = wide.reset_index().assign(day=[day.date() for day in wide.index])
    for given in (utc, wide.to_period("D"), wide.tz_localize("UTC")):
        found = openmbi.adjust(given)
        pd.testing.assert_index_equal(found.index, given.index)
        np.testing.assert_array_equal(found.to_numpy(), adjusted.to_numpy())
    periods = wide.to_period("D").reset_index()
    for given in (texts, objects, texts.set_index("day"), periods):
        np.testing.assert_array_equal(openmbi.adjust(given, time="day")[NAMES].to_numpy(), adjusted.to_numpy())
    assert list(openmbi.adjust(periods, output="components")["day"][:400]) == list(periods["day"])
    dates = pl.from_pandas(wide.reset_index()).cast({"day": pl.Date})
    np.testing.assert_array_equal(openmbi.adjust(dates).select(NAMES).to_numpy(), adjusted.to_numpy())


def test_a_long_frame_whose_time_is_its_index(wide: pd.DataFrame, adjusted: pd.DataFrame):
    long = long_of(wide).set_index("day")
    found = openmbi.adjust(long, series="plant")
    pd.testing.assert_index_equal(found.index, long.index)
    assert found.groupby("plant")["adjusted"].sum().round(6).to_dict() == adjusted.sum().round(6).to_dict()


def test_days_that_are_left_out_are_days_without_a_reading(wide: pd.DataFrame, adjusted: pd.DataFrame):
    kept = openmbi.adjust(wide.drop(wide.index[[50, 51, 300]]))
    gaps = wide.copy()
    gaps.iloc[[50, 51, 300]] = np.nan
    np.testing.assert_array_equal(kept.to_numpy(), openmbi.adjust(gaps).drop(wide.index[[50, 51, 300]]).to_numpy())
    assert len(kept) == len(adjusted) - 3


def test_strata_by_a_column_or_a_mapping(wide: pd.DataFrame):
    kinds = {"steel": "metal", "paper": "fibre", "glass": "metal"}
    long = long_of(wide)
    by_column = openmbi.adjust(long.assign(kind=long["plant"].map(kinds)), series="plant", by="kind")
    by_mapping = openmbi.adjust(long, by=kinds)
    np.testing.assert_array_equal(by_column["adjusted"], by_mapping["adjusted"])
    found = openmbi.adjustment_of(wide, by=kinds)
    assert found.diagnostics["stratum"].tolist() == ["metal", "fibre", "metal"]
    alone = openmbi.adjust(wide[["paper"]])
    np.testing.assert_allclose(found.frame["paper"], alone["paper"], rtol=1e-9)


def test_an_adjustment_holds_what_was_found(wide: pd.DataFrame, adjusted: pd.DataFrame):
    found = openmbi.adjustment_of(pl.from_pandas(wide.reset_index()))
    np.testing.assert_array_equal(found.frame.select(NAMES).to_numpy(), adjusted.to_numpy())
    assert found.components.shape == (1200, 3 + len(PARTS))
    assert found.diagnostics["series"].to_list() == sorted(NAMES)
    assert found.diagnostics["fitted"].to_list() == [True] * 3
    assert found.outliers.columns == ["series", "time", "kind", "size", "statistic"]
    assert found.panel.value.shape == (3, 400)
    assert found.frequency == "D"


def test_a_closure_counts_as_its_fit_and_what_has_no_detail_is_missing():
    fit = np.array([[10.0, 10.0, 10.0, 10.0], [np.nan] * 4])
    panel = AdjustedPanel(
        subjects=np.array(["a", "b"]),
        days=np.arange("2015-02-18", "2015-02-22", dtype="M8[D]"),
        value=np.array([[9.0, np.nan, np.nan, np.nan]] * 2),
        fit=fit,
        effect=np.zeros((2, 4)),
        residual=np.zeros((2, 4)),
        scale=np.ones(2),
        day_class=np.zeros(4, np.uint8),
        status=np.array([[0, 1, 2, 3]] * 2, np.uint8),
        provisional=np.zeros(4, bool),
    )
    parts = {name: part_of(panel, name) for name in PARTS}
    np.testing.assert_array_equal(parts["adjusted"], [[9, 0, 10, np.nan], [9, 0, 0, np.nan]])
    assert list(parts["status"][0]) == ["active", "idle", "festival_closure", "absent"]
    assert np.isnan(parts["season"]).all()
    np.testing.assert_array_equal(part_of(replace(panel, fit=fit * 2), "adjusted")[0], [9, 0, 20, np.nan])


def test_robustness_and_parameters_are_handed_on(wide: pd.DataFrame):
    odd = wide.copy()
    odd.iloc[100:103, 2] *= 40
    assert not np.allclose(openmbi.adjust(odd, robust=False)["steel"], openmbi.adjust(odd)["steel"], equal_nan=True)
    with pytest.raises(Problem, match="no series could be adjusted"):
        openmbi.adjust(wide, parameters=AdjustmentParameters(minimum_active_periods=(("D", 500),)))


def test_a_method_of_no_effects_gives_what_it_was_given(wide: pd.DataFrame):
    days = wide.reset_index()
    untouched = openmbi.adjust(days, method="none")
    np.testing.assert_array_equal(untouched[NAMES].to_numpy(), days[NAMES].to_numpy())
    assert openmbi.adjust(long_of(wide), method="none")["standard_error"].isna().all()
    with pytest.raises(Problem, match="STL cannot adjust daily data"):
        openmbi.adjust(days, method="stl")


def test_the_calendar_is_as_it_was_known(wide: pd.DataFrame):
    later = wide.set_axis(wide.index + pd.DateOffset(years=4), axis=0)
    now = openmbi.adjust(later, output="provisional")
    then = openmbi.adjust(later, output="provisional", as_of=date(2018, 12, 1))
    assert not now["steel"].any()
    assert then.loc["2019-03-01":, "steel"].all()
    moment = datetime(2018, 12, 1, 23, 59, 59)  # noqa: DTZ001  a moment without a zone is one of China
    pd.testing.assert_frame_equal(openmbi.adjust(later, output="provisional", as_of=moment), then)
    own = load_calendar(None).as_known(datetime(2018, 12, 1, tzinfo=UTC))
    pd.testing.assert_frame_equal(openmbi.adjust(later, output="provisional", calendar=own), then)


@pytest.mark.parametrize("kind", KINDS)
def test_temperatures_may_be_a_frame_of_any_kind(kind: str, wide: pd.DataFrame):
    degrees = 16 - 12 * np.cos((wide.index.day_of_year.to_numpy() - 20) * 2 * np.pi / 365)
    degrees += np.random.default_rng(5).normal(scale=3, size=len(degrees))
    heated = wide.mul(np.exp(0.03 * np.maximum(14 - degrees, 0)), axis=0)
    station = pd.DataFrame({"day": wide.index, "mean_c": degrees})
    found = openmbi.adjust(heated, temperature=KINDS[kind](station), output="temperature")
    assert np.corrcoef(found["glass"], np.maximum(14 - degrees, 0))[0, 1] > 0.9
    by = {"steel": "north", "paper": "south", "glass": "south"}
    two = pd.DataFrame({"day": wide.index, "south": degrees, "north": 30.0})
    apart = openmbi.adjust(heated, by=by, temperature=KINDS[kind](two), output="temperature")
    assert apart["glass"].abs().max() > 3 * apart["steel"].abs().max()


def test_a_day_without_temperature_is_told(wide: pd.DataFrame):
    station = pd.Series(10.0, wide.index).drop(wide.index[7])
    with pytest.raises(Problem, match="2015-01-08") as caught:
        openmbi.adjust(wide, temperature=station)
    assert caught.value.code == "adjustment.no-temperature"


def test_the_festival_is_told_by_stratum_and_year(wide: pd.DataFrame):
    two_years = pd.concat([wide, wide.set_axis(wide.index + pd.DateOffset(days=400), axis=0)])
    two_years *= np.exp(-0.8 * np.exp(-((new_year_distance(two_years.index) / 8.0) ** 2)))[:, None]
    found = openmbi.adjustment_of(two_years, by={"steel": "metal", "paper": "fibre", "glass": "metal"})
    profile, depth = found.profile, found.depth
    assert list(profile.columns) == ["stratum", "days_from_new_year", "effect"]
    assert profile.groupby("stratum")["days_from_new_year"].agg(["min", "max"]).loc["metal"].tolist() == [-35, 45]
    assert profile.loc[profile["effect"].idxmin(), "days_from_new_year"] in range(-4, 5)
    assert set(depth["stratum"]) == {"metal", "fibre"}
    assert {2015, 2016} <= set(depth.loc[depth["seen"], "year"])
    assert (depth["depth_error"] > 0).all()
    assert found.part("festival").shape == two_years.shape
    assert len(openmbi.adjustment_of(wide, method="none").profile) == 0
    assert pl.DataFrame(openmbi.adjustment_of(pl.from_pandas(wide.reset_index())).depth).schema["year"] == pl.Int64
