"""The typed tables that rooms hand to each other, in the order of the data's way.

Long tables (Arrow schemas) hold what is stored; dense panels (subjects × days) hold what is computed. Shapes: `n` subjects, `T` consecutive days.
Arrays of a panel are read-only by convention: a room returns a new table and never writes into one that it was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from openmbi.core.colours import Colour  # noqa: F401  the codes of `Lights.colour`
from openmbi.core.levels import Level
from openmbi.core.line_kinds import LineKind
from openmbi.core.periods import Period

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Days = NDArray[np.datetime64]
Names = NDArray[np.str_]
Numbers = NDArray[np.intp]

VALUE = pa.decimal128(18, 4)
MOMENT = pa.timestamp("us")  # UTC, without a zone: equal on every engine


class Basis(StrEnum):
    """How we know when a value was known."""

    RECORDED = "recorded"
    DECLARED_LAG = "declared_lag"
    INGEST = "ingest"


class ObservationStatus(StrEnum):
    """What a reported value stands for."""

    NORMAL = "normal"
    ZERO_OR_MISSING = "zero_or_missing"


OBSERVATIONS = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("indicator", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("valid_at", pa.date32(), nullable=False),
        pa.field("value", VALUE, nullable=False),
        pa.field("unit", pa.string(), nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("known_at", MOMENT, nullable=False),
        pa.field("recorded_at", MOMENT, nullable=False),
        pa.field("basis", pa.string(), nullable=False),
        pa.field("batch_id", pa.int32(), nullable=False),
        pa.field("row_no", pa.int64(), nullable=False),
    ]
)
"""Versions of observations. The order of versions of one (source, indicator, subject, valid_at) is total: (known_at, batch_id, row_no)."""

ACCEPTED = pa.schema(
    [
        pa.field("subject", pa.string(), nullable=False),
        pa.field("valid_at", pa.date32(), nullable=False),
        pa.field("value", VALUE, nullable=False),
        pa.field("status", pa.string(), nullable=False),
        pa.field("known_at", MOMENT, nullable=True),
        pa.field("row_no", pa.int64(), nullable=False),
    ]
)
"""What a reader accepted from one block of a file; `known_at` is null where the file says nothing of it; `row_no` is the physical line from 1."""

QUARANTINED = pa.schema(
    [
        pa.field("row_no", pa.int64(), nullable=False),
        pa.field("observations", pa.int32(), nullable=False),
        pa.field("subject", pa.string()),
        pa.field("valid_at", pa.string()),
        pa.field("value", pa.string()),
        pa.field("known_at", pa.string()),
        pa.field("raw", pa.string()),
        pa.field("reasons", pa.list_(pa.string()), nullable=False),
    ]
)
"""What a reader refused: the texts as they stood, every reason, and how many observations the record stands for (1, or the subjects of an
unreadable line of a wide file, whose whole text is then `raw`)."""


ENTERPRISES = pa.schema(
    [
        pa.field("enterprise", pa.string(), nullable=False),
        pa.field("name", pa.string()),
        pa.field("place", pa.string()),
        pa.field("industry", pa.string()),
        pa.field("size_class", pa.string()),
        pa.field("ownership", pa.string()),
        pa.field("group_owner", pa.string()),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("valid_to", pa.date32()),
        pa.field("known_at", MOMENT),
        pa.field("row_no", pa.int64(), nullable=False),
    ]
)
"""Rows of the enterprise register: what an enterprise was from `valid_from` to `valid_to`, both included; null `valid_to`: until now."""


class Reading(IntEnum):
    """What the sources said of a subject on a day."""

    ABSENT = 0
    NORMAL = 1
    ZERO = 2
    ZERO_OR_MISSING = 3


@dataclass(frozen=True)
class CellPanel:
    """One indicator of many subjects, as known at one moment.

    `value` (n, T) is in `unit`; NaN where `reading` is ABSENT, 0 where it is ZERO or ZERO_OR_MISSING. `reading` (n, T) holds `Reading` codes.
    """

    indicator: str
    unit: str
    subjects: Names
    days: Days
    value: Floats
    reading: Codes


class DayClass(IntEnum):
    """The class of a calendar day; residuals are compared within their class."""

    WORKDAY = 0
    WEEKEND = 1
    HOLIDAY = 2
    MAKEUP_WORKDAY = 3
    SPRING_FESTIVAL = 4


class HolidayKind(IntEnum):
    """Which holiday a day off belongs to; OTHER: one that no law sets for every year."""

    NONE = 0
    NEW_YEAR = 1
    SPRING_FESTIVAL = 2
    TOMB_SWEEPING = 3
    LABOUR = 4
    DRAGON_BOAT = 5
    MID_AUTUMN = 6
    NATIONAL = 7
    OTHER = 8


@dataclass(frozen=True)
class IndexTerms:
    """What an additive index method returns beside its values, so that drill-down needs no method's inside.

    index_t = Σ weight_i · relative_it / divisor_t over members. `relative` (n, T) is dimensionless; NaN outside membership, but
    known on the day before an entry, which the divisor rule needs. `member` (n, T). `divisor` (T,)
    is constant but where the set or the weights change. `filled` (n, T) marks days whose relative rests on the fit and not on a reading;
    `capped` (n, T) those whose reading is a spike that counts at a cap.
    """

    index: str
    subjects: Names
    days: Days
    weight: Floats
    relative: Floats
    member: Flags
    divisor: Floats
    filled: Flags
    capped: Flags


@dataclass(frozen=True)
class IndexSeries:
    """A daily index of one subject (a zone, city, industry): `close` (T,), `coverage` (T,) in 0..1, `provisional` (T,)."""

    index: str
    subject: str
    days: Days
    close: Floats
    coverage: Floats
    provisional: Flags


@dataclass(frozen=True)
class Candle:
    """Open, high, low and close of an index over a week or month; open is the previous close. `complete`: its last day has a value."""

    period: Period
    open: float
    high: float
    low: float
    close: float
    complete: bool


class Polarity(StrEnum):
    """What red means: bad (`risk`), or overheated with blue as cold (`cycle5`)."""

    RISK = "risk"
    CYCLE5 = "cycle5"


@dataclass(frozen=True)
class Lights:
    """Lights of one rule: `colour` (n, T) `Colour` codes, `measure` (n, T) what the rule judged, `reason` (n, T) index into `reasons`, `since` (n, T) first day
    of the present colour. `probability` and `false_alarm_rate` are None until they have been measured.
    """

    rule: str
    polarity: Polarity
    subjects: Names
    days: Days
    colour: Codes
    measure: Floats
    reason: Codes
    reasons: tuple[str, ...]
    since: Days
    probability: Floats | None = None
    false_alarm_rate: float | None = None


@dataclass(frozen=True)
class ContributionLine:
    """One line of a decomposition, in index points, to the last published digit."""

    kind: LineKind
    subject: str
    points: Decimal


@dataclass(frozen=True)
class Contributions:
    """The change of an index from the close of `opening_day` to the close of `closing_day`; the lines sum to `change` exactly."""

    index: str
    subject: str
    period: Period
    opening_day: date
    closing_day: date
    change: Decimal
    lines: tuple[ContributionLine, ...]


@dataclass(frozen=True)
class Stints:
    """Who belonged to which group from when to when, as the register said: k stints of the rows of one panel.

    `groups` (G,) are the codes of one level, sorted. Row `row` (k,) belongs to group number `group` (k,) on the day numbers `first` (k,) to `stop` (k,),
    `stop` not included. A row that moves has several stints; one of several clusters has overlapping ones.
    """

    level: Level
    groups: Names
    row: Numbers
    group: Numbers
    first: Numbers
    stop: Numbers


@dataclass(frozen=True)
class GroupSeries:
    """An index of G groups of one level on T days (or periods, given by their first days).

    `close` (G, T): NaN while a group has no member; `coverage` (G, T) in 0..1; `weight` (G,): share of the zone's weight on the last day, 0..1; `members`
    (G,): on the last day; `restarted` (G, T): days on which a group's chain began anew because nothing was left to chain to; `provisional` (T,).
    """

    index: str
    level: Level
    groups: Names
    days: Days
    close: Floats
    coverage: Floats
    weight: Floats
    members: Numbers
    restarted: Flags
    provisional: Flags


@dataclass(frozen=True)
class ContributionNode:
    """A part of a change, in index points to the last published digit, and the parts that it is made of: they sum to `points` exactly.

    `level` says what the parts of its parent are: `indicator`, a `Level`, or a `LineKind` for entry and exit and for rounding; `code` is empty for those.
    """

    level: str
    code: str
    points: Decimal
    parts: tuple[ContributionNode, ...] = ()


HOLDERS = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("enterprise", pa.string()),
        pa.field("name", pa.string()),
        pa.field("address", pa.string()),
        pa.field("place", pa.string()),
        pa.field("share", pa.decimal128(9, 8), nullable=False),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("valid_to", pa.date32()),
        pa.field("known_at", MOMENT),
        pa.field("row_no", pa.int64(), nullable=False),
    ]
)
"""Whom a provider's own books name as holder of a meter, account, plate or trading name (`kind`), with the share of a shared one that is the holder's.
`enterprise` is the code as the books give it: it may be absent, wrong, or somebody else's.
"""

LINKS = pa.schema(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),
        pa.field("enterprise", pa.string(), nullable=False),
        pa.field("share", pa.decimal128(9, 8), nullable=False),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("valid_to", pa.date32()),
        pa.field("basis", pa.string(), nullable=False),
    ]
)
"""What belongs to which enterprise, from `valid_from` to `valid_to` (included; null: until now): the shares of one (kind, subject) on one day sum to 1 at
most. `basis` says what the link rests on."""

ACCOUNTS = pa.schema(
    [
        pa.field("enterprise", pa.string(), nullable=False),
        pa.field("year", pa.int32(), nullable=False),
        pa.field("value_added_cny", VALUE),
        pa.field("output_cny", VALUE),
        pa.field("tax_cny", VALUE),
        pa.field("employees", pa.int64()),
        pa.field("known_at", MOMENT),
        pa.field("row_no", pa.int64(), nullable=False),
    ]
)
"""Annual accounts of enterprises, in yuan; null is not stated."""
