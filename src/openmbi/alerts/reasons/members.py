"""Which enterprises moved a group: ranked, with sums that are exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from openmbi.alerts.reasons.context import AlertContext, Member, NamedCause
from openmbi.alerts.reasons.figures import amount, both, percent, plain, signed_percent
from openmbi.core.alert_words import DIRECTIONS
from openmbi.core.alerts import Direction
from openmbi.core.language import Text

SHOWN = 10
AGAINST = 3
"""How many that moved the other way are shown."""
NAMED = 3
"""How many are named in a sentence."""

_LED = Text(
    "幅度最大的 {count} 家（{names}）合计 {change}，占同向变动的 {share}",
    "the {count} that moved farthest ({names}) make {change} together, {share} of what moved this way",
)
_HALF = Text(
    "{members} 家成员中 {half} 家即占同向变动的一半", "{half} of {members} members make half of what moved this way"
)
_AGAINST = Text("另有 {count} 家反向变动，抵消 {change}", "{count} moved the other way and make up for {change}")
_ROOT = Text(
    "根因定位：{names} 整体{way} {share}，日均 {moved}",
    "root cause: {names} {way} expectation by {share} as a whole, {moved} a day",
)
_TOTAL = Text("全部成员", "all members")


def members_document(members: Sequence[Member], direction: Direction) -> dict[str, Any] | None:
    """Return the members by how far they moved the group's way, kWh a day as exact decimals: those listed and `rest` add up to `total`;
    `share` is of what moved the group's way, null for who moved against it. Null for none."""
    if not members:
        return None
    ranked = _ranked(members, direction)
    shown = _shown(ranked, direction)
    rest = [one for one in ranked if one not in shown]
    along = sum((by for one in ranked if (by := _towards(one, direction)) > 0), Decimal(0))
    return {
        "count": len(ranked),
        "total": _amounts(ranked),
        "half": _half(ranked, direction),
        "listed": [
            {
                "code": one.code,
                "name": both(one.name),
                **_amounts([one]),
                "share": percent(_towards(one, direction) / along) if _towards(one, direction) > 0 else None,
            }
            for one in shown
        ],
        "rest": {"count": len(rest), **_amounts(rest)},
    }


def members_sentences(context: AlertContext, direction: Direction) -> Iterator[Text]:
    """Yield who led the movement, how few make half of it, who moved against it, and the root causes."""
    ranked = _ranked(context.members, direction)
    along = [one for one in ranked if _towards(one, direction) > 0]
    against = [one for one in ranked if _towards(one, direction) < 0]
    if along:
        led = along[:NAMED]
        names = Text("、".join(one.name.zh for one in led), ", ".join(one.name.en for one in led))
        yield _LED.fill(
            count=len(led),
            names=names,
            change=amount(_sum(led), "kWh"),
            share=_unsigned(_sum(led) / _sum(along)),
        )
        yield _HALF.fill(members=len(ranked), half=_half(ranked, direction))
    if along and against:
        yield _AGAINST.fill(count=len(against), change=amount(_sum(against), "kWh"))
    for cause in context.root_causes:
        yield _ROOT.fill(
            names=named(cause),
            way=DIRECTIONS[Direction.DOWN if cause.found.change < 0 else Direction.UP],
            share=_unsigned(cause.found.change),
            moved=amount(cause.found.moved, "kWh"),
        )


def root_cause_documents(context: AlertContext) -> list[dict[str, Any]]:
    """Return the root causes: names, change in per cent, amounts in kWh a day, leaves."""
    return [
        {
            "name": both(named(cause)),
            "change": percent(cause.found.change),
            "expected": plain(cause.found.expected),
            "observed": plain(cause.found.observed),
            "leaves": cause.found.leaves,
        }
        for cause in context.root_causes
    ]


def named(cause: NamedCause) -> Text:
    """Return what a root cause is cut by, in one name."""
    if not cause.names:
        return _TOTAL
    return Text(" × ".join(name.zh for name in cause.names), " × ".join(name.en for name in cause.names))


def _ranked(members: Sequence[Member], direction: Direction) -> list[Member]:
    return sorted(members, key=lambda one: (-_towards(one, direction), one.code))


def _shown(ranked: list[Member], direction: Direction) -> list[Member]:
    """Return those that moved farthest along, and at the end the few that moved farthest against."""
    along = [one for one in ranked if _towards(one, direction) > 0]
    against = [one for one in ranked if _towards(one, direction) < 0]
    return [*along[:SHOWN], *against[-AGAINST:]]


def _half(ranked: list[Member], direction: Direction) -> int:
    """Return how many members, the farthest first, make half of what moved the group's way."""
    along = [by for one in ranked if (by := _towards(one, direction)) > 0]
    gathered, half = Decimal(0), sum(along, Decimal(0)) / 2
    for count, each in enumerate(along, 1):
        gathered += each
        if gathered >= half:
            return count
    return 0


def _towards(member: Member, direction: Direction) -> Decimal:
    return -member.change if direction is Direction.DOWN else member.change


def _sum(members: Sequence[Member]) -> Decimal:
    return sum((one.change for one in members), Decimal(0))


def _amounts(members: Sequence[Member]) -> dict[str, str]:
    expected = sum((one.expected for one in members), Decimal(0))
    observed = sum((one.observed for one in members), Decimal(0))
    return {"expected": str(expected), "observed": str(observed), "change": str(observed - expected)}


def _unsigned(share: Decimal | float) -> str:
    return signed_percent(abs(share)).lstrip("+")
