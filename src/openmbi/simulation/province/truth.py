"""The truth behind the files: what was planted, who is whose, and what nobody sees. No room that is tested reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.daily import Records
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.holders import Link
from openmbi.simulation.province.industries import INDUSTRIES
from openmbi.simulation.province.long_files import parquet_file
from openmbi.simulation.province.parameters import ProvinceParameters
from openmbi.simulation.province.places import CITIES
from openmbi.simulation.province.world import World


def truth_file(
    parameters: ProvinceParameters, events: list[PlantedEvent], world: World, growth: dict[str, float],
    feeds: list[dict[str, object]], *, roster: Roster, clock: Clock,
) -> bytes:  # fmt: skip
    """Return what was planted, as JSON."""
    told = {
        "simulated": True,
        "seed": parameters.seed,
        "first": parameters.first.isoformat(),
        "last": parameters.last.isoformat(),
        "today": parameters.today.isoformat(),
        "enterprises": parameters.enterprises,
        "events": [event.as_dict(roster, clock) for event in events],
        "feeds": feeds,
        "festival_depth": {str(year): depth for year, depth in world.depth.items()},
        "value_added_growth_pct": growth,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def truth_tables(
    records: Records, world: World, links: list[Link], roster: Roster, clock: Clock
) -> Iterator[tuple[str, bytes]]:
    """Yield the larger parts as Parquet: links, enterprises by month, the zone, cities and industries by day, the weather."""
    yield "truth/links.parquet", parquet_file(_links(links, roster))
    yield "truth/enterprises.parquet", parquet_file(_enterprises(roster))
    yield "truth/enterprise_months.parquet", parquet_file(_months(records, roster, clock))
    yield "truth/value_added_days.parquet", parquet_file(_days(records, clock))
    names = pa.array(np.repeat([city.code for city in CITIES], clock.length))
    days = pa.array(np.tile(clock.days, len(CITIES)))
    weather = {"city": names, "day": days, "temperature_c": world.temperature.ravel()}
    yield "truth/weather.parquet", parquet_file(pa.table(weather))


def _links(links: list[Link], roster: Roster) -> pa.Table:
    return pa.table({
        "kind": [link.kind for link in links],
        "subject": [link.subject for link in links],
        "enterprise": [roster.code[link.row] for link in links],
        "share": [link.share for link in links],
        "valid_from": pa.array([link.first for link in links], pa.date32()),
        "valid_to": pa.array([link.last for link in links], pa.date32()),
        "dirt": [str(link.dirt) for link in links],
    })  # fmt: skip


def _enterprises(roster: Roster) -> pa.Table:
    return pa.table({
        "enterprise": list(roster.code),
        "quiet_workday_kwh": roster.kwh,
        "quiet_workday_value_added_cny": roster.value_added,
    })  # fmt: skip


def _months(records: Records, roster: Roster, clock: Clock) -> pa.Table:
    """Return, by enterprise and month, the sum of its daily activity and its use (own generation included)."""
    months = len(clock.months)
    codes = pa.DictionaryArray.from_arrays(np.repeat(np.arange(len(roster), dtype=np.int32), months), list(roster.code))
    names = pa.DictionaryArray.from_arrays(
        np.tile(np.arange(months, dtype=np.int32), len(roster)), [month.name for month in clock.months]
    )
    return pa.table({
        "enterprise": codes, "month": names, "activity_days": records.monthly.ravel().round(4), "use_kwh": records.use.ravel(),
    })  # fmt: skip


def _days(records: Records, clock: Clock) -> pa.Table:
    """Return true value added a day, in yuan: of each city and industry, and of the industry above designated size."""
    named = {"designated": records.added}
    named |= {city.code: row for city, row in zip(CITIES, records.city, strict=True)}
    named |= {industry.code: row for industry, row in zip(INDUSTRIES, records.industry, strict=True)}
    return pa.table({"day": pa.array(clock.days)} | {name: row.round(2) for name, row in named.items()})
