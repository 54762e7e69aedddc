"""The register: credit codes, codes of place and industry, size classes, periods of validity."""

import numpy as np
import pyarrow as pa
import pytest

from openmbi.sources.credit_codes import CHARACTERS, check_credit_codes
from openmbi.sources.reasons import codes_of

STANDARD = "91350100M000100Y43"  # the example that GB 32100-2015 itself gives
HEADER = "uscc,name,place,industry,size_class,valid_from,valid_to\n"


def verdicts(codes: list[str]) -> list[list[str]]:
    return codes_of(check_credit_codes(pa.array(codes, pa.string()))).to_pylist()


def test_the_example_of_the_standard_is_accepted() -> None:
    assert verdicts([STANDARD]) == [[]]


def test_any_other_check_digit_is_refused() -> None:
    others = [STANDARD[:-1] + character for character in CHARACTERS if character != STANDARD[-1]]
    assert verdicts(others) == [["bad_uscc_check_digit"]] * 30


def test_any_single_wrong_character_is_noticed() -> None:
    rng = np.random.default_rng(7)
    changed = [
        STANDARD[:at] + character + STANDARD[at + 1 :]
        for at in range(17)
        for character in rng.choice(list(CHARACTERS), 5)
    ]
    assert verdicts(changed) == [[] if code == STANDARD else ["bad_uscc_check_digit"] for code in changed]


@pytest.mark.parametrize(
    "code", ["", "123", STANDARD + "0", STANDARD.replace("M", "I"), STANDARD.lower(), "９1350100M000100Y43"]
)
def test_what_is_no_code_is_refused(code: str) -> None:
    assert verdicts([code, STANDARD]) == [["bad_uscc"], []]


def line(**changes: str) -> str:
    fields = {
        "uscc": STANDARD,
        "name": "甲",
        "place": "321182",
        "industry": "C3821",
        "size": "大型",
        "start": "2015-01-01",
        "end": "",
    }
    return HEADER + ",".join({**fields, **changes}.values()) + "\n"


def test_a_row_of_the_register(desk) -> None:
    accepted, refused = desk.read(
        "enterprise_register", line(uscc=f" {STANDARD.lower()} ", end="2099-12-31", industry="３８２１")
    )
    assert refused == []
    row = accepted[0]
    assert (row["enterprise"], row["place"], row["industry"], row["size_class"]) == (
        STANDARD,
        "321182",
        "C3821",
        "large",
    )
    assert (str(row["valid_from"]), str(row["valid_to"]), row["known_at"], row["row_no"]) == (
        "2015-01-01",
        "2099-12-31",
        None,
        2,
    )


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({"place": "32118"}, ["bad_place_code"]),
        ({"place": "991182"}, ["bad_place_code"]),
        ({"industry": "D3821"}, ["bad_industry_code"]),
        ({"industry": "C98"}, ["bad_industry_code"]),
        ({"industry": "C3"}, ["bad_industry_code"]),
        ({"industry": "steel"}, ["bad_industry_code"]),
        ({"industry": "00"}, ["bad_industry_code"]),
        ({"size": "huge"}, ["unknown_size_class"]),
        ({"start": ""}, ["missing_date"]),
        ({"start": "2025-01-01"}, ["date_in_future"]),
        ({"start": "1900-01-01"}, ["date_out_of_range"]),
        ({"end": "soon"}, ["unreadable_date"]),
        ({"end": "2014-12-31"}, ["ends_before_it_starts"]),
        ({"uscc": ""}, ["missing_subject"]),
        ({"uscc": "1", "place": "x", "size": "x"}, ["bad_uscc", "bad_place_code", "unknown_size_class"]),
    ],
)  # fmt: skip
def test_a_bad_field_is_refused_with_its_reason(desk, changes: dict[str, str], reasons: list[str]) -> None:
    accepted, refused = desk.read("enterprise_register", line(**changes))
    assert accepted == []
    assert refused[0]["reasons"] == reasons


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("13", "C13"),
        ("c43", "C43"),
        ("0111", "A0111"),
        ("A05", "A05"),
        ("4411", "D4411"),
        ("97", "T97"),
        ("962", "S962"),
        ("84", "Q84"),
        ("", None),
    ],
)
def test_an_industry_gets_the_letter_of_its_section(desk, given: str, kept: str | None) -> None:
    accepted, _ = desk.read("enterprise_register", line(industry=given))
    assert accepted[0]["industry"] == kept


@pytest.mark.parametrize(
    ("given", "kept"), [("大", "large"), ("Medium", "medium"), ("小型", "small"), ("微", "micro"), ("", None)]
)
def test_a_size_class_has_one_form(desk, given: str, kept: str | None) -> None:
    accepted, _ = desk.read("enterprise_register", line(size=given))
    assert accepted[0]["size_class"] == kept


def test_only_the_enterprise_and_its_first_day_are_needed(desk) -> None:
    accepted, _ = desk.read("enterprise_register", f"企业代码,有效期起\n{STANDARD},2015-01-01\n")
    assert {name for name, value in accepted[0].items() if value is None} == {
        "name", "place", "industry", "size_class", "ownership", "group_owner", "valid_to", "known_at"
    }  # fmt: skip


def test_a_bureau_may_use_ids_of_its_own(desk) -> None:
    desk.changes["id"] = "own"
    accepted, _ = desk.read("enterprise_register", line(uscc="yz-0001"))
    assert accepted[0]["enterprise"] == "yz-0001"
