"""The public edition as a document of plain JSON types, which every renderer draws as it draws the internal one."""

from __future__ import annotations

from typing import Any

from openmbi.core.language import Text
from openmbi.reports.bulletin.labels import CONTACT, IMPRINT, KEYWORDS, LABELS, PROVISIONAL, TITLE
from openmbi.reports.bulletin.public.inputs import PublicSource
from openmbi.reports.bulletin.public.published import Published
from openmbi.reports.bulletin.public.sections.alerts import alerts
from openmbi.reports.bulletin.public.sections.changes import changes
from openmbi.reports.bulletin.public.sections.groups import cities, industries
from openmbi.reports.bulletin.public.sections.growth import growth
from openmbi.reports.bulletin.public.sections.index import index
from openmbi.reports.bulletin.public.sections.level import level
from openmbi.reports.bulletin.public.sections.matrix import matrix
from openmbi.reports.bulletin.public.sections.method import left_out, method
from openmbi.reports.bulletin.public.sections.summary import summary
from openmbi.reports.bulletin.told import month_name
from openmbi.reports.overview.background import SIMULATED
from openmbi.reports.overview.figures import both, day_text

_SECTIONS = (summary, level, index, growth, cities, matrix, industries, changes, alerts, left_out, method)
_ON_A_NEW_PAGE = ("level", "index", "growth", "cities", "industries", "changes", "left_out")
EDITION = Text("公开版", "Public edition")
_CORRECTION = Text("更正版", "Correction")
_CORRECTED = Text("已更正", "Corrected since")
_FOOTER = Text(
    "公开版第 {number} 号，{signed}签发 · 截至 {as_of} 所知 · 数据至 {data_until} · 编制 {made_at}",
    "Public release {number}, signed on {signed} · as known on {as_of} · data until {data_until} · made {made_at}",
)


def public_bulletin(source: PublicSource) -> dict[str, Any]:
    """Return the document: what every page says, then `sections` of blocks (see `blocks`)."""
    told = Published(source)
    return {
        "report": "bulletin",
        "bureau": both(source.bureau),
        "zone": both(source.zone),
        "internal_only": None,
        "simulated": both(SIMULATED) if source.release.simulated else None,
        "as_of": source.as_of.isoformat(),
        "data_until": told.data_until.isoformat(),
        "legend": [dict(look) for look in source.legend],
        "path": f"bulletin/{source.month_name}",
        "title": both(TITLE),
        "month": source.month_name,
        "month_label": both(month_name(source.month_name)),
        "edition": "public",
        "made_at": source.made_at.isoformat(),
        "release": source.release.number,
        "corrects": source.release.corrects,
        "corrected_by": source.corrected_by,
        "marks": _marks(told),
        "footer": both(_footer(told)),
        "imprint": both(_imprint(source)),
        "keywords": [both(word) for word in KEYWORDS],
        "labels": {name: both(text) for name, text in LABELS.items()},
        "new_page": list(_ON_A_NEW_PAGE),
        "sections": [made for make in _SECTIONS if (made := make(told))],
    }


def _marks(told: Published) -> list[dict[str, str]]:
    """Return what every page is marked with."""
    source = told.source
    said = [
        EDITION,
        SIMULATED if source.release.simulated else None,
        None if told.is_complete else PROVISIONAL,
        _CORRECTION if source.release.corrects else None,
        _CORRECTED if source.corrected_by else None,
    ]
    return [both(one) for one in said if one]


def _footer(told: Published) -> Text:
    source = told.source
    return _FOOTER.fill(
        number=source.release.number,
        signed=source.signed_on,
        as_of=f"{source.as_of:%Y-%m-%d %H:%M}",
        data_until=told.data_until,
        made_at=f"{source.made_at:%Y-%m-%d %H:%M}",
    )


def _imprint(source: PublicSource) -> Text:
    line = IMPRINT.fill(issued_by=source.issue.issued_by, made=day_text(source.made_at.date()))
    return line + CONTACT.fill(contact=source.issue.contact) if source.issue.contact else line
