from datetime import date, timedelta
from decimal import Decimal

import pytest

from openmbi.cells.same_sample import same_sample_growth
from openmbi.core.periods import parse_period

CURRENT, REFERENCE = parse_period("2016-W10"), parse_period("2015-W10")


def week(subject: str, first: date, values: list[str]):
    """Rows of consecutive days; "-" leaves a day out, "?" is the sentinel."""
    return [
        (
            subject,
            first + timedelta(days=k),
            "1" if value == "?" else value,
            "zero_or_missing" if value == "?" else "normal",
        )
        for k, value in enumerate(values)
        if value != "-"
    ]


def growth(table, **options):
    return same_sample_growth(table, current=CURRENT, reference=REFERENCE, **options).to_pyarrow().to_pylist()


def test_only_subjects_that_report_well_in_both_periods_count(observations):
    rows = [
        *week("kept", CURRENT.first, ["12"] * 7),
        *week("kept", REFERENCE.first, ["10"] * 7),
        *week("six valid", CURRENT.first, ["6"] * 6 + ["?"]),
        *week("six valid", REFERENCE.first, ["-"] + ["5"] * 6),
        *week("five valid", CURRENT.first, ["100"] * 5 + ["?"] * 2),
        *week("five valid", REFERENCE.first, ["1"] * 7),
        *week("new", CURRENT.first, ["4"] * 7),
    ]
    (row,) = growth(observations(rows))
    assert row["subjects"] == 2
    assert (row["current_value"], row["reference_value"]) == (Decimal(18), Decimal(15))
    assert row["growth"] == pytest.approx(0.20)
    assert row["load_share"] == pytest.approx(18 / (18 + 100 + 4))


def test_the_least_share_of_valid_days_is_met_by_the_exact_count(observations):
    rows = [*week("a", CURRENT.first, ["2"] * 7), *week("a", REFERENCE.first, ["1"] * 7)]
    assert growth(observations(rows), minimum_valid_share=1.0)[0]["subjects"] == 1


def test_a_zero_that_was_reported_is_a_valid_day(observations):
    rows = [*week("a", CURRENT.first, ["0"] * 7), *week("a", REFERENCE.first, ["1"] * 7)]
    assert growth(observations(rows))[0]["growth"] == -1.0


def test_neither_the_length_of_a_month_nor_a_missing_day_is_growth(observations):
    february = parse_period("2016-02"), parse_period("2015-02")
    rows = [
        ("a", period.first + timedelta(days=k), "3", "normal")
        for period in february
        for k in range((period.last - period.first).days + 1 - 3 * (period is february[1]))
    ]
    (row,) = same_sample_growth(observations(rows), current=february[0], reference=february[1]).to_pyarrow().to_pylist()
    assert (row["subjects"], row["growth"]) == (1, 0.0)


def test_days_outside_both_periods_do_not_matter(observations):
    inside = [*week("a", CURRENT.first, ["3"] * 7), *week("a", REFERENCE.first, ["2"] * 7)]
    outside = [
        *week("a", CURRENT.last + timedelta(days=1), ["999"]),
        *week("a", REFERENCE.first - timedelta(days=1), ["999"]),
    ]
    assert growth(observations(inside + outside))[0]["growth"] == pytest.approx(0.5)


def test_growth_is_null_where_nobody_counts_or_the_reference_is_nothing(observations):
    rows = [
        *week("short", CURRENT.first, ["1"]),
        *week("risen", CURRENT.first, ["1"] * 7),
        *week("risen", REFERENCE.first, ["0"] * 7),
    ]
    table = observations(rows)
    by_subject = {row["who"]: row for row in growth(table.mutate(who=table.subject), by=["who"])}
    assert by_subject["short"]["subjects"] == 0
    assert by_subject["short"]["growth"] is None
    assert by_subject["risen"]["subjects"] == 1
    assert by_subject["risen"]["growth"] is None


def test_growth_by_group_adds_up_to_the_whole(observations):
    rows = [
        row
        for k, subject in enumerate("abcd", start=1)
        for row in week(subject, CURRENT.first, [str(k)] * 7) + week(subject, REFERENCE.first, [str(2 * k)] * 7)
    ]
    table = observations(rows)
    groups = growth(table.mutate(group=table.subject.isin(["a", "b"])), by=["group"])
    (whole,) = growth(table)
    assert sum(row["current_value"] for row in groups) == whole["current_value"]
    assert sum(row["subjects"] for row in groups) == whole["subjects"] == 4
