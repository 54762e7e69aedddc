"""`mbi nowcast`: the target's next figure from what is known now, what moved it since, what comes next, and the page that tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from openmbi.catalog.loader import catalog_hash
from openmbi.catalog.targets import Target, load_targets
from openmbi.core.language import Language, Text
from openmbi.core.periods import Frequency, parse_period
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Step
from openmbi.flow.domains_as_known import domains_as_known
from openmbi.flow.lone_report import write_report
from openmbi.flow.nowcast_before import Before, Wanted, before
from openmbi.flow.nowcast_model import as_arrays, fitted, from_arrays, model_of, refreshed
from openmbi.flow.nowcast_replay import path_to_now, replayed
from openmbi.flow.nowcast_told import Made, told
from openmbi.flow.nowcast_vintage import Figures, Shape, Vintage, figures_as_known, vintage
from openmbi.flow.observed import Observed
from openmbi.index.dynamic_factor import FactorFit, FactorParameters
from openmbi.index.nowcast.conformal import calibrate
from openmbi.index.nowcast.estimator import FactorEstimator
from openmbi.index.nowcast.growth_panel import TARGET
from openmbi.index.nowcast.reestimation import nowcast_change
from openmbi.reports.nowcast.page import pages
from openmbi.reports.nowcast.report import nowcast as document_of
from openmbi.store.manifest import newest
from openmbi.store.nowcasts import keep_nowcast, kept_nowcasts

MONTHS_AHEAD = 3
BY = (Level.ZONE, Level.CITY, Level.INDUSTRY, Level.CELL)


FITTING = Text(
    "估计因子模型（程序更新后首次需编译约一分钟）",
    "fitting the factor model (the first time after an update it is compiled, about a minute)",
)


@dataclass(frozen=True)
class Asked:
    """What is asked for: `month` (YYYY-MM; None: the first without a figure), `since` which day news are told, `refresh`: at the last nowcast's parameters."""

    month: str | None = None
    since: date | None = None
    frequency: Frequency = Frequency.MONTHLY
    by: Level = Level.ZONE
    refresh: bool = False


@dataclass(frozen=True)
class Nowcasted:
    """The document, and the pages that were written."""

    document: dict[str, Any]
    pages: Mapping[Language, Path]


def nowcast(bureau: Bureau, asked: Asked, *, as_of: datetime, now: datetime, step: Step) -> Nowcasted:
    """Nowcast from what was known at a moment, keep it in the store, and write its page into the bureau's output.

    Raises
    ------
    Problem
        `nowcast.no-target`, `nowcast.no-figures`, `nowcast.released`, `nowcast.nothing-kept`; `index.no-growth`; `run.no-data`; `period.unreadable`.
    """
    made = _made(bureau, asked, as_of, step)
    document = document_of(told(made, bureau, now))
    step(Text("输出页面", "drawing the page"))
    with bureau.store.writing():
        arrays = as_arrays(made.vintage.growth.panel, made.judge)
        keep_nowcast(bureau.store, _pins(made, bureau), document, arrays)
    return Nowcasted(document, write_report(bureau, document, pages(document)))


def _made(bureau: Bureau, asked: Asked, as_of: datetime, step: Step) -> Made:
    target, manifest = _target(bureau), newest(bureau.store)
    observed = Observed(bureau, as_of, manifest)
    figures = figures_as_known(observed, target)
    month = _month(asked, figures)
    known = domains_as_known(observed, step)
    last = _last_month(month, as_of.astimezone(bureau.zone).date(), figures)
    shape = Shape(asked.frequency, asked.by, month)
    new = vintage(known, figures, shape, last)
    step(FITTING)
    fit, is_refreshed = _fit(bureau, asked, new, target)
    judge = FactorEstimator(model_of(new.growth), fit.parameters)
    step(Text("回看以往各期", "looking back on past figures"))
    past = replayed(new, month)
    wanted = Wanted(bureau, target, shape, tuple(new.growth.panel.series.tolist()), last, as_of, manifest)
    old = before(wanted, asked.since, step)
    changed = nowcast_change(
        (old.panel, old.judge or judge),
        (new.growth.panel, judge),
        TARGET,
        new.growth.period_of(month),
    )
    return Made(
        target=target,
        known=known,
        vintage=new,
        shape=shape,
        fit=fit,
        refreshed=is_refreshed,
        judge=judge,
        calibrations=calibrate(past.error, past.standard_error),
        past=past,
        path=path_to_now(new, judge, month),
        before=old,
        change=changed,
        months=_months(month, last, figures),
        manifest=manifest,
    )


