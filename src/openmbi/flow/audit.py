"""`mbi audit`: what the newest run's composite owes to the choices that made it, and the page that tells of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from openmbi.core.audit import LeftAside, ScoreSensitivity
from openmbi.core.language import Language, Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Level
from openmbi.flow.audit_plan import Asked, plan
from openmbi.flow.audit_subjects import bases_of, city_subject, published_without, zone_subject
from openmbi.flow.bureau import Bureau
from openmbi.flow.composite_figures import CompositeFigures, composite_figures
from openmbi.flow.compute import Step
from openmbi.flow.lone_report import navigation_of, write_report
from openmbi.flow.newest_run import NewestRun, newest_run
from openmbi.index.audit.correlations import correlations
from openmbi.index.audit.draws import Draws, Subject, draw
from openmbi.index.audit.effective_weights import effective_weights
from openmbi.index.audit.leave_one_out import left_out, ranks_left_out, scores_without
from openmbi.index.audit.reliability import reliability
from openmbi.index.audit.sensitivity import rank_sensitivity, score_sensitivity
from openmbi.reports.audit.inputs import AuditInput, CityRanks
from openmbi.reports.audit.page import pages
from openmbi.reports.audit.report import audit as document_of
from openmbi.reports.province.frame import frame_of_overview

LEAST_MONTHS = 12
LEAST_CITIES = 3
Progress = Callable[[Text, int, int], None]
_OF_ZONE, _OF_CITIES = (
    Text("综合指数抽样", "draws of the composite"),
    Text("城市位次抽样", "draws of the cities' ranks"),
)


@dataclass(frozen=True)
class Audited:
    """The document, and the pages that were written."""

    document: dict[str, Any]
    pages: Mapping[Language, Path]


def audited(bureau: Bureau, asked: Asked, *, step: Step, progress: Progress) -> Audited:
    """Audit the newest run's composite and write the page into the bureau's output.

    Raises
    ------
    Problem
        `run.none`, `explain.catalog-changed`, `explain.no-register`; `audit.no-composite` where the run has less than a year of it; `audit.no-step`,
        `audit.no-option`; `index.audit-…` where something cannot be varied; `index.not-installed`.
    """
    step(Text("读取最近一次计算", "reading the newest run"))
    work = _Work(newest_run(bureau), asked, progress)
    step(Text("抽样", "drawing"))
    document = document_of(work.told())
    step(Text("输出页面", "drawing the page"))
    return Audited(document, write_report(bureau, document, pages(document)))


class _Work:
    """The figures of a run, and what is found out about them."""

    def __init__(self, run: NewestRun, asked: Asked, progress: Progress) -> None:
        self.run, self.asked, self.progress = run, asked, progress
        self.spec = run.in_force.composite
        self.zone = _known_months(self._figures([run.bureau.settings.zone.code]))
        self.bases = bases_of(self.zone, self.spec)
        self.subject = zone_subject(self.zone, self.spec, self.bases)
        self.every_city = self._every_city()
        self.cities = self.every_city.of(self._ranked(), np.ones(len(self.every_city.months), bool))
        self.missing = bool(np.isnan(self.subject.value).any() or np.isnan(self.cities.sub).any())

    def told(self) -> AuditInput:
        """Return everything that the page tells."""
        value, nominal, setting = self.subject.value, self.zone.value[0], self.subject.setting
        score, aside = self._score()
        return AuditInput(
            frame=frame_of_overview(self.run.saved.document(), navigation_of(self.run.bureau)),
            name=self.spec.name.text(),
            citation=self.spec.citation.text(),
            months=self.zone.months,
            base=self.bases.labels[0],
            domains=tuple(one.name.text() for one in self.spec.domains),
            draws=self.asked.draws,
            seed=self.asked.seed,
            score=score,
            left_aside=aside,
            cities=self._ranks() if len(self.cities.groups) >= LEAST_CITIES else None,
            unranked=tuple(self._names(self.every_city.groups[~self._ranked()].tolist())),
            left=left_out(setting.names, nominal, scores_without(value, self.subject.recipe, setting)),
            weights=effective_weights(setting.names, value, nominal, np.asarray(setting.expert)),
            levels=correlations(setting.names, value),
            changes=correlations(setting.names, np.diff(value, axis=1)),
            reliability=reliability(setting.names, value),
        )

    def _score(self) -> tuple[ScoreSensitivity, tuple[LeftAside, ...]]:
        drawn, aside = self._draws(self.subject, 1, _OF_ZONE)
        return score_sensitivity(drawn, self.zone.value[0], self.asked.seed), aside

    def _ranks(self) -> CityRanks:
        cities, count = self.cities, len(self.cities.groups)
        subject = city_subject(cities, self.spec, self.bases.for_cities(count))
        drawn, aside = self._draws(subject, count, _OF_CITIES)
        latest = cities.value[:, -1]
        return CityRanks(
            names=tuple(self._names(cities.groups.tolist())),
            score=latest,
            found=rank_sensitivity(drawn, cities.groups, latest, self.asked.seed),
            left_aside=aside,
            left=ranks_left_out(subject.setting.names, latest, published_without(cities, self.spec)),
        )

    def _draws(self, subject: Subject, places: int, of: Text) -> tuple[Draws, tuple[LeftAside, ...]]:
        planned = plan(subject, self.bases.for_cities(places), self.asked, missing=self.missing)
        counted = partial(self.progress, of)
        return draw(subject, planned.steps, self.asked.draws, self.asked.seed, progress=counted), planned.left_aside

    def _figures(self, groups: list[str]) -> CompositeFigures:
        return composite_figures(self.run.saved, self.spec, groups)

    def _every_city(self) -> CompositeFigures:
        """Return the cities' figures in the months that the zone has."""
        zone, day = self.run.bureau.settings.zone.code, self.zone.months[-1].item()
        codes = [code for code in self.run.in_force.hierarchy.places.cities(day) if code != zone]
        found = self._figures(codes)
        return found.of(np.ones(len(found.groups), bool), np.isin(found.months, self.zone.months))

    def _ranked(self) -> Flags:
        """Whether each city has a composite in the latest month."""
        return np.asarray(~np.isnan(self.every_city.value[:, -1:]).any(axis=1))

    def _names(self, codes: list[str]) -> list[Text]:
        day = self.zone.months[-1].item()
        return [self.run.name(Level.CITY, code, day) for code in codes]


def _known_months(found: CompositeFigures) -> CompositeFigures:
    """Return the months in which the zone has its composite."""
    known = np.asarray(~np.isnan(found.value).any(axis=0))
    if not len(found.groups) or known.sum() < LEAST_MONTHS:
        raise Problem(
            "audit.no-composite",
            Text(
                "最近一次计算的综合指数只有 {months} 个月", "the newest run has {months} months of the composite"
            ).fill(months=int(known.sum()) if len(found.groups) else 0),
            Text(
                "请补齐各领域的数据后再执行 mbi run；mbi show 会说明缺什么",
                "ingest the data of every domain and give `mbi run` again; `mbi show` tells what is lacking",
            ),
            expected=Text("至少 {least} 个月", "at least {least} months").fill(least=LEAST_MONTHS),
        )
    return found.of(np.ones(1, bool), known)
