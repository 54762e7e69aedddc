"""Customer lists: whom the power company, transport, bank and customs name as holder, and the true links behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.coverage import Coverage, Handles
from openmbi.simulation.province.dirt import Dirt, draw_dirt, written
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.meters import Meters
from openmbi.simulation.province.places import place_name
from openmbi.simulation.province.streams import stream
from openmbi.simulation.province.text_files import GBK, csv_file

HEADER = ("类别", "编号", "统一社会信用代码", "户名", "地址", "行政区划代码", "分摊比例", "生效日期", "失效日期")
NO_ADDRESS = 0.05  # share of rows


@dataclass(frozen=True)
class Link:
    """The truth: a subject of a kind is an enterprise's (row of the roster), with a share, from `first` to `last` (None: until now)."""

    kind: str
    subject: str
    row: int
    share: float
    first: date
    last: date | None
    dirt: Dirt = Dirt.CLEAN


def draw_links(meters: Meters, coverage: Coverage, roster: Roster, clock: Clock, seed: int) -> list[Link]:
    """Return every true link with what is wrong with the row that tells of it."""
    links = [*_of_meters(meters, roster, clock)]
    for kind, handles in (("plate", coverage.plates), ("account", coverage.accounts), ("name", coverage.names)):
        links += _of_handles(kind, handles, roster, clock)
    dirt = draw_dirt(len(links), stream(seed, "dirt"))
    return [Link(*_fields(link), fault) for link, fault in zip(links, dirt, strict=True)]


def _fields(link: Link) -> tuple[str, str, int, float, date, date | None]:
    return link.kind, link.subject, link.row, link.share, link.first, link.last


def _of_meters(meters: Meters, roster: Roster, clock: Clock) -> Iterator[Link]:
    on: dict[int, list[tuple[int, float]]] = {}
    for slot, row, share in meters.shares:
        on.setdefault(slot, []).append((row, share))
    lives = zip(meters.number, meters.slot.tolist(), meters.first.tolist(), meters.stop.tolist(), strict=True)
    for number, slot, first, stop in lives:
        for row, share in on[slot]:
            yield Link("meter", number, row, share, _since(row, first, roster, clock), _until(stop, clock))


def _of_handles(kind: str, handles: Handles, roster: Roster, clock: Clock) -> Iterator[Link]:
    for subject, row in zip(handles.subject, handles.row.tolist(), strict=True):
        yield Link(kind, subject, row, 1.0, _since(row, -1, roster, clock), _until(int(roster.stop[row]), clock))


def _since(row: int, first: int, roster: Roster, clock: Clock) -> date:
    return clock.day(first if first >= 0 else int(roster.registered[row]))


def _until(stop: int, clock: Clock) -> date | None:
    return clock.day(stop - 1) if stop < clock.length else None


def holder_files(links: list[Link], roster: Roster, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield one GBK file a kind."""
    rng = stream(seed, "holders")
    for kind in ("meter", "plate", "account", "name"):
        rows = [_row(link, roster, rng) for link in links if link.kind == kind]
        yield f"holders/{kind}_户主清单.csv", csv_file(dict(zip(HEADER, zip(*rows, strict=True), strict=True)), GBK)


def _row(link: Link, roster: Roster, rng: np.random.Generator) -> tuple[str, ...]:
    row = link.row
    place = place_name(roster.county[row])
    county = place.split("市", 1)[1] or place
    said = written(link.dirt, roster.code[row], roster.name[row], county, rng)
    address = "" if rng.random() < NO_ADDRESS else roster.address[row]
    share = "" if link.share == 1 else f"{link.share:.2f}"
    last = link.last.isoformat() if link.last else ""
    return (
        link.kind,
        link.subject,
        said.code,
        said.name,
        address,
        roster.county[row],
        share,
        link.first.isoformat(),
        last,
    )
