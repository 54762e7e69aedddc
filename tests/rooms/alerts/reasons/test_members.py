"""Who moved a group: exact sums, whatever is shown."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from openmbi.alerts.reasons.context import Member
from openmbi.alerts.reasons.members import AGAINST, SHOWN, members_document
from openmbi.core.alerts import Direction
from openmbi.core.language import Text

amounts = st.decimals(min_value=0, max_value=10**9, places=4)


def test_members_are_ranked_and_add_up(members: tuple[Member, ...]):
    document = members_document(members, Direction.DOWN)
    assert document is not None
    assert [one["code"] for one in document["listed"]] == ["A", "B", "C"]
    assert [one["change"] for one in document["listed"]] == ["-70.0000", "-20.0", "10"]
    assert [one["share"] for one in document["listed"]] == ["77.8", "22.2", None]
    assert document["total"] == {"expected": "177.7501", "observed": "97.7501", "change": "-80.0000"}
    assert (document["half"], document["rest"]["count"], document["rest"]["change"]) == (1, 1, "0.00")


def test_a_rise_ranks_the_other_way(members: tuple[Member, ...]):
    document = members_document(members, Direction.UP)
    assert document is not None
    assert [one["code"] for one in document["listed"]] == ["C", "B", "A"]


def test_no_members_no_document():
    assert members_document((), Direction.DOWN) is None


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=40), st.sampled_from(Direction))
def test_what_is_listed_and_the_rest_add_up_exactly(pairs: list[tuple[Decimal, Decimal]], direction: Direction):
    group = [Member(f"{k:03}", Text("厂", "Works"), *pair) for k, pair in enumerate(pairs)]
    document = members_document(group, direction)
    assert document is not None
    for field in ("expected", "observed", "change"):
        parts = [Decimal(one[field]) for one in document["listed"]] + [Decimal(document["rest"][field])]
        assert sum(parts) == Decimal(document["total"][field])
    assert sum((b - a for a, b in pairs), Decimal(0)) == Decimal(document["total"]["change"])
    assert len(document["listed"]) <= SHOWN + AGAINST
    assert len(document["listed"]) + document["rest"]["count"] == len(pairs)
