"""The pages of public releases: the list of those that a viewer may see, and each with its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from openmbi.alerts.reasons.figures import unit_text
from openmbi.catalog.hierarchy import load_hierarchy
from openmbi.core.access import Viewer, no_such
from openmbi.core.language import Text
from openmbi.core.releases import PublicRelease, PublicTable, ReleaseStanding
from openmbi.core.tables import Level
from openmbi.flow.figure_words import called, figure_words
from openmbi.flow.gate.declared import declared
from openmbi.flow.gate.documents import frame
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.public_frame import frame_of_release, public_frame
from openmbi.flow.gate.releases import release, releases
from openmbi.flow.group_names import group_names
from openmbi.reports.province.levels import NAMES
from openmbi.reports.province.paths import RELEASES, release_path
from openmbi.reports.releases.labels import LABELS
from openmbi.reports.releases.report import ListedRelease, moment_of
from openmbi.reports.releases.report import releases as report
from openmbi.reports.sheets.report import Cell, Column, Section, Sheets, sheets

API = "/api/v1/releases"
_MONTH = len("2026-01")
_UNFOLDED = 20
"""So many rows at most stand open on the page."""
_DAYS = 31
"""Of figures by day the page shows the newest; the API has all."""
_ORDER = {level: place for place, level in enumerate(Level)}


def releases_page(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    """Return the document of the list.

    Raises
    ------
    Problem
        `access.not-permitted`; `access.none` where no run has left pages yet.
    """
    listed = [ListedRelease(release(gate, viewer, one.number), one) for one in releases(gate, viewer)]
    return report(listed, public_frame(gate, viewer, _around(gate, viewer)), gate.bureau.zone, API)


def release_page(gate: Gate, viewer: Viewer, number: int) -> dict[str, Any]:
    """Return the document of one release: a table a figure, a row a group of which it tells anything, a column a month.

    Raises
    ------
    Problem
        As `openmbi.flow.gate.releases.release`; `access.none` where no run has left pages yet.
    """
    found = release(gate, viewer, number)
    standing = next(one for one in releases(gate, viewer) if one.number == number)
    words, group = declared(figure_words, gate.bureau.catalog), _group_names(gate)
    as_of = moment_of(found.as_of, gate.bureau.zone)
    source = Sheets(
        path=release_path(number),
        title=LABELS["number"].fill(number=number),
        lead=LABELS["release_lead"].fill(number=number, as_of=as_of),
        sections=tuple(_section(table, called(words, table.name), group) for table in found.tables),
        remarks=tuple(_remarks(gate, found, standing)),
        warned=standing.corrected_by is not None,
    )
    return sheets(source, frame_of_release(gate, _around(gate, viewer), found)) | {"up": RELEASES}


def _around(gate: Gate, viewer: Viewer) -> dict[str, Any]:
    found = frame(gate, viewer)
    if found is None:
        raise no_such(RELEASES)
    return found


def _remarks(gate: Gate, found: PublicRelease, standing: ReleaseStanding) -> Iterator[Text]:
    if standing.corrected_by is not None:
        yield LABELS["corrected_by"].fill(number=standing.corrected_by)
    if standing.embargo_until is not None and standing.embargo_until > gate.now():
        yield LABELS["embargo"].fill(moment=moment_of(standing.embargo_until.isoformat(), gate.bureau.zone))
    if found.corrects is not None:
        yield LABELS["corrects"].fill(number=found.corrects)
    if found.why:
        yield Text.of(found.why)
    yield from (Text.of(note) for note in found.notes)


def _section(table: PublicTable, name: Text, group: Callable[[Level, str], Text]) -> Section:
    values: dict[tuple[Level, str], dict[str, Cell]] = {}
    for level, code, period, value in table.rows:
        values.setdefault((Level(str(level)), str(code)), {})[str(period)] = value
    every = {period for told in values.values() for period in told}
    months = sorted({period for period in every if len(period) == _MONTH}) or sorted(every)[-_DAYS:]
    heads = (
        Column("name", LABELS["group"]),
        Column("level", LABELS["level"]),
        Column("code", LABELS["code"]),
        *(Column(period, Text(period, period), number=True) for period in months),
    )
    rows = [
        {"name": group(level, code), "level": NAMES[level], "code": code, **{one: told.get(one) for one in months}}
        for (level, code), told in sorted(values.items(), key=lambda item: (_ORDER[item[0][0]], item[0][1]))
        if any(told.get(one) is not None for one in months)
    ]
    about = _about(table.unit, len(values) - len(rows) if rows else 0, newest=len(months) == _DAYS < len(every))
    empty = LABELS["nothing_told"]
    return Section(table.name, name, heads, rows, about, empty, folded=len(rows) > _UNFOLDED, stacks=False)


def _about(unit: str, left_out: int, *, newest: bool) -> Text | None:
    """Return what stands above a table: its unit, whether it has the newest days alone, and of how many groups it has nothing."""
    said = [LABELS["unit"].fill(unit=unit_text(unit))] if unit else []
    said += [LABELS["newest"].fill(n=_DAYS)] if newest else []
    said += [LABELS["left_out"].fill(n=f"{left_out:,}")] if left_out else []
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said)) if said else None


def _group_names(gate: Gate) -> Callable[[Level, str], Text]:
    day = gate.now().astimezone(gate.bureau.zone).date()
    named = group_names(declared(load_hierarchy, gate.bureau.catalog), gate.bureau.settings.zone.text, day)

    def name(level: Level, code: str) -> Text:
        try:
            return named(level, code)
        except (KeyError, ValueError):  # the catalog no longer declares it
            return Text(code, code)

    return name
