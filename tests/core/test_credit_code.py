"""One code at a time, against codes worked by hand and against the check of whole columns."""

import pyarrow as pa
import pytest

from openmbi.core.credit_code import CHARACTERS, has_right_check_digit
from openmbi.sources.credit_codes import check_credit_codes


def test_a_code_with_its_right_check_digit():
    assert has_right_check_digit("91110000802100433B")


@pytest.mark.parametrize(
    "code", ["", "91110000802100433C", "91110000802100433", "91110000802100433b", "9111000080210043IB"]
)
def test_what_is_no_code(code: str):
    assert not has_right_check_digit(code)


def test_it_agrees_with_the_check_of_columns():
    codes = [f"9111000080210043{a}{b}" for a in CHARACTERS for b in CHARACTERS]
    faults = check_credit_codes(pa.array(codes))
    assert [has_right_check_digit(code) for code in codes] == (faults == 0).tolist()
    assert sum(faults == 0) == 31
