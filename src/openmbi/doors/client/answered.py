"""An answer of the API in a notebook or program: an Arrow table with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from openmbi.catalog.loader import load_all
from openmbi.catalog.palettes import Palette, PaletteEntry
from openmbi.core.language import Text

if TYPE_CHECKING:
    import pandas
    import polars

SHOWN = 20
_INTERNAL = Text("仅限内部", "Internal only")
_SIMULATED = Text("模拟数据", "Simulated")
_BESIDE_A_LIGHT = ("shape", "letter_zh", "letter_en")


@dataclass(frozen=True)
class Answered:
    """`table`: the rows, schema as the API's document says. `about`: the run or release that they rest on, `as_of`, timing, whether simulated or internal;
    None where they rest on no run. Any library that reads Arrow takes it as it is, as `narwhals.from_arrow` and `polars.DataFrame` do.
    """

    table: pa.Table
    about: Mapping[str, Any] | None

    def __len__(self) -> int:
        return self.table.num_rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Give the rows to another library (Arrow PyCapsule interface)."""
        return self.table.__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame."""
        return self.table.to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars data frame."""
        import polars  # noqa: PLC0415  not needed otherwise

        found = polars.from_arrow(self.table)
        assert isinstance(found, polars.DataFrame)
        return found

    def _repr_html_(self) -> str:
        """Return the first rows and what they rest on, for a notebook; every text is escaped."""
        names = [name for name in self.table.column_names if name not in _hidden(self.table)]
        rows = self.table.slice(0, SHOWN).to_pylist()
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell(name, row[name])}</td>" for name in names) + "</tr>" for row in rows
        )
        return f"<div>{self._marks()}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{self._rest()}</div>"

    def _marks(self) -> str:
        about = self.about or {}
        marks = [text for told, text in (("internal_only", _INTERNAL), ("simulated", _SIMULATED)) if about.get(told)]
        told = [f"<strong>{escape(f'{mark.zh} · {mark.en}')}</strong>" for mark in marks]
        if about:
            timing = (about.get("timing") or {}).get("code", "")
            told.append(escape(f"{about['kind']} {about['name']} · as of {about['as_of']} · {timing}"))
        return f"<p>{' — '.join(told)}</p>" if told else ""

    def _rest(self) -> str:
        left = len(self) - SHOWN
        return f"<p>… {left:,} 行未显示 · {left:,} more rows</p>" if left > 0 else ""


def _hidden(table: pa.Table) -> tuple[str, ...]:
    """Return the columns that are told with the light."""
    return _BESIDE_A_LIGHT if "light" in table.column_names else ()


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if name in {"light", "alert"} and (look := _looks().get(str(value))):
        style = f"background:{look.fill or 'none'};color:{look.ink};padding:0 .4em"
        return f'<span style="{style}">{escape(f"{look.shape} {look.letter.zh} {look.letter.en}")}</span>'
    return escape(f"{value:.6g}" if isinstance(value, float) else str(value))


@cache
def _looks() -> dict[str, PaletteEntry]:
    """Return by the name of a colour how it looks: shape and letter always stand beside it."""
    palettes = load_all(Palette, "palettes", None)
    return {colour.name.lower(): entry for one in palettes.values() for colour, entry in one.legend()}
