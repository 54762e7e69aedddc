"""Why an alert was raised, as one document of plain JSON types, with its sentences in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isnan
from typing import Any

from openmbi.alerts.reasons.calendar_facts import calendar_document, calendar_sentences
from openmbi.alerts.reasons.context import AlertContext
from openmbi.alerts.reasons.figures import both
from openmbi.alerts.reasons.known_causes import cover_sentences, event_documents, event_sentences
from openmbi.alerts.reasons.members import members_document, members_sentences, root_cause_documents
from openmbi.alerts.reasons.past_cases import past_document, past_sentences
from openmbi.alerts.reasons.peers import peers_document, peers_sentences
from openmbi.alerts.reasons.size import days_of, headline, size_document, size_sentences
from openmbi.alerts.reasons.sources import common_sentences, source_documents, source_sentences
from openmbi.core.alert_words import CHANNEL_MEANS, CHANNELS
from openmbi.core.alerts import Alert
from openmbi.core.language import Text

_FOUND = Text("检出方式：{channel}（{means}）", "found by: {channel} ({means})")
_ODDS = Text(
    "{found}；p = {p}，同层错误发现率 q = {q}",
    "{found}; p = {p}, false-discovery rate among its level q = {q}",
)


def reason_document(alert: Alert, context: AlertContext) -> dict[str, Any]:
    """Return the reasons of an alert.

    `headline` says it in one sentence. `sources`: amounts a day and moves in per cent, of each indicator. `size`: the gap in kWh and in yuan of value added.
    `peers`, `calendar`, `events`, `past`: what each says. `members`, `root_causes`: of a group. `sentences`: all of it in words, in that order, each with
    what it is about. What is not known is null.
    """
    return {
        "headline": both(headline(alert, context)),
        "days": days_of(alert),
        "channels": [
            {"code": one.value, "name": both(CHANNELS[one]), "means": both(CHANNEL_MEANS[one])}
            for one in alert.channels
        ],
        "sources": source_documents(alert, context),
        "size": size_document(alert, context),
        "peers": peers_document(context.peers, alert.direction),
        "calendar": calendar_document(alert, context.calendar),
        "events": event_documents(context),
        "members": members_document(context.members, alert.direction),
        "root_causes": root_cause_documents(context),
        "past": past_document(alert, context),
        "sentences": [{"about": about, "text": both(text)} for about, text in sentences(alert, context)],
    }


def sentences(alert: Alert, context: AlertContext) -> Iterator[tuple[str, Text]]:
    """Yield every sentence with what it is about, the most telling first."""
    told: tuple[tuple[str, Iterable[Text]], ...] = (
        ("cover", cover_sentences(context)),
        ("found", _found(alert)),
        ("source", source_sentences(alert, context)),
        ("common", common_sentences(alert, context)),
        ("size", size_sentences(alert, context)),
        ("members", members_sentences(context, alert.direction)),
        ("peers", peers_sentences(context.peers, alert.direction)),
        ("calendar", calendar_sentences(alert, context.calendar)),
        ("events", event_sentences(context)),
        ("past", past_sentences(alert, context)),
    )
    for about, texts in told:
        for text in texts:
            yield about, text


def _found(alert: Alert) -> Iterator[Text]:
    for number, channel in enumerate(alert.channels):
        said = _FOUND.fill(channel=CHANNELS[channel], means=CHANNEL_MEANS[channel])
        known = number == 0 and not isnan(alert.p_value) and not isnan(alert.q_value)
        yield _ODDS.fill(found=said, p=f"{alert.p_value:.2g}", q=f"{alert.q_value:.2g}") if known else said
