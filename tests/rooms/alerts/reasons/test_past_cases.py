"""Which closed cases are like an alert, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from openmbi.alerts.reasons.context import AlertContext, PastCase
from openmbi.alerts.reasons.past_cases import past_document, past_sentences, similar
from openmbi.core.alerts import Alert, Channel, Direction
from openmbi.core.cases import Cause
from openmbi.core.tables import Level

Closed = Callable[..., PastCase]
BEFORE = date(2024, 11, 1)


def test_likeness_is_counted_in_points(alert: Alert, context: AlertContext, closed: Closed):
    same = closed(alert, 1, causes=(Cause.MAINTENANCE,), on=BEFORE)
    other = closed(alert, 2, causes=(Cause.ORDER_LOSS,), on=BEFORE, subject="B", since=date(2024, 7, 1))
    far = closed(alert, 3, causes=(), on=BEFORE, subject="Z", channels=(Channel.SLOW,))
    found = similar(alert, replace(context, past=(far, other, same)))
    assert [(one.past.case.number, one.alike, one.points) for one in found] == [
        (1, ("subject", "industry", "channel", "season", "size"), 8),
        (2, ("industry", "channel", "size"), 4),
    ]


def test_only_closed_ones_of_the_same_kind_from_before_count(alert: Alert, context: AlertContext, closed: Closed):
    cases = (
        closed(alert, 1, causes=(), on=BEFORE, direction=Direction.UP),
        closed(alert, 2, causes=(), on=BEFORE, level=Level.CELL),
        closed(alert, 3, causes=(), on=alert.found_on),
    )
    open_still = closed(alert, 4, causes=(), on=BEFORE)
    open_still = replace(open_still, case=replace(open_still.case, closed_on=None))
    asked = replace(context, past=(*cases, open_still))
    assert similar(alert, asked) == []
    assert past_document(alert, asked) == {"count": 0, "causes": [], "listed": []}
    assert [one.en for one in past_sentences(alert, asked)] == ["no closed case was like it"]


def test_causes_are_counted_with_those_that_filed_none(alert: Alert, context: AlertContext, closed: Closed):
    causes = ((Cause.MAINTENANCE,), (Cause.MAINTENANCE, Cause.HOLIDAY), (), (Cause.ORDER_LOSS,))
    past = tuple(closed(alert, number, causes=filed, on=BEFORE) for number, filed in enumerate(causes, 1))
    asked = replace(context, past=past)
    document = past_document(alert, asked)
    assert [(one["name"]["en"], one["count"]) for one in document["causes"]] == [
        ("maintenance", 2),
        ("holiday", 1),
        ("loss of orders", 1),
        ("no cause filed", 1),
    ]
    assert [one["number"] for one in document["listed"]] == [4, 3, 2, 1]
    assert document["listed"][0]["closing"]["en"] == "recovered by itself"
    (sentence,) = past_sentences(alert, asked)
    assert sentence.en.startswith("4 closed cases were like it; causes filed: maintenance 2, ")


def test_an_unknown_size_is_like_none(alert: Alert, context: AlertContext, closed: Closed):
    silent = replace(alert, sources=())
    (one,) = similar(silent, replace(context, past=(closed(alert, 1, causes=(), on=BEFORE),)))
    assert "size" not in one.alike
