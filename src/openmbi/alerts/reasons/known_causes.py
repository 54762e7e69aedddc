"""Known events of the register that touch the subject in the days of its alert, and what covers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openmbi.alerts.reasons.context import AlertContext
from openmbi.alerts.reasons.figures import both
from openmbi.catalog.events import KnownEvent
from openmbi.core.language import Text

_EVENT = Text("已知事件：{name}，{about}{first} 至 {last}", "known event: {name}, {about}{first} to {last}")
_ABOUT = {True: Text("约 ", "about "), False: Text("", "")}
_NONE = Text("事件登记册中没有涉及它的事件", "no event on the register touches it")
_COVERED = Text(
    "同一变动已有 {name} 的预警，处置以彼为先", "the same movement has an alert of {name}: that one comes first"
)


def event_documents(context: AlertContext) -> list[dict[str, Any]]:
    """Return the events by their first day."""
    return [
        {
            "code": event.code,
            "name": both(event.name.text()),
            "kind": event.kind.value,
            "first": event.first.isoformat(),
            "last": event.last.isoformat(),
            "approximate": event.approximate,
            "citation": both(event.citation.text()),
        }
        for event in _ordered(context)
    ]


def event_sentences(context: AlertContext) -> Iterator[Text]:
    """Yield each event, or that there is none."""
    for event in _ordered(context):
        yield _EVENT.fill(name=event.name.text(), about=_ABOUT[event.approximate], first=event.first, last=event.last)
    if not context.events:
        yield _NONE


def cover_sentences(context: AlertContext) -> Iterator[Text]:
    """Yield the group whose alert covers this one."""
    if context.covered_by is not None:
        yield _COVERED.fill(name=context.covered_by)


def _ordered(context: AlertContext) -> list[KnownEvent]:
    return sorted(context.events, key=lambda event: (event.first, event.code))
