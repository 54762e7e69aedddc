"""`mbi nowcast --groups`: the monthly activity factor of every city, industry or cell, and the page that lists them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Level
from openmbi.flow.bureau import Bureau
from openmbi.flow.compute import Step
from openmbi.flow.domains_as_known import DomainsAsKnown, domains_as_known
from openmbi.flow.group_names import group_names
from openmbi.flow.lone_report import navigation_of, write_report
from openmbi.flow.nowcast import Nowcasted
from openmbi.flow.nowcast_about import about
from openmbi.flow.nowcast_model import fitted_many
from openmbi.flow.nowcast_vintage import group_of, indicator_of, own_levels
from openmbi.flow.observed import Observed
from openmbi.index.nowcast.group_factors import MODEL, GroupFactor, group_factor, group_panels
from openmbi.index.nowcast.growth_panel import OwnLevel
from openmbi.reports.group_factors.inputs import FactorFigures, GroupFactorsInput
from openmbi.reports.group_factors.page import pages
from openmbi.reports.group_factors.report import group_factors as document_of
from openmbi.store.manifest import newest


def group_factors(bureau: Bureau, level: Level, *, as_of: datetime, now: datetime, step: Step) -> Nowcasted:
    """Fit a factor to every group of a level from what was known at a moment, in one batch, and write the page into the bureau's output.

    Raises
    ------
    Problem
        `nowcast.no-groups` where no group has two domains with growth; `run.no-data`.
    """
    manifest = newest(bureau.store)
    known = domains_as_known(Observed(bureau, as_of, manifest), step)
    step(
        Text(
            "估计各组的因子（程序更新后首次需编译约一分钟）",
            "fitting the factor of every group (the first time after an update it is compiled, about a minute)",
        )
    )
    own = _by_group(known, level)
    day = as_of.astimezone(bureau.zone).date()
    last_month = np.datetime64(day, "M").astype("datetime64[D]")
    panels = group_panels(own, last_month, known.in_force.composite.minimum_coverage)
    if not panels:
        raise _no_groups()
    fits = fitted_many(list(panels.values()), MODEL)
    factors = {code: group_factor(panel, fit) for (code, panel), fit in zip(panels.items(), fits, strict=True)}
    step(Text("输出页面", "drawing the page"))
    source = GroupFactorsInput(
        about=about(bureau, known, manifest, now),
        level=level,
        groups=tuple(_figures(bureau, known, level, code, one) for code, one in factors.items()),
        without=len(own) - len(panels),
        navigation=navigation_of(bureau),
    )
    document = document_of(source)
    return Nowcasted(document, write_report(bureau, document, pages(document)))


def _by_group(known: DomainsAsKnown, level: Level) -> dict[str, list[OwnLevel]]:
    found: dict[str, list[OwnLevel]] = defaultdict(list)
    for one in own_levels(known, level):
        found[group_of(one.name)].append(one)
    return dict(sorted(found.items()))


def _figures(bureau: Bureau, known: DomainsAsKnown, level: Level, code: str, one: GroupFactor) -> FactorFigures:
    day: date = known.observed.as_of.astimezone(bureau.zone).date()
    name = group_names(known.in_force.hierarchy, bureau.settings.zone.text, day)(level, code)
    indicators = known.in_force.indicators
    names = [indicators[indicator_of(each)].name.text() for each in one.domains.tolist()]
    return FactorFigures(
        code=code,
        name=name,
        months=one.months,
        value=one.value,
        standard_error=one.standard_error,
        below=one.below,
        domains=tuple(zip(names, one.loading.tolist(), strict=True)),
        converged=one.converged,
    )


def _no_groups() -> Problem:
    return Problem(
        "nowcast.no-groups",
        Text("没有一个组有两个以上领域的同比增速", "no group has two domains with growth on a year before"),
        Text(
            "同比需要一年以上的历史与企业名录；请导入更多数据，或改用 --groups city",
            "growth needs more than a year of history and a register: ingest more, or try --groups city",
        ),
    )
