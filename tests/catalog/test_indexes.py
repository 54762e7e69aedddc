from datetime import date
from pathlib import Path

import pytest

from openmbi.catalog.indexes import ActivityLevelSpec, IndicatorLevelSpec, LevelSpec, ResumptionSpec, load_indexes
from openmbi.catalog.indicators import Indicator
from openmbi.catalog.loader import SHIPPED, load_all
from openmbi.core.problems import Problem


def test_shipped_indexes_hold_the_first_catalog_values():
    indexes = load_indexes(None)
    level, resumption = indexes["activity_level"], indexes["resumption"]
    assert isinstance(level, ActivityLevelSpec)
    assert isinstance(resumption, ResumptionSpec)
    assert (level.base_first, level.base_last) == (date(2015, 1, 1), date(2015, 12, 31))
    assert (level.minimum_base_days, level.entry_active_days, level.idle_days_filled) == (60, 60, 3)
    assert resumption.threshold_share == 0.30
    assert (resumption.fallback_first.of(2015), resumption.fallback_last.of(2015)) == (
        date(2015, 1, 1),
        date(2015, 1, 20),
    )


def test_every_index_has_the_code_of_its_file():
    assert {name: spec.code for name, spec in load_indexes(None).items()} == {name: name for name in load_indexes(None)}


@pytest.mark.parametrize(
    ("name", "now", "then"),
    [
        ("activity_level", "base_last: 2015-12-31", "base_last: 2014-12-31"),
        ("activity_level", "method: activity_level", "method: other"),
        ("activity_level", "minimum_base_days: 60", "minimum_base_day: 60"),
        ("export_cny_level", "minimum_base_periods: 6", "minimum_base_days: 6"),
        ("export_cny_level", "frequency: M", "frequency: A"),
        ("export_cny_level", "base_last: 2024-12-31", "base_last: 2023-12-31"),
        ("resumption", "threshold_share: 0.30", "threshold_share: 30"),
        ("resumption", "window_last: 45", "window_last: -45"),
        ("resumption", "fallback_last: {month: 1, day: 20}", "fallback_last: {month: 1, day: 31}"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, name, now, then):
    text = (SHIPPED / "indexes" / f"{name}.yml").read_text(encoding="utf-8")
    assert now in text
    (tmp_path / "indexes").mkdir()
    (tmp_path / "indexes" / f"{name}.yml").write_text(text.replace(now, then), encoding="utf-8")
    with pytest.raises(Problem) as caught:
        load_indexes(tmp_path)
    assert caught.value.code == "catalog.invalid"


def test_every_indicator_of_the_shipped_composite_has_a_level_of_its_frequency():
    indexes, indicators = load_indexes(None), load_all(Indicator, "indicators", None)
    wanted = {one.indicator for domain in indexes["composite_expert"].domains for one in domain.indicators}
    levels = {spec.indicator: spec for spec in indexes.values() if isinstance(spec, LevelSpec)}
    assert wanted <= levels.keys()
    for name, spec in levels.items():
        if isinstance(spec, IndicatorLevelSpec):
            assert spec.frequency is indicators[name].frequency
            assert spec.deflator == indicators[name].deflator
