"""What a run worked out of cities, industries, cells and enterprises, as the pages of the province take it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import numpy as np

from openmbi.catalog.composite_methods import OecdCliSpec
from openmbi.catalog.maps import load_map
from openmbi.catalog.targets import Target
from openmbi.core.language import Text
from openmbi.core.periods import Period
from openmbi.core.tables import Colour, Days, Floats, IndexTerms, Level, Stints
from openmbi.drilldown.by_group import by_group
from openmbi.flow.alternatives import ZoneMethod
from openmbi.flow.bureau import Bureau
from openmbi.flow.composites import Composites
from openmbi.flow.compute import RECENT_DAYS, Computed
from openmbi.flow.feeds import alarms
from openmbi.flow.group_names import group_names
from openmbi.flow.groups import KEPT_DAYS, Groups
from openmbi.flow.in_force import InForce
from openmbi.flow.mbi import said_of
from openmbi.flow.province_texts import ALARM, EVENT, SHARES_OF, WEIGHTS
from openmbi.flow.roster import Roster
from openmbi.flow.unannounced import unannounced_days
from openmbi.index.bridge import Bridge, NoMbi
from openmbi.index.composite_by_group import GroupComposite as Composed
from openmbi.index.missing import Missing
from openmbi.lights.group_reasons import group_reason_text
from openmbi.lights.known_events import known_events, recent_window, where_cluster_is, where_is, with_events
from openmbi.lights.reasons import reason_text
from openmbi.lights.score import score_lights
from openmbi.lights.score_reasons import score_reason_text
from openmbi.linking.link import Linked
from openmbi.linking.reasons import BASIS_MEANS, LinkBasis
from openmbi.reports.overview.inputs import Timing
from openmbi.reports.province.inputs import (
    Belonging,
    Change,
    Circumstances,
    Enterprises,
    FeedAlarm,
    GroupComposite,
    KnownEvent,
    LinkingSummary,
    MbiEstimate,
    ProvinceInput,
)
from openmbi.reports.province.method_inputs import DiffusionFigures, MethodFigures
from openmbi.store.as_of import is_real_time

PATH = (Level.CITY, Level.INDUSTRY)
WEEK = 7  # days


def described_province(
    bureau: Bureau,
    in_force: InForce,
    roster: Roster,
    computed: Computed,
    *,
    as_of: datetime,
    now: datetime,
    manifest: int,
) -> ProvinceInput | None:
    """Return everything that the pages of groups and enterprises tell; None where nothing tells groups apart.

    Size: one field a line.
    """
    groups = computed.groups
    if groups is None:
        return None
    last: date = computed.series.days[-1].item()
    reasons = _Reasons(in_force, groups, computed)
    return ProvinceInput(
        about=_about(bureau, in_force, computed.series.days, as_of=as_of, now=now, manifest=manifest),
        series=groups.series,
        lights=groups.lights,
        month_lights=groups.month_lights,
        reason=reasons.of,
        errors=computed.uncertainty.levels if computed.uncertainty else {},
        rules={**in_force.rules, Level.ENTERPRISE: in_force.enterprise_rule},
        names=_names(bureau, in_force, groups, last),
        indicators={code: one.name.text() for code, one in in_force.indicators.items()},
        tiles=_tiles(bureau, in_force),
        map=load_map(bureau.catalog, bureau.settings.zone.code),
        composite=_composites(computed.composites, in_force),
        methods=tuple(_method(one) for one in computed.composites.methods) if computed.composites else (),
        diffusion=_diffusions(computed, in_force),
        growth=computed.growth,
        mbi=_mbi(computed.composites, in_force),
        mbi_palette=in_force.palette,
        changes=_changes(computed, groups),
        enterprises=_enterprises(computed, roster, groups),
        events=_events(bureau, in_force, last),
        alarms=_alarms(bureau, as_of),
        linking=_linking(computed.linked),
        weights_note=weights_note(computed),
        notes=_notes(bureau, computed),
    )


def _about(
    bureau: Bureau, in_force: InForce, days: Days, *, as_of: datetime, now: datetime, manifest: int
) -> Circumstances:
    settings = bureau.settings
    return Circumstances(
        bureau=settings.name.text,
        zone=settings.zone.text,
        zone_code=settings.zone.code,
        simulated=settings.simulated,
        as_of=as_of.astimezone(bureau.zone),
        run_at=now.astimezone(bureau.zone),
        timing=Timing.REAL_TIME if is_real_time(bureau.store, as_of, manifest) else Timing.PSEUDO_REAL_TIME,
        data_until=days[-1].item(),
        palette=in_force.palette,
        unannounced=unannounced_days(in_force.calendar, days),
    )


class _Reasons:
    """Why a light has its colour on the last day, with the known events of the days that it judges."""

    def __init__(self, in_force: InForce, groups: Groups, computed: Computed) -> None:
        self._in_force = in_force
        self._groups = groups
        self._computed = computed
        self._enterprise = {str(code): row for row, code in enumerate(computed.terms.subjects)}
        self._row = {
            level: {str(code): row for row, code in enumerate(series.groups)} for level, series in groups.series.items()
        }

    def of(self, level: Level, code: str) -> Text:
        """Return the reason in words."""
        return self._of_enterprise(code) if level is Level.ENTERPRISE else self._of_group(level, code)

    def _of_group(self, level: Level, code: str) -> Text:
        rule, lights = self._in_force.rules[level], self._groups.lights[level]
        row = self._row[level][code]
        why = group_reason_text(lights, self._groups.series[level], row, rule)
        if lights.colour[row, -1] in (Colour.GREEN, Colour.NO_DATA):
            return why
        clusters = self._in_force.hierarchy.clusters.clusters
        where = where_cluster_is(clusters[code]) if level is Level.CLUSTER else (where_is(level, code),)
        window = recent_window(rule, lights.days[-1].item())
        return with_events(why, known_events(self._in_force.events, where, window))

    def _of_enterprise(self, code: str) -> Text:
        row, since = self._enterprise[code], self._computed.use.since
        generating = None if since is None or np.isnat(since[row]) else since[row].item()
        lights = self._computed.enterprise_lights
        return reason_text(lights, row, -1, self._in_force.enterprise_rule, generating_since=generating)


def _names(bureau: Bureau, in_force: InForce, groups: Groups, last: date) -> Mapping[Level, Mapping[str, Text]]:
    name = group_names(in_force.hierarchy, bureau.settings.zone.text, last)
    return {level: {str(c): name(level, str(c)) for c in one.groups} for level, one in groups.series.items()}


def _tiles(bureau: Bureau, in_force: InForce) -> Mapping[str, tuple[int, int]]:
    grid = in_force.tiles.get(bureau.settings.zone.code)
    return {tile.place: (tile.column, tile.row) for tile in grid.tiles} if grid else {}


def _composites(found: Composites | None, in_force: InForce) -> Mapping[Level, GroupComposite]:
    if found is None:
        return {}
    names = {domain.domain: domain.name.text() for domain in in_force.composite.domains}
    return {level: _composite(one, names, in_force) for level, one in found.by_level.items()}


def _composite(one: Composed, names: Mapping[str, Text], in_force: InForce) -> GroupComposite:
    return GroupComposite(
        groups=one.groups,
        months=one.months,
        value=one.value,
        domains=tuple(names[str(domain)] for domain in one.domains),
        sub=one.sub,
        latest_complete=one.latest.first if one.latest else None,
        missing=tuple(_lacking(run, in_force) for run in one.missing if run.last.first >= one.months[-1].item()),
        held=one.held,
    )


def _method(made: ZoneMethod) -> MethodFigures:
    base = None if isinstance(made.spec, OecdCliSpec) else made.spec.base
    return MethodFigures(
        name=made.spec.name.text(),
        months=made.months,
        value=made.value,
        base_first=base.first if base else None,
        base_last=base.last if base else None,
        counts=made.counts,
        shares_of=SHARES_OF[made.spec.method],
        why_none=made.why_none,
    )


def _diffusions(computed: Computed, in_force: InForce) -> Mapping[Level, DiffusionFigures]:
    if in_force.diffusion is None:
        return {}
    tolerance = in_force.diffusion.tolerance
    return {
        level: DiffusionFigures(one.groups, one.months, one.value, one.up, one.same, one.enterprises, tolerance)
        for level, one in computed.diffusion.items()
    }


def _lacking(run: Missing, in_force: InForce) -> Text:
    """Return what an indicator lacks, the indicator by its name."""
    name, said = in_force.indicators[run.indicator].name.text(), run.text()
    return Text(said.zh.replace(run.indicator, name.zh), said.en.replace(run.indicator, name.en))


def _mbi(found: Composites | None, in_force: InForce) -> MbiEstimate | Text | None:
    """Return the latest month that has an MBI, or why none has; None where no target is registered or its series is not there."""
    if found is None or found.mbi is None or found.target is None:
        return None
    known = [place for place, reason in enumerate(found.mbi.reason) if reason is NoMbi.KNOWN]
    if not known:
        return found.mbi.reason[-1].text()
    return _estimate(found.mbi, known[-1], found.target, found.released_on, in_force)


def _estimate(
    made: Bridge, place: int, target: Target, released_on: Mapping[date, date], in_force: InForce
) -> MbiEstimate:
    value = round(float(made.mbi[place]), 2)
    months = made.months.last[place : place + 1]
    light = score_lights(np.array([[value]]), np.array([made.target]), months, in_force.mbi_rule)
    released = float(made.released[place])
    month: date = months[0].item()
    january = month.replace(month=1) if made.months.combined[place] else month
    return MbiEstimate(
        target=target.name.text(),
        month=month,
        growth=float(made.growth[place]),
        standard_error=float(made.standard_error[place]),
        reference=float(made.reference[place]),
        value=value,
        released=None if np.isnan(released) else released,
        published=None if np.isnan(released) else released_on.get(month, released_on.get(january)),
        error=made.error.rmse if made.error else None,
        error_months=made.error.months if made.error else 0,
        no_change_error=made.error.no_change_rmse if made.error else None,
        colour=Colour(int(light.colour[0, 0])),
        reason=score_reason_text(light, 0, 0, in_force.mbi_rule),
        notes=said_of(made, place, target, in_force.composite),
    )


def _changes(computed: Computed, groups: Groups) -> tuple[Change, ...]:
    """Return the latest complete month and the latest four weeks of the level, and the latest month of the composite."""
    levels = [groups.stints[level] for level in PATH]
    complete = [month.period for month in computed.months if month.closing_day == month.period.last]
    recent = computed.recent
    periods = [(_month(period), period) for period in complete[-1:]]
    periods += [(_RECENT.fill(days=RECENT_DAYS), recent.period)] if recent else []
    changes = [_change(label, computed, period, levels) for label, period in periods]
    found = computed.composites.change if computed.composites else None
    if found:
        month, root = found
        opening = (month.first - timedelta(days=1)).replace(day=1)
        changes.append(Change(_COMPOSITE.fill(month=str(month)), opening, month.last, root))
    return tuple(changes)


_RECENT = Text("活跃度：最近 {days} 天", "Activity level: latest {days} days")
_COMPOSITE = Text("综合指数：{month}（较上月）", "Composite: {month} (on the month before)")


def _month(period: Period) -> Text:
    return Text("活跃度：{month}", "Activity level: {month}").fill(month=str(period))


def _change(label: Text, computed: Computed, period: Period, levels: list[Stints]) -> Change:
    root = by_group(computed.terms, computed.series, period, levels)
    days = computed.terms.days
    inside = np.flatnonzero((days >= np.datetime64(period.first)) & (days <= np.datetime64(period.last)))
    opening, closing = max(int(inside[0]) - 1, 0), int(inside[-1])
    return Change(label, days[opening].item(), days[closing].item(), root)


def _enterprises(computed: Computed, roster: Roster, groups: Groups) -> Enterprises:
    terms, lights = computed.terms, computed.enterprise_lights
    weight = np.where(terms.member[:, -1], terms.weight, 0.0)
    codes = terms.subjects
    now = {level: _now(stints, len(terms.days)) for level, stints in groups.stints.items()}
    of = {level: _code_of(now[level], len(codes)) for level in (Level.CITY, Level.INDUSTRY, Level.SIZE_CLASS)}
    return Enterprises(
        code=codes,
        name=np.array([roster.names.get(str(code), "") for code in codes]),
        city=of[Level.CITY],
        industry=of[Level.INDUSTRY],
        size_class=of[Level.SIZE_CLASS],
        weight=weight / max(float(weight.sum()), np.finfo(float).tiny),
        colour=lights.colour[:, -1],
        since=lights.since[:, -1],
        level=_latest_level(terms),
        belongs=now,
    )


def _latest_level(terms: IndexTerms) -> Floats:
    """Return the mean over the last week of each enterprise's level against its own base (100); NaN where it is no member."""
    recent = np.where(terms.member[:, -WEEK:], terms.relative[:, -WEEK:], np.nan)
    return 100 * recent.mean(axis=1)


