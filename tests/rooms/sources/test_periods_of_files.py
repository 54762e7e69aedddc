"""Weeks, months, quarters and years as files write them are read to their first day, and one that has not ended lies in the future."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from openmbi.core.tables import QUARANTINED

READ = {
    "W": {"2024-W05": "2024-01-29", "2024W05": "2024-01-29", "2020-W53": "2020-12-28", "2020-W01": "2019-12-30", "2024-01-31": "2024-01-29"},
    "M": {
        "2024-01": "2024-01-01", "2024-1": "2024-01-01", "202401": "2024-01-01", "2024/1": "2024-01-01", "2024年1月": "2024-01-01",
        " ２０２４年０１月 ": "2024-01-01",
        "2024-01-31": "2024-01-01", "20240115": "2024-01-01", "2024年1月5日": "2024-01-01", "2024-05": "2024-05-01",
    },
    "Q": {
        "2024Q1": "2024-01-01", "2024-q1": "2024-01-01", "2023年四季度": "2023-10-01", "2023年第三季度": "2023-07-01", "2023年第2季度": "2023-04-01",
        "2023-12-31": "2023-10-01",
    },
    "A": {"2023": "2023-01-01", "2023年": "2023-01-01", "2023-12-31": "2023-01-01"},
}  # fmt: skip
REFUSED = {
    "W": {"2024-W00": "unreadable_date", "2023-W53": "unreadable_date", "2024-W99": "unreadable_date", "2024-W27": "date_in_future",
        "2024-01": "unreadable_date"},
    "M": {
        "2024-13": "unreadable_date", "2024-00": "unreadable_date", "2024": "unreadable_date", "2024Q1": "unreadable_date", "2024-07": "date_in_future",
        "2024-07-01": "date_in_future", "1999-12": "date_out_of_range", "": "missing_date",
    },
    "Q": {"2024Q5": "unreadable_date", "2024年五季度": "unreadable_date", "2024-01": "unreadable_date", "2024Q3": "date_in_future",
        "1999Q4": "date_out_of_range"},
    "A": {"2024": "date_in_future", "2024-01-05": "date_in_future", "1999": "date_out_of_range", "24": "unreadable_date"},
    "D": {"2024-01": "unreadable_date", "2024": "unreadable_date", "2024-W05": "unreadable_date"},
}  # fmt: skip


def cases(table: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(frequency, text, outcome) for frequency, texts in table.items() for text, outcome in texts.items()]


@pytest.mark.parametrize(("frequency", "text", "first"), cases(READ))
def test_a_period_is_read_to_its_first_day(desk, frequency: str, text: str, first: str) -> None:
    desk.changes["frequency"] = frequency
    accepted, refused = desk.read("meters_long", f"subject,date,value\na,{text},1\n")
    assert refused == []
    assert accepted[0]["valid_at"] == date.fromisoformat(first)


@pytest.mark.parametrize(("frequency", "text", "reason"), cases(REFUSED))
def test_what_is_no_period_that_is_over_is_refused(desk, frequency: str, text: str, reason: str) -> None:
    desk.changes["frequency"] = frequency
    assert desk.reasons_of_date(text) == [reason]


def test_a_period_is_over_with_its_last_day(desk) -> None:
    desk.changes["frequency"] = "M"
    desk.now = datetime(2024, 6, 29, 15, 59, tzinfo=UTC)
    assert desk.reasons_of_date("2024-06") == ["date_in_future"]
    desk.now = datetime(2024, 6, 29, 16, 0, tzinfo=UTC)
    assert desk.reasons_of_date("2024-06") == []


def test_the_period_that_the_first_possible_day_lies_in_is_accepted(desk) -> None:
    desk.changes.update(frequency="M", earliest="2015-03-15")
    assert desk.reasons_of_date("2015-03") == []
    assert desk.reasons_of_date("2015-02") == ["date_out_of_range"]


def test_two_writings_of_one_month_are_one_period(desk) -> None:
    desk.changes["frequency"] = "M"
    accepted, _ = desk.read("meters_wide", "date,A\n2024-01,1\n2024年1月,2\n")
    assert [row["valid_at"] for row in accepted] == [date(2024, 1, 1)] * 2


@pytest.mark.parametrize(("text", "day"), [("45296", "2024-01-05"), ("45296.0", "2024-01-05"), ("43831", "2020-01-01")])
def test_day_numbers_of_a_spreadsheet_where_the_contract_allows_them(desk, text: str, day: str) -> None:
    assert desk.reasons_of_date(text) == ["unreadable_date"]
    desk.changes["dates"] = ("2024-01-05", "excel_serial")
    accepted, _ = desk.read("meters_long", f"subject,date,value\na,{text},1\nb,2024-01-05,1\n")
    assert [row["valid_at"] for row in accepted] == [date.fromisoformat(day), date(2024, 1, 5)]


def test_day_numbers_alone(desk) -> None:
    desk.changes["dates"] = ("excel_serial",)
    assert desk.reasons_of_date("45296") == []
    assert desk.reasons_of_date("2024-01-05") == ["unreadable_date"]
    assert desk.reasons_of_date("4529") == ["unreadable_date"]
    assert desk.reasons_of_date("45296.5") == ["unreadable_date"]


def test_what_was_too_early_is_accepted_once_the_month_is_over(desk) -> None:
    desk.changes["frequency"] = "M"
    _, refused = desk.read("meters_long", "subject,date,value\na,2024年7月,1\n")
    desk.now = datetime(2024, 8, 1, tzinfo=UTC)
    accepted, still = desk.recheck("meters_long", pa.Table.from_pylist(refused, schema=QUARANTINED))
    assert (accepted[0]["valid_at"], still) == (date(2024, 7, 1), [])
