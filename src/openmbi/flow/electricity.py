"""The electricity use that the level rests on: of enterprises, through their meters where meters are read, and with what they generate themselves."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.cells.own_generation import with_own_generation
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.tables import CellPanel, Days, Flags
from openmbi.flow.observed import Observed

UNIT = "kWh"
OWN_GENERATION = "own_generation_kwh"


@dataclass(frozen=True)
class Electricity:
    """`panel` (n, T) of use, own generation counted where it is known. `unmeasured` (n, T): days on which an enterprise is known to generate but not how much;
    `since` (n,): since when it generates. Both None where nobody is known to.
    """

    panel: CellPanel
    unmeasured: Flags | None = None
    since: Days | None = None


def electricity(observed: Observed) -> Electricity:
    """Return the use of every enterprise as known.

    Raises
    ------
    Problem
        `run.no-data` where nothing was known then.
    """
    grid = observed.panel_of(observed.bureau.settings.indicator, UNIT, Frequency.DAILY)
    if grid is None:
        raise _no_data(observed)
    first, last = grid.days[[0, -1]].tolist()
    own = observed.panel_of(OWN_GENERATION, UNIT, Frequency.DAILY, first=first, last=last)
    if own is None:
        return Electricity(grid)
    total = with_own_generation(grid, own)
    return Electricity(total.use, total.unmeasured, total.since)


def _no_data(observed: Observed) -> Problem:
    return Problem(
        "run.no-data",
        Text("截至 {as_of:%Y-%m-%d %H:%M %Z} 没有已知数据", "nothing was known as of {as_of:%Y-%m-%d %H:%M %Z}").fill(
            as_of=observed.as_of
        ),
        Text(
            "先执行 mbi ingest，或改用较晚的 --as-of；并检查 bureau.toml 的 source 与 indicator；由电表等汇总到企业的数据还须先建立关联（mbi link）",
            "give `mbi ingest` first, or choose a later --as-of; check `source` and `indicator` in bureau.toml; readings of meters also need links to "
            "enterprises (`mbi link`)",
        ),
    )