def _target(bureau: Bureau) -> Target:
    targets = load_targets(bureau.catalog)
    zone = bureau.settings.zone.code
    for one in targets.values():
        if one.place == zone:
            return one
    listed = ", ".join(sorted(one.place for one in targets.values())) or "–"
    raise Problem(
        "nowcast.no-target",
        Text("目录中没有登记 {zone} 的目标指标", "the catalog registers no target of {zone}").fill(zone=zone),
        Text(
            "在 catalog/targets/ 登记该地区的官方序列，并导入其数据",
            "register the official series of the zone in catalog/targets/, and ingest it",
        ),
        expected=Text("已登记：{listed}", "registered: {listed}").fill(listed=listed),
    )


def _month(asked: Asked, figures: Figures) -> np.datetime64:
    first = figures.next_month()
    if asked.month is None:
        return first
    month = np.datetime64(parse_period(asked.month).first, "D")
    if figures.growth.combined_january_february and month.astype("datetime64[M]").astype(np.int64) % 12 == 0:
        month = (month.astype("datetime64[M]") + 1).astype("datetime64[D]")
    if month < first:
        raise Problem(
            "nowcast.released",
            Text("{month} 的官方数字当时已经公布", "the official figure of {month} was out already").fill(
                month=asked.month
            ),
            Text("请改用较晚的月份，或更早的 --as-of", "choose a later month, or an earlier --as-of"),
            expected=Text("{month} 或以后", "{month} or later").fill(month=str(first)[:7]),
        )
    return month


def _last_month(month: np.datetime64, day: date, figures: Figures) -> np.datetime64:
    """Return where the grid ends: with the month that is asked for, that of the day, and the figures ahead."""
    after = figures.next_month().astype("datetime64[M]") + MONTHS_AHEAD + 1
    return max(month.astype("datetime64[M]"), np.datetime64(day, "M"), after).astype("datetime64[D]")


def _months(month: np.datetime64, last: np.datetime64, figures: Figures) -> tuple[np.datetime64, ...]:
    """Return the months of the figures that are nowcast: the one that is asked for, then the others that are not out."""
    every = np.arange(figures.next_month().astype("datetime64[M]"), last.astype("datetime64[M]") + 1)
    number = every.astype(np.int64) % 12
    own = every[number != 0] if figures.growth.combined_january_february else every
    others = [one for one in own.astype("datetime64[D]") if one != month]
    return (month, *others[:MONTHS_AHEAD])


def _fit(bureau: Bureau, asked: Asked, new: Vintage, target: Target) -> tuple[FactorFit, bool]:
    if not asked.refresh:
        return fitted(new.growth.panel, model_of(new.growth)), False
    return refreshed(new.growth.panel, model_of(new.growth), _last_parameters(bureau, new, target)), True


def _last_parameters(bureau: Bureau, new: Vintage, target: Target) -> FactorParameters:
    series = new.growth.panel.series.tolist()
    for one in reversed(kept_nowcasts(bureau.store)):
        if one.pins["target"] == target.code and one.pins["series"] == series:
            return from_arrays(one.arrays())[1].parameters
    raise Problem(
        "nowcast.nothing-kept",
        Text(
            "没有保存过以同样序列做的现时预测，无从沿用参数",
            "no nowcast of the same series was kept whose parameters could be used",
        ),
        Text("先执行一次不带 --refresh 的 mbi nowcast", "give `mbi nowcast` without --refresh first"),
    )


def _pins(made: Made, bureau: Bureau) -> dict[str, Any]:
    return {
        "as_of": made.known.observed.as_of.isoformat(),
        "manifest": made.manifest,
        "catalog_sha256": catalog_hash(bureau.catalog),
        "target": made.target.code,
        "month": str(made.months[0])[:7],
        "frequency": made.shape.frequency.value,
        "by": made.shape.by.value,
        "series": made.vintage.growth.panel.series.tolist(),
        "refreshed": made.refreshed,
        "since": made.before.as_of.isoformat(),
    }


__all__ = ["BY", "Asked", "Before", "Nowcasted", "nowcast"]
