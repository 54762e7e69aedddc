from datetime import date
from decimal import Decimal

from openmbi.cells.rank_by import rank_by
from openmbi.cells.share_of import share_of

DAY, NEXT, THIRD = date(2016, 3, 1), date(2016, 3, 2), date(2016, 3, 3)


def of_each(table, name):
    return {(row["subject"], row["valid_at"]): row[name] for row in table.to_pyarrow().to_pylist()}


def test_shares_are_of_the_group_and_null_where_it_is_nothing(observations):
    rows = [
        ("a", DAY, "1", "normal"),
        ("b", DAY, "3", "normal"),
        ("a", NEXT, "5", "normal"),
        ("a", THIRD, "0", "normal"),
    ]
    shares = of_each(share_of(observations(rows), within=["valid_at"]), "share")
    assert shares == {("a", DAY): 0.25, ("b", DAY): 0.75, ("a", NEXT): 1.0, ("a", THIRD): None}


def test_without_a_group_the_whole_is_all_rows(observations):
    rows = [("a", DAY, "1", "normal"), ("b", NEXT, "3", "normal")]
    assert of_each(share_of(observations(rows)), "share") == {("a", DAY): 0.25, ("b", NEXT): 0.75}


def test_equal_values_share_a_rank_and_take_the_next_ones(observations):
    rows = [(who, DAY, value, "normal") for who, value in zip("abcd", ["2", "7", "7", "-1"], strict=True)]
    ranks = of_each(rank_by(observations([*rows, ("a", NEXT, "1", "normal")]), within=["valid_at"]), "rank")
    assert [ranks[who, DAY] for who in "abcd"] == [3, 1, 1, 4]
    assert ranks["a", NEXT] == 1


def test_what_has_no_value_has_no_rank(observations):
    table = observations([("a", DAY, "2", "normal"), ("b", DAY, "0", "normal"), ("c", DAY, "1", "normal")])
    ranks = of_each(rank_by(table.mutate(value=table.value.nullif(Decimal(0)))), "rank")
    assert ranks == {("a", DAY): 1, ("c", DAY): 2, ("b", DAY): None}
