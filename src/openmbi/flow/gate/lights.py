"""The lights of groups and enterprises on the data date, as far as a viewer's scope reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from openmbi.core.access import Viewer
from openmbi.core.periods import Frequency
from openmbi.core.tables import Colour, Floats, Level
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.cells import colour_name
from openmbi.flow.gate.declared import declared
from openmbi.flow.gate.figure_blocks import FigureBlock
from openmbi.flow.gate.gate import Gate
from openmbi.flow.gate.narrowing import seen, within
from openmbi.flow.gate.origins import Origin
from openmbi.flow.gate.pages import page_end, row_after, wrong_page
from openmbi.flow.in_force import declarations_in_force

LIGHT_COLUMNS = pa.schema(
    [
        pa.field("level", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("name_zh", pa.string(), nullable=False),
        pa.field("name_en", pa.string(), nullable=False),
        pa.field("day", pa.string(), nullable=False),
        pa.field("light", pa.string(), nullable=False),
        pa.field("shape", pa.string(), nullable=False),
        pa.field("letter_zh", pa.string(), nullable=False),
        pa.field("letter_en", pa.string(), nullable=False),
        pa.field("probability", pa.float64()),
        pa.field("change", pa.float64()),
        pa.field("weight", pa.float64()),
        pa.field("since", pa.string()),
        pa.field("reason_zh", pa.string()),
        pa.field("reason_en", pa.string()),
    ]
)
"""`change`: what the light judges, a share (−0.05: a fall of 5 %); `weight`: a share of the zone, null of the zone. `since`: the first day of the present
colour; it and the reason are null of a run that was made before they were kept.
"""


@dataclass(frozen=True)
class LightsAsked:
    """Which lights: what is empty or None asks for all; `place`, `industry`, `as_of`, `after`, `limit` as in `FiguresAsked`."""

    levels: tuple[Level, ...] = ()
    colours: tuple[Colour, ...] = ()
    place: str | None = None
    industry: str | None = None
    as_of: datetime | None = None
    after: str | None = None
    limit: int = 10_000


def lights(gate: Gate, viewer: Viewer, asked: LightsAsked) -> Answer:
    """Return one row a light, from the zone down, sorted by code within a level (LIGHT_COLUMNS).

    Raises
    ------
    Problem
        `access.not-permitted`; `run.none`, `figures.no-run`, `figures.page`.
    """
    page_before = row_after(asked.after, 3) if asked.after else None
    origin = gate.origins.of(asked.as_of) if page_before is None else gate.origins.named(page_before[0])
    if origin is None or (page_before and page_before[1] not in list(Level)):
        raise wrong_page()
    begin = (list(Level).index(Level(page_before[1])), page_before[2]) if page_before else None
    rows: list[tuple[Level, str, str, float]] = []
    for number, level in enumerate(Level):
        if (not asked.levels or level in asked.levels) and (begin is None or number >= begin[0]):
            found = _of_level(origin, viewer, level, asked)
            rows += [row for row in found if begin is None or (number, row[1]) > begin]
        if len(rows) > asked.limit:
            break
    return _answer(origin, rows[: asked.limit], more=len(rows) > asked.limit)


def _of_level(
    origin: Origin, viewer: Viewer, level: Level, asked: LightsAsked
) -> Iterator[tuple[Level, str, str, float]]:
    """Yield level, code, day and colour of the lights of a level that are asked for and seen."""
    block = origin.figures.find((f"{_kind(level)}_light", level, Frequency.DAILY))
    if block is None:
        return
    chosen = block.present[:, -1].copy()
    for flags in (seen(origin, viewer, block), within(origin, block, asked.place, asked.industry)):
        if flags is not None:
            chosen &= flags
    colours = np.nan_to_num(block.value[:, -1])
    if asked.colours:
        chosen &= np.isin(colours, [int(colour) for colour in asked.colours])
    day = str(block.periods[-1])
    for row in np.flatnonzero(chosen).tolist():
        yield level, block.subjects[row], day, colours[row]


def _kind(level: Level) -> str:
    return str(level) if level in {Level.ZONE, Level.ENTERPRISE} else "group"


def _answer(origin: Origin, rows: list[tuple[Level, str, str, float]], *, more: bool) -> Answer:
    palette = declared(declarations_in_force, origin.bureau.catalog).palette
    looks = dict(palette.legend())
    names = [origin.name(level, code) for level, code, *_ in rows]
    faces = [looks.get(Colour(int(colour)), palette.no_data) for *_, colour in rows]
    columns = {
        "level": [str(level) for level, *_ in rows],
        "subject": [code for _, code, *_ in rows],
        "name_zh": [name.zh for name in names],
        "name_en": [name.en for name in names],
        "day": [day for _, _, day, _ in rows],
        "light": [colour_name(colour) for *_, colour in rows],
        "shape": [face.shape for face in faces],
        "letter_zh": [face.letter.zh for face in faces],
        "letter_en": [face.letter.en for face in faces],
        "probability": _beside(origin, "{kind}_light.probability", rows),
        "change": _beside(origin, "{kind}_change", rows),
        "weight": _beside(origin, "weight", rows),
        **_reasons(origin, rows),
    }
    after = page_end((origin.saved.name, str(rows[-1][0]), rows[-1][1])) if more else None
    return Answer(LIGHT_COLUMNS, columns, origin.about, after)


def _reasons(origin: Origin, rows: list[tuple[Level, str, str, float]]) -> dict[str, list[str | None]]:
    """Return the columns `since`, `reason_zh` and `reason_en`."""
    kept = [origin.reasons.of(level, code) for level, code, *_ in rows]
    return {
        "since": [one and one.since.isoformat() for one in kept],
        "reason_zh": [one and one.why.zh for one in kept],
        "reason_en": [one and one.why.en for one in kept],
    }


def _beside(origin: Origin, indicator: str, rows: list[tuple[Level, str, str, float]]) -> Floats:
    """Return another figure (n,) of the same subjects on the data date; NaN where it is not known."""
    blocks = {
        level: origin.figures.find((indicator.format(kind=_kind(level)), level, Frequency.DAILY))
        for level in {level for level, *_ in rows}
    }
    return np.array([_value(blocks[level], code, day) for level, code, day, _ in rows], float)


def _value(block: FigureBlock | None, code: str, day: str) -> float:
    if block is None or code not in block.row_of or day not in block.column_of:
        return float("nan")
    return float(block.value[block.row_of[code], block.column_of[day]])
