import numpy as np
import pytest

from openmbi.catalog.size_classes import UNSIZED, SizeClasses, load_size_classes

SIZES = load_size_classes(None)
NAN = float("nan")


@pytest.mark.parametrize(
    ("employees", "revenue_cny", "size"),
    [
        (1000, 400_000_000, "large"),
        (999, 400_000_000, "medium"),
        (1000, 399_999_999, "medium"),
        (300, 20_000_000, "medium"),
        (5000, 19_999_999, "small"),  # many people, little revenue: the class whose both bounds are reached
        (20, 3_000_000, "small"),
        (19, 900_000_000, "micro"),
        (0, 0, "micro"),
        (NAN, 900_000_000, UNSIZED),
        (19, NAN, UNSIZED),
    ],
)
def test_an_enterprise_reaches_both_bounds_of_its_class(employees: float, revenue_cny: float, size: str):
    assert SIZES.classify(np.array([employees]), np.array([revenue_cny])).tolist() == [size]


@pytest.mark.parametrize(("word", "code"), [("大型", "large"), (" 微 ", "micro"), ("Medium", "medium"), ("巨型", None)])
def test_words_of_registers(word: str, code: str | None):
    assert SIZES.code_of(word) == code


def test_names():
    assert SIZES.text("small").zh == "小型"
    assert SIZES.text(UNSIZED).zh == "规模不明"


def test_classes_run_from_large_to_micro():
    declared = SIZES.model_dump()
    with pytest.raises(ValueError, match="from large to micro"):
        SizeClasses.model_validate(declared | {"classes": declared["classes"][::-1]})
    with pytest.raises(ValueError, match="no lower bound"):
        SizeClasses.model_validate(declared | {"classes": declared["classes"][:-1]})