def _now(stints: Stints, days: int) -> Belonging:
    last = stints.stop == days
    return Belonging(stints.row[last], stints.groups[stints.group[last]])


def _code_of(belonging: Belonging, count: int) -> np.ndarray:
    codes = np.full(count, "", belonging.code.dtype if len(belonging.code) else "<U1")
    codes[belonging.row] = belonging.code
    return codes


def _events(bureau: Bureau, in_force: InForce, last: date) -> tuple[KnownEvent, ...]:
    first = last - timedelta(days=KEPT_DAYS)
    found = in_force.events.events_on(bureau.settings.zone.code, None, first, last)
    return tuple(
        KnownEvent(
            name=event.name.text(),
            kind=EVENT[event.kind],
            first=event.first,
            last=event.last,
            cities=tuple(place for place in event.places if place.endswith("00") and not place.endswith("0000")),
            industries=event.industries,
            citation=event.citation.text(),
        )
        for event in found
    )


def _alarms(bureau: Bureau, as_of: datetime) -> tuple[FeedAlarm, ...]:
    return tuple(FeedAlarm(one.name, ALARM[one.kind], one.since, one.text) for one in alarms(bureau, as_of=as_of))


def _linking(linked: Linked | None) -> LinkingSummary | None:
    if linked is None:
        return None
    basis = linked.links["basis"].to_pylist()
    counted = tuple((BASIS_MEANS[one], basis.count(one.value)) for one in LinkBasis if one.value in basis)
    return LinkingSummary(counted, linked.waiting.num_rows)


def weights_note(computed: Computed) -> Text:
    """Return what the enterprises are weighed by."""
    members = computed.terms.member[:, -1]
    imputed = int((computed.weights.imputed & members).sum())
    return WEIGHTS[computed.weights.basis].fill(imputed=imputed, members=int(members.sum()))


def _notes(bureau: Bureau, computed: Computed) -> tuple[Text, ...]:
    found = computed.composites.domains if computed.composites else {}
    said = [
        Text(f"{name}：", f"{name}: ") + note
        for name, one in found.items()
        for note in ((one,) if isinstance(one, Text) else one.notes)
    ]
    return (*said, *(note.text for note in bureau.settings.notes))
