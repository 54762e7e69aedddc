"""What the pages of a province are made from. Only the frame, the zone's series and its lights must be there; a part that is missing leaves its section out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from openmbi.catalog.lights import LightRule
from openmbi.catalog.maps import ReviewedMap
from openmbi.catalog.palettes import Palette
from openmbi.core.adjusted import LevelError
from openmbi.core.growth import ReaderGrowth
from openmbi.core.language import Text
from openmbi.core.month_lights import MonthLights
from openmbi.core.tables import (
    Codes,
    Colour,
    ContributionNode,
    Days,
    Flags,
    Floats,
    GroupSeries,
    Level,
    Lights,
    Names,
    Numbers,
)
from openmbi.reports.alerts.inputs import AlertEntry
from openmbi.reports.overview.inputs import Timing, UnannouncedDays
from openmbi.reports.province.method_inputs import DiffusionFigures, MethodFigures


@dataclass(frozen=True)
class Circumstances:
    """What every page says: whose it is, of when, and how lights look. `as_of` and `run_at` are aware and in the zone's local time.

    `further`: path and label of pages that the run has besides those of its groups.
    """

    bureau: Text
    zone: Text
    zone_code: str
    simulated: bool
    as_of: datetime
    run_at: datetime
    timing: Timing
    data_until: date
    palette: Palette
    unannounced: UnannouncedDays | None = None
    further: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True)
class GroupComposite:
    """Monthly composites of the groups (G,) of one level, base 100: `value` (G, M), `sub` (D, G, M); NaN where not known.

    `held` (D, G, M) marks values of an earlier period. `months` (M,) are first days; `latest_complete` the month up to which every indicator is in.
    `domains` are D names; `missing` says which indicators the last month lacks.
    """

    groups: Names
    months: Days
    value: Floats
    domains: tuple[Text, ...]
    sub: Floats
    latest_complete: date | None
    missing: tuple[Text, ...] = ()
    held: Flags | None = None


@dataclass(frozen=True)
class MbiEstimate:
    """The MBI of one month. `growth`, its `standard_error`, `reference` and `released` are growth in per cent; `value` = 100 + growth − reference.

    `error` is the root mean square error of `error_months` estimates, each made without its own and later months, in percentage points; `no_change_error`
    that of the last released figure held on in the same months; None: not measured. `published`: when `released` was, where its source states it.
    """

    target: Text
    month: date
    growth: float
    standard_error: float
    reference: float
    value: float
    released: float | None = None
    published: date | None = None
    error: float | None = None
    error_months: int = 0
    no_change_error: float | None = None
    colour: Colour | None = None
    reason: Text | None = None
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Change:
    """A change of the zone's level taken apart; `root` runs zone → (indicator →) city → industry → enterprise, with its lines of entry, exit and rounding.

    `label` names the period: "August 2024", "latest 28 days".
    """

    label: Text
    opening_day: date
    closing_day: date
    root: ContributionNode


@dataclass(frozen=True)
class Belonging:
    """Which enterprise (row of `Enterprises`, k) belongs to which group (code, k) on the data date; one may belong to several."""

    row: Numbers
    code: Names


@dataclass(frozen=True)
class Enterprises:
    """The enterprises of the zone on the data date, a column each (n,).

    `name` may be empty: then the code stands. `weight` is the share of the zone, 0..1; `colour` are `Colour` codes of the enterprise lights, `since`
    their first days; `level` is the latest level against the own base (100), NaN where not known. `belongs` says by level who is in which group.
    """

    code: Names
    name: Names
    city: Names
    industry: Names
    size_class: Names
    weight: Floats
    colour: Codes
    since: Days
    level: Floats
    belongs: Mapping[Level, Belonging] = field(default_factory=dict)


@dataclass(frozen=True)
class FeedAlarm:
    """A source whose delivery is late, short or failed."""

    source: Text
    kind: Text
    since: date
    text: Text


@dataclass(frozen=True)
class KnownEvent:
    """A typhoon, power rationing or other cause in the bureau's register; no `last`: it lasts. Empty `cities` or `industries`: all of them."""

    name: Text
    kind: Text
    first: date
    last: date | None = None
    cities: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    citation: Text | None = None


@dataclass(frozen=True)
class LinkingSummary:
    """How many holders are linked on which basis, in words, and how many wait in the review queue."""

    linked: tuple[tuple[Text, int], ...]
    waiting: int


@dataclass(frozen=True)
class ProvinceInput:
    """Everything that the pages of a zone and its groups tell.

    `series` and `lights` have the same groups by level, in any order, and end on the data date; `lights` may begin later. `month_lights`: the lights at the
    ends of past months, by level. `reason` says in words why a group, or an enterprise (`Level.ENTERPRISE`), has its light on the data date. `names` are by
    level and code, a code stands for itself where there is none. `tiles` are (column, row) of a city's square, from 0 at the upper left; `map` is the
    bureau's own, where it has one. `rules` are the light rules by level; `errors` those of the levels, of the same groups as `series`. `methods`: the zone's
    composite by each method, all of the same months. `alerts`: those that stand, by level and code; None where nothing was looked for.
    """

    about: Circumstances
    series: Mapping[Level, GroupSeries]
    lights: Mapping[Level, Lights]
    reason: Callable[[Level, str], Text]
    month_lights: Mapping[Level, MonthLights] = field(default_factory=dict)
    rules: Mapping[Level, LightRule] = field(default_factory=dict)
    errors: Mapping[Level, LevelError] = field(default_factory=dict)
    names: Mapping[Level, Mapping[str, Text]] = field(default_factory=dict)
    short_names: Mapping[Level, Mapping[str, Text]] = field(default_factory=dict)
    indicators: Mapping[str, Text] = field(default_factory=dict)
    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    map: ReviewedMap | None = None
    composite: Mapping[Level, GroupComposite] = field(default_factory=dict)
    methods: tuple[MethodFigures, ...] = ()
    diffusion: Mapping[Level, DiffusionFigures] = field(default_factory=dict)
    growth: Mapping[Level, ReaderGrowth] = field(default_factory=dict)
    mbi: MbiEstimate | Text | None = None
    mbi_palette: Palette | None = None
    changes: tuple[Change, ...] = ()
    enterprises: Enterprises | None = None
    events: tuple[KnownEvent, ...] = ()
    alarms: tuple[FeedAlarm, ...] = ()
    linking: LinkingSummary | None = None
    weights_note: Text | None = None
    notes: tuple[Text, ...] = ()
    alerts: Mapping[tuple[Level, str], AlertEntry] | None = None

    def name(self, level: Level, code: str) -> Text:
        """Return a group's name; its code where it has none."""
        return self.names.get(level, {}).get(code) or Text(code, code)
