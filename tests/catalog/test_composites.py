from pathlib import Path

import pytest

from openmbi.catalog.composites import ConferenceBoardSpec, EqualWeightsSpec, ExpertWeightsSpec
from openmbi.catalog.indexes import load_indexes
from openmbi.catalog.indicators import Indicator
from openmbi.catalog.loader import SHIPPED, load_all
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem


@pytest.mark.parametrize(
    ("name", "now", "then", "says"),
    [
        ("pmi", "weight: 0.30", "weight: 0.31", "sum to 1.01, not to 1"),
        ("pmi", "indicator: production,", "indicator: new_orders,", "stands twice: new_orders"),
        ("composite_expert", "weight: 0.30", "weight: 0.25", "sum to 0.95, not to 1"),
        ("composite_expert", "weight: 1}", "weight: 0.9}", "sum to 0.9, not to 1"),
        ("composite_expert", "domain: freight", "domain: customs", "stands twice: customs"),
        ("composite_expert", "indicator: freight_t,", "indicator: use_kwh,", "stands twice: use_kwh"),
        ("composite_expert", "last: 2024-12-31", "last: 2023-12-31", "the base ends before it starts"),
        ("composite_equal", "domain: freight", "domain: customs", "stands twice: customs"),
        ("composite_equal", "scale: indexed", "scale: other", "scale"),
        ("composite_conference_board", "change: symmetric", "change: logarithmic", "change"),
        ("composite_conference_board", "indicator: freight_t,", "indicator: use_kwh,", "stands twice: use_kwh"),
    ],
)
def test_a_wrong_composite_is_refused(tmp_path: Path, name, now, then, says):
    text = (SHIPPED / "indexes" / f"{name}.yml").read_text(encoding="utf-8")
    assert now in text
    (tmp_path / "indexes").mkdir()
    (tmp_path / "indexes" / f"{name}.yml").write_text(text.replace(now, then), encoding="utf-8")
    with pytest.raises(Problem, match=says) as caught:
        load_indexes(tmp_path)
    assert caught.value.code == "catalog.invalid"


def test_shipped_composites_count_declared_indicators_by_the_same_domains():
    indexes, indicators = load_indexes(None), load_all(Indicator, "indicators", None)
    expert, equal, board = (indexes[f"composite_{name}"] for name in ("expert", "equal", "conference_board"))
    assert isinstance(expert, ExpertWeightsSpec)
    assert isinstance(equal, EqualWeightsSpec)
    assert isinstance(board, ConferenceBoardSpec)
    counted = [one.indicator for domain in expert.domains for one in domain.indicators]
    assert set(counted) <= set(indicators)
    assert [(d.domain, [one.indicator for one in d.indicators]) for d in expert.domains] == [
        (d.domain, [one.indicator for one in d.indicators]) for d in equal.domains
    ]
    monthly = [name for name in counted if indicators[name].frequency is not Frequency.QUARTERLY]
    assert [one.indicator for one in board.components] == monthly
