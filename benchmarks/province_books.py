"""The customer lists of a simulated province as books to link: nine in ten rows clean, codes missing or mistyped, names written in another way."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pyarrow as pa

from benchmarks.dirty_books import Books
from openmbi.core.tables import ENTERPRISES, HOLDERS
from openmbi.simulation.province.clock import clock_of
from openmbi.simulation.province.coverage import draw_coverage
from openmbi.simulation.province.enterprises import draw_roster
from openmbi.simulation.province.generation import draw_generators
from openmbi.simulation.province.holders import draw_links, holder_files
from openmbi.simulation.province.meters import draw_meters
from openmbi.simulation.province.official_files import register_file
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.plan import plan_events, struck
from openmbi.simulation.province.register import draw_register


def province_books(enterprises: int, seed: int) -> Books:
    """Return the lists of meters, plates, accounts and names as they are delivered; a shared meter counts as the truth of each of its holders."""
    clock = clock_of(ProvinceParameters(enterprises=enterprises, seed=seed))
    roster = draw_roster(enterprises, clock, seed)
    events = plan_events(roster, clock, seed)
    generators = draw_generators(roster, clock, struck(events), seed)
    meters = draw_meters(roster, clock, struck(events) | set(generators.rows.tolist()), seed)
    links = draw_links(meters, draw_coverage(roster, seed), roster, clock, seed)
    files = [content for _, content in holder_files(links, roster, seed)]
    holders = [row for content in files for row in _lines(content)]
    # The lists follow the links in order, kind by kind: the line's number names a holder, also of a shared meter.
    ordered = [link for kind in ("meter", "plate", "account", "name") for link in links if link.kind == kind]
    truth = {f"h{number}": roster.code[link.row] for number, link in enumerate(ordered)}
    noise = {f"h{number}": str(link.dirt) for number, link in enumerate(ordered)}
    register = [
        _enterprise(row, number)
        for number, row in enumerate(_lines(register_file(draw_register(roster, clock, seed), roster)))
    ]
    return Books(
        pa.Table.from_pylist(register, schema=ENTERPRISES),
        pa.Table.from_pylist([_holder(row, number) for number, row in enumerate(holders)], schema=HOLDERS),
        truth,
        noise,
    )


def _lines(content: bytes) -> Iterator[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gbk")
    return csv.DictReader(io.StringIO(text))


def _enterprise(row: dict[str, str], number: int) -> dict[str, object]:
    return {
        "enterprise": row["统一社会信用代码"],
        "name": row["企业名称"],
        "place": row["行政区划代码"],
        "valid_from": _day(row["生效日期"]),
        "valid_to": _day(row["失效日期"]),
        "row_no": number,
    }


def _holder(row: dict[str, str], number: int) -> dict[str, object]:
    return {
        "kind": row["类别"],
        "subject": f"h{number}",
        "enterprise": row["统一社会信用代码"] or None,
        "name": row["户名"] or None,
        "address": row["地址"] or None,
        "place": row["行政区划代码"],
        "share": Decimal(row["分摊比例"] or 1),
        "valid_from": _day(row["生效日期"]),
        "valid_to": _day(row["失效日期"]),
        "row_no": number,
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
