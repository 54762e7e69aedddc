from decimal import Decimal

import numpy as np
import pytest

from openmbi.core.tables import Level, Stints
from openmbi.drilldown.leaves import joined, leaves
from openmbi.drilldown.node_document import find
from openmbi.drilldown.tree import tree

CITIES = Stints(
    Level.CITY,
    np.array(["a", "b"]),
    row=np.array([0, 0, 1]),
    group=np.array([0, 1, 1]),
    first=np.array([0, 3, 0]),
    stop=np.array([3, 5, 5]),
)
MONTHS = np.array([0, 0.5, 1, 1, 0.5])  # mean of days 3 and 4 less the mean of days 0 and 1


def test_days_count_as_much_as_they_are_given(index):
    terms, series = index([[10, 12, 16, 17, 19], [5, 5, 5, 9, 7]])
    found = leaves(terms, MONTHS, [CITIES])
    points = {(*codes,): value for *codes, value in zip(*found.path.values(), found.points, strict=True)}
    # s0: ½·2 + 4 in a, 1 + ½·2 in b; s1: 4 − ½·2 in b
    assert points == {("a", "s0"): 5.0, ("b", "s0"): 2.0, ("b", "s1"): 3.0}
    assert list(found.path) == ["city", "enterprise"]
    assert found.points.sum() == pytest.approx(series.close[3:].mean() - series.close[:2].mean())


def test_leaves_of_several_indicators_make_one_tree(index):
    one = leaves(index([[10, 12, 16, 17, 19], [5, 5, 5, 9, 7]])[0], MONTHS, [CITIES])
    two = leaves(index([[1, 1, 1, 2, 2], [3, 3, 3, 3, 3]])[0], MONTHS, [CITIES])
    both = joined({"use_kwh": one, "freight": two})
    root = tree(both.points, both.path, Decimal("11.00"))
    assert list(both.path) == ["indicator", "city", "enterprise"]
    assert [(part.code, part.points) for part in root.parts[:2]] == [("use_kwh", 10), ("freight", 1)]
    found = find(root, ["freight", "b", "s0"])
    assert found is not None
    assert found.points == 1


def test_nothing_counts_and_nobody_moved(index):
    found = leaves(index([[10, 12, 16]])[0], np.zeros(3), [])
    assert (found.points.tolist(), list(found.path)) == ([], ["enterprise"])


def test_the_first_day_has_no_step(index):
    with pytest.raises(ValueError, match="first day"):
        leaves(index([[10, 12, 16]])[0], np.ones(3), [])


def test_parts_of_different_paths_do_not_join(index):
    terms, _ = index([[10, 12, 16, 17, 19], [3, 3, 3, 3, 3]])
    with pytest.raises(ValueError, match="no path in common"):
        joined({"x": leaves(terms, MONTHS, []), "y": leaves(terms, MONTHS, [CITIES])})
    with pytest.raises(ValueError, match="no path in common"):
        joined({})
