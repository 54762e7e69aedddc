"""What each normalisation gives, by hand, upright and inverted."""

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.treatment.discovery import Step, method_named, with_defaults

ROW = np.array([[2.0, 4.0, 6.0, np.nan, 8.0]])
BASE = np.array([True, True, True, True, False])


def normalised(setting, name: str, inverted: bool = False, values=ROW, **others):
    options = others.pop("options", {})
    method = method_named(Step.NORMALISATION, name)
    told = setting(1, values.shape[1], inverted=np.array([inverted]), base=BASE[: values.shape[1]], **others)
    return method.apply(values, told, with_defaults(Step.NORMALISATION, name, method.defaults, options)).value[0]  # type: ignore[union-attr]


ROOT = np.sqrt(8 / 3)
GOALS = {"goalposts": np.array([[3.0], [7.0]])}


@pytest.mark.parametrize(
    ("name", "others", "upright", "inverted"),
    [
        ("min_max", {}, [0, 50, 100, np.nan, 150], [100, 50, 0, np.nan, -50]),
        ("min_max", {"options": {"low": 1.0, "high": 11.0}}, [1, 6, 11, np.nan, 16], [11, 6, 1, np.nan, -4]),
        (
            "z_score",
            {},
            [100 - 20 / ROOT, 100, 100 + 20 / ROOT, np.nan, 100 + 40 / ROOT],
            [100 + 20 / ROOT, 100, 100 - 20 / ROOT, np.nan, 100 - 40 / ROOT],
        ),
        ("rank", {}, [25, 50, 75, np.nan, 87.5], [75, 50, 25, np.nan, 12.5]),
        ("goalposts", GOALS, [0, 25, 75, np.nan, 100], [100, 75, 25, np.nan, 0]),
        ("goalposts", GOALS | {"options": {"clipped": "no"}}, [-25, 25, 75, np.nan, 125], [125, 75, 25, np.nan, -25]),
        ("distance_to_reference", {}, [50, 100, 150, np.nan, 200], [150, 100, 50, np.nan, 0]),
        (
            "distance_to_reference",
            {"options": {"reference": "maximum"}},
            [100 / 3, 200 / 3, 100, np.nan, 400 / 3],
            [500 / 3, 400 / 3, 100, np.nan, 200 / 3],
        ),
    ],
)
def test_a_row_is_normalised(setting, name, others, upright, inverted):
    np.testing.assert_allclose(normalised(setting, name, **others), upright)
    np.testing.assert_allclose(normalised(setting, name, inverted=True, **others), inverted)


def test_the_way_to_a_target_begins_at_the_worst_of_the_base(setting):
    np.testing.assert_allclose(
        normalised(setting, "distance_to_target", target=np.array([7.0])), [0, 40, 80, np.nan, 120]
    )
    found = normalised(setting, "distance_to_target", True, target=np.array([1.0]), options={"capped": "yes"})
    np.testing.assert_allclose(found, [80, 40, 0, np.nan, -40])


@pytest.mark.parametrize(
    ("name", "others", "code"),
    [
        ("min_max", {}, "index.flat-indicator"),
        ("z_score", {}, "index.flat-indicator"),
        ("rank", {}, "index.flat-indicator"),
        ("distance_to_target", {}, "index.no-target"),
        ("distance_to_target", {"target": np.array([3.0])}, "index.no-span"),
        ("goalposts", {}, "index.no-goalposts"),
        ("goalposts", {"goalposts": np.array([[3.0], [3.0]])}, "index.no-span"),
        ("distance_to_reference", {"options": {"reference": "mode"}}, "index.no-option"),
        ("distance_to_reference", {"values": np.array([[-3.0, -3.0]])}, "index.no-span"),
    ],
)
def test_what_has_no_scale_is_refused(setting, name: str, others: dict, code: str):
    with pytest.raises(Problem) as refused:
        normalised(setting, name, **({"values": np.array([[3.0, 3.0, 3.0, 3.0, 4.0]])} | others))
    assert refused.value.code == code
