"""Check digits, against codes printed in the standards and a plain twin."""

import re

import pytest

from openmbi.simulation.codes import credit_code
from openmbi.simulation.parameters import TownParameters
from openmbi.simulation.town import town

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_valid(code: str) -> bool:
    """GB 32100-2015, appendix A, said the other way round: the weighted sum with the check character (weight 1) is divisible by 31."""
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1]
    return sum(w * CHARACTERS.index(c) for w, c in zip(weights, code, strict=True)) % 31 == 0


def test_the_plain_twin_knows_published_codes():
    assert is_valid("91350100M000100Y43")  # the standard's worked example
    assert not is_valid("91350100M000100Y4X")
    assert is_valid("91110000802100433B")  # a registered company


@pytest.mark.parametrize("serial", [10_000_000, 12_345_678, 80_210_043, 99_000_001])
def test_check_character_is_right(serial: int):
    assert is_valid(credit_code("449901", serial))


def test_the_organisation_code_has_its_own_check_digit():
    assert credit_code("110000", 80_210_043) == "91110000802100433B"
    assert credit_code("110000", 10_000_007)[8:17] == "100000075"  # 11 − (3·1 + 2·7) mod 11 = 5


def test_every_code_of_a_town_is_well_formed_and_different():
    codes = list(town(TownParameters(seed=1, enterprises=400, days=400)).truth["enterprises"])  # type: ignore[call-overload]
    assert len(set(codes)) == 400
    assert all(re.fullmatch(r"91\d{14}[0-9X]" + f"[{CHARACTERS}]", code) and is_valid(code) for code in codes)
