"""The parts of an adjustment, laid out as the reader's frame was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from openmbi.core.adjusted import AdjustedPanel
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Numbers
from openmbi.doors.notebook.parts import COMPONENTS, PARTS, columns_to_add, part_of
from openmbi.doors.notebook.readings import Readings
from openmbi.doors.notebook.roles import Roles
from openmbi.doors.notebook.taken import Taken
from openmbi.doors.notebook.wrong import listed


@dataclass(frozen=True)
class Layout:
    """A frame, what its columns are, and where its cells stand in the panel."""

    frame: Taken
    roles: Roles
    readings: Readings

    def back(self, panel: AdjustedPanel, output: str | None) -> Any:
        """Return the native frame: long, with parts added; wide, of its own shape, with one part in place of the values; or wide as components."""
        if not self.roles.wide:
            return self._long(panel, columns_to_add(output))
        return self._components(panel) if output == COMPONENTS else self._wide(part_of(panel, output or "adjusted"))

    def _long(self, panel: AdjustedPanel, added: list[str]) -> Any:
        taken_already = [name for name in added if name in self.frame.table.columns]
        if taken_already:
            raise Problem(
                "frame.column-taken",
                Text("表中已有列 {names}", "the frame already has the column(s) {names}").fill(
                    names=listed(taken_already)
                ),
                Text("请先改名或去掉这些列", "rename or drop them first"),
            )
        place = (self.readings.row, self.readings.period)
        columns = [self.frame.column(name, part_of(panel, name)[place]) for name in added]
        return self.frame.table.with_columns(*columns).to_native()

    def _wide(self, part: Any) -> Any:
        values = part[self.readings.row][:, self.readings.period].T
        names, table = self.roles.values, self.frame.table
        if part.dtype.kind == "f":
            native = self.frame.replaced(names, values)
        else:
            told = [self.frame.column(name, values[:, place]) for place, name in enumerate(names)]
            native = table.with_columns(*told).to_native()
        return native.iloc[:, 0].rename(self.frame.name) if self.frame.single else native

    def _components(self, panel: AdjustedPanel) -> Any:
        """Return a long frame of a wide one, column after column: time, series, value and every part."""
        frame, table, names = self.frame, self.frame.table, self.roles.values
        time = frame.time_index if self.roles.time is None else table.get_column(self.roles.time)
        times = np.tile(np.arange(len(table)), len(names))
        place = (np.repeat(self.readings.row, len(table)), np.tile(self.readings.period, len(names)))
        series = np.repeat(np.array([str(name) for name in names], object), len(table))
        columns = {
            self.roles.time or frame.time_index_name: _chosen(time, times),
            "series": frame.column("series", series),
            "value": frame.column("value", self.readings.panel.value[place]),
        }
        return frame.new(columns | {name: frame.column(name, part_of(panel, name)[place]) for name in PARTS})


def _chosen(column: nw.Series[Any], rows: Numbers) -> nw.Series[Any]:
    """Return the elements of a column at rows (k,), numbered afresh."""
    return nw.maybe_reset_index(column[rows.tolist()])
