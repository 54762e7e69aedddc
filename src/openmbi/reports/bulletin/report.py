"""The bulletin as a document of plain JSON types: every renderer draws this and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.inputs import BulletinSource
from openmbi.reports.bulletin.labels import (
    CONTACT,
    FOOTER,
    IMPRINT,
    KEYWORDS,
    LABELS,
    NO_RELEASE,
    PROVISIONAL,
    RELEASE,
    TITLE,
)
from openmbi.reports.bulletin.published import published_figures
from openmbi.reports.bulletin.sections.alerts import alerts
from openmbi.reports.bulletin.sections.changes import changes
from openmbi.reports.bulletin.sections.data_note import data_note
from openmbi.reports.bulletin.sections.groups import cities, clusters, industries
from openmbi.reports.bulletin.sections.growth import growth
from openmbi.reports.bulletin.sections.index import index
from openmbi.reports.bulletin.sections.level import level
from openmbi.reports.bulletin.sections.matrix import matrix
from openmbi.reports.bulletin.sections.method import method
from openmbi.reports.bulletin.sections.summary import summary
from openmbi.reports.bulletin.told import Told, month_name
from openmbi.reports.overview.figures import both, day_text
from openmbi.reports.province.frame import frame_of_overview

_SECTIONS = (summary, level, index, growth, cities, matrix, industries, clusters, changes, alerts, data_note, method)
_ON_A_NEW_PAGE = ("level", "index", "cities", "industries", "changes", "alerts")


def bulletin(source: BulletinSource) -> dict[str, Any]:
    """Return the document: what every page says, then `sections` of blocks (see `blocks`).

    Every text is `{"zh": …, "en": …}`; figures are text as published.
    """
    told = Told(source)
    framed = frame_of_overview(source.overview)
    del framed["navigation"]
    return {
        "report": "bulletin",
        **framed,
        "path": f"bulletin/{source.month_name}",
        "title": both(TITLE),
        "month": source.month_name,
        "month_label": both(month_name(source.month_name)),
        "edition": "internal",
        "made_at": source.made_at.isoformat(),
        "run": source.run,
        "release": source.release,
        "marks": _marks(source, framed),
        "footer": both(_footer(source, framed)),
        "imprint": both(_imprint(source)),
        "keywords": [both(word) for word in KEYWORDS],
        "labels": {name: both(text) for name, text in LABELS.items()},
        "figures": published_figures(told),
        "new_page": list(_ON_A_NEW_PAGE),
        "sections": [made for make in _SECTIONS if (made := make(told))],
    }


def _marks(source: BulletinSource, framed: dict[str, Any]) -> list[dict[str, str]]:
    """Return what every page is marked with."""
    provisional = None if source.is_complete else both(PROVISIONAL)
    return [mark for mark in (framed["internal_only"], framed["simulated"], provisional) if mark]


def _footer(source: BulletinSource, framed: dict[str, Any]) -> Text:
    release = RELEASE.fill(release=source.release) if source.release else NO_RELEASE
    return FOOTER.fill(
        as_of=_moment(datetime.fromisoformat(framed["as_of"])),
        data_until=framed["data_until"],
        run=source.run,
        release=release,
        made_at=_moment(source.made_at),
    )


def _imprint(source: BulletinSource) -> Text:
    line = IMPRINT.fill(issued_by=source.issue.issued_by, made=day_text(source.made_at.date()))
    return line + CONTACT.fill(contact=source.issue.contact) if source.issue.contact else line


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
