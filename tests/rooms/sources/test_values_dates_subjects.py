"""What is a number, a day, a moment and a subject, and why one is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

ACCEPTED_NUMBERS = {
    "0": "0", "-0": "0", "12": "12", "12.5": "12.5", ".5": "0.5", "5.": "5", "+7": "7", "1e3": "1000", "1.5E-1": "0.15",
    " 12 ": "12", "\t12": "12", "\u300012\u00a0": "12", "1,234": "1234", "1,234,567.25": "1234567.25", "１２３．５": "123.5", "１，２３４": "1234",
    "0.00004": "0", "0.00005": "0.0001", "1.00015": "1.0002", "1.23445": "1.2345", "999999999.99995": "1000000000", "-0.00004": "0",
}  # fmt: skip
REFUSED_NUMBERS = {
    "": "missing_value", "  ": "missing_value", "\u3000": "missing_value",
    "abc": "not_a_number", "1_000": "not_a_number", "1,23": "not_a_number", "1.234,5": "not_a_number", "12,34,567": "not_a_number", "0x10": "not_a_number",
    "1 2": "not_a_number", "--1": "not_a_number", "1e": "not_a_number", "-": "not_a_number", "true": "not_a_number", "#DIV/0!": "not_a_number",
    "١٢": "not_a_number",
    "NaN": "not_finite", "nan": "not_finite", "inf": "not_finite", "-Infinity": "not_finite", " INF ": "not_finite",
    "-1": "negative", "-0.0001": "negative", "-1e30": "negative", "－１": "negative", "-1,234": "negative",
    "1000000000.0001": "above_range", "1e12": "above_range", "1e30": "above_range", "1e400": "above_range", "9" * 40: "above_range",
    "1,000,000,000,000": "above_range",
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), ACCEPTED_NUMBERS.items())
def test_a_number_is_read_exactly_and_rounded_half_away_from_zero(desk, text: str, value: str) -> None:
    accepted, refused = desk.read("meters_long", f'subject,date,value\na,2024-01-05,"{text}"\n')
    assert refused == []
    assert accepted[0]["value"] == Decimal(value)


@pytest.mark.parametrize(("text", "reason"), REFUSED_NUMBERS.items())
def test_what_is_no_value_is_refused_with_its_reason(desk, text: str, reason: str) -> None:
    assert desk.reasons_of_value(text) == [reason]


def test_numbers_among_others_of_the_block_come_out_the_same(desk) -> None:
    texts = [*ACCEPTED_NUMBERS, *REFUSED_NUMBERS]
    lines = [f'a{at},2024-01-05,"{text}"\n' for at, text in enumerate(texts)]
    accepted, refused = desk.read("meters_long", "subject,date,value\n" + "".join(lines))
    assert [row["value"] for row in accepted] == [Decimal(value) for value in ACCEPTED_NUMBERS.values()]
    assert [row["reasons"] for row in refused] == [[reason] for reason in REFUSED_NUMBERS.values()]
    assert [row["value"] for row in refused] == list(REFUSED_NUMBERS)


@pytest.mark.parametrize(
    ("unit", "decimals", "text", "stored"),
    [
        ("MWh", 4, "1.23456785", "1234.5679"),
        ("MWh", 1, "1.23445", "1234.5"),
        ("万kWh", 0, "0.00015", "2"),
        ("亿kWh", 4, "0.000000000001", "0.0001"),
        ("亿kWh", 4, "999999.5", "99999950000000"),
        ("kWh", 0, "2.5", "3"),
        ("kWh", 2, "0.005", "0.01"),
    ],
)
def test_a_unit_is_converted_exactly_and_rounded_once(desk, unit: str, decimals: int, text: str, stored: str) -> None:
    desk.changes.update(unit=unit, decimals=decimals)
    accepted, _ = desk.read("meters_long", f"subject,date,value\na,2024-01-05,{text}\n")
    assert accepted[0]["value"] == Decimal(stored)


def test_the_range_is_in_the_unit_of_the_file(desk) -> None:
    desk.changes.update(unit="MWh", range={"min": 2, "max": 3})
    texts = ["1.9", "2", "3", "3.1", "-1"]
    assert [desk.reasons_of_value(text) for text in texts] == [["below_range"], [], [], ["above_range"], ["negative"]]


def test_a_contract_may_allow_negative_values(desk) -> None:
    desk.changes.update(range={"min": -5, "max": None})
    assert desk.reasons_of_value("-5") == []
    assert desk.reasons_of_value("-6") == ["below_range"]
    assert desk.reasons_of_value("1e13") == []


def test_a_sentinel_is_accepted_with_its_meaning_even_outside_the_range(desk) -> None:
    desk.changes.update(
        sentinels=[{"value": "-9", "means": "zero_or_missing"}, {"value": "1", "means": "zero_or_missing"}], unit="MWh"
    )
    accepted, refused = desk.read(
        "meters_long", "subject,date,value\na,2024-01-05,-9\nb,2024-01-05,1.0\nc,2024-01-05,2\n"
    )
    assert [(row["value"], row["status"]) for row in accepted] == [
        (Decimal(-9000), "zero_or_missing"), (Decimal(1000), "zero_or_missing"), (Decimal(2000), "normal")
    ]  # fmt: skip
    assert refused == []


@pytest.mark.parametrize(
    "text", ["2024-01-05", "2024-1-5", " 20240105 ", "2024/1/5", "2024/01/05", "2024年1月5日", "2024年01月05日", "２０２４-０１-０５", "2024-01-05 00:00:00",
    "2024-01-05T00:00", "2024/1/5 0:00"]
)  # fmt: skip
def test_a_day_in_any_accepted_form(desk, text: str) -> None:
    accepted, refused = desk.read("meters_long", f"subject,date,value\na,{text},1\n")
    assert refused == []
    assert accepted[0]["valid_at"] == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing_date"), ("  ", "missing_date"), ("2024-02-30", "unreadable_date"), ("2023-02-29", "unreadable_date"), ("05.01.2024", "unreadable_date"),
        ("2024-01-05x", "unreadable_date"), ("2024105", "unreadable_date"), ("24-01-05", "unreadable_date"), ("2024-01-05 10:00", "unreadable_date"),
        ("45296", "unreadable_date"), ("inf", "unreadable_date"), ("2024-01", "unreadable_date"), ("2024-01/05", "unreadable_date"),
        ("1899-12-31", "date_out_of_range"), ("1999-12-31", "date_out_of_range"), ("0000-01-01", "date_out_of_range"), ("0001-01-01", "date_out_of_range"),
        ("2099-01-01", "date_in_future"), ("9999-12-31", "date_in_future"), ("2024-07-01", "date_in_future"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_reason(desk, text: str, reason: str) -> None:
    assert desk.reasons_of_date(text) == [reason]


def test_a_contract_may_accept_fewer_forms(desk) -> None:
    desk.changes["dates"] = ("2024/1/5",)
    assert desk.reasons_of_date("2024-01-05") == ["unreadable_date"]
    assert desk.reasons_of_date("2024/1/5") == []


def test_today_is_the_day_at_the_place(desk) -> None:
    desk.now = datetime(2024, 6, 30, 15, 59, tzinfo=UTC)
    assert desk.reasons_of_date("2024-07-01") == ["date_in_future"]
    desk.now = datetime(2024, 6, 30, 16, 0, tzinfo=UTC)
    assert desk.reasons_of_date("2024-07-01") == []


MOMENTS = {  # in UTC
    "2024-01-06": "2024-01-05T16:00:00", "2024-01-06 08:30": "2024-01-06T00:30:00", "2024/1/6 8:30:15": "2024-01-06T00:30:15",
    "2024-01-06T08:30:00.25": "2024-01-06T00:30:00.250000", "2024-01-06T08:30:00Z": "2024-01-06T08:30:00",
    "2024-01-06 08:30:00+08:00": "2024-01-06T00:30:00", "2024-01-06 08:30:00-05": "2024-01-06T13:30:00", " ": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "moment"), MOMENTS.items())
def test_when_a_value_was_known_is_local_time_unless_it_says_otherwise(desk, text: str, moment: str | None) -> None:
    accepted, refused = desk.read("meters_long", f"subject,date,value,known_at\na,2024-01-05,1,{text}\n")
    assert refused == []
    assert accepted[0]["known_at"] == (moment and datetime.fromisoformat(moment))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("soon", "unreadable_known_at"), ("2024-01-06 08:30+08", "unreadable_known_at"), ("2024-02-30", "unreadable_known_at"), ("2024-01-06 25:00",
        "unreadable_known_at"),
        ("2024-06-30 20:00:01", "known_in_future"), ("2024-01-04 23:59", "known_before_period"), ("2024-01-04T15:59:59Z", "known_before_period"),
    ],
)  # fmt: skip
def test_a_moment_that_cannot_be_is_refused(desk, text: str, reason: str) -> None:
    _, refused = desk.read("meters_long", f"subject,date,value,known_at\na,2024-01-05,1,{text}\n")
    assert refused[0]["reasons"] == [reason]
    assert refused[0]["known_at"] == text


def test_subjects_are_stripped_and_must_be_registered_where_the_contract_asks_it(desk) -> None:
    desk.changes["require_registered"] = True
    desk.registered = pa.array(["a"])
    accepted, refused = desk.read(
        "meters_long", "subject,date,value\n a\u3000,2024-01-05,1\nb,2024-01-05,1\n ,2024-01-05,1\n"
    )
    assert [row["subject"] for row in accepted] == ["a"]
    assert [row["reasons"] for row in refused] == [["unknown_enterprise"], ["missing_subject"]]


def test_a_bad_row_has_all_its_reasons(desk) -> None:
    desk.changes["require_registered"] = True
    desk.registered = pa.array(["a"])
    _, refused = desk.read("meters_long", "subject,date,value,known_at\nb,2099-01-01,-1,never\n")
    assert refused[0]["reasons"] == ["unknown_enterprise", "date_in_future", "negative", "unreadable_known_at"]
