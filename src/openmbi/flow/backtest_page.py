"""The page of a backtest: what was worked out, as the report wants it, and where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from openmbi.catalog.crises import Crisis
from openmbi.core.language import Language, Text
from openmbi.core.tables import Numbers
from openmbi.flow.backtest import RULES, Asked, Backtest
from openmbi.flow.backtest_methods import not_installed, published_name
from openmbi.flow.backtest_origins import Every
from openmbi.flow.bureau import Bureau
from openmbi.flow.in_force import declarations_in_force
from openmbi.index.backtest.equal_accuracy import Accuracy
from openmbi.index.backtest.league import League, Standing
from openmbi.index.backtest.replay import Replay
from openmbi.reports.backtest.inputs import (
    BANDS,
    BacktestInput,
    CrisisSpan,
    Forecasts,
    MethodFigures,
    Ranking,
)
from openmbi.reports.backtest.page import pages
from openmbi.reports.backtest.report import backtest as report
from openmbi.reports.overview.inputs import Timing
from openmbi.reports.province.inputs import Circumstances
from openmbi.reports.province.style import STYLE_FILE, style
from openmbi.reports.site import FRAME_FILE
from openmbi.store.store import disk_space_named

_KINDS = {"shock": Text("冲击", "shock"), "base_effect": Text("基数效应", "base effect")}
_MONTHLY = Text(
    "每月 {day} 日，用当时已知的数据重新预测下一个待公布的月份",
    "On day {day} of every month the next figure to be released was forecast again from what was known then",
)
_WEEKLY = Text(
    "每周一次，用当时已知的数据重新预测下一个待公布的月份，以公布前最后一次为准",
    "Every week the next figure to be released was forecast again from what was known then; the last forecast before its release counts",
)


@dataclass(frozen=True)
class Told:
    """The document, and the pages that were written."""

    document: dict[str, Any]
    pages: Mapping[Language, Path]


def tell(bureau: Bureau, made: Backtest, asked: Asked, *, as_of: datetime, now: datetime) -> Told:
    """Return the document of a backtest, and write its pages into the bureau's output."""
    document = report(_input(bureau, made, asked, as_of, now))
    return Told(document, _write(bureau, document))


def _input(bureau: Bureau, made: Backtest, asked: Asked, as_of: datetime, now: datetime) -> BacktestInput:
    in_force = declarations_in_force(bureau.catalog, as_of)
    found, shown = made.found, _shown(made.found)
    origins = asked.origins
    return BacktestInput(
        about=_about(bureau, made, as_of, now),
        target=made.target.name.text(),
        citation=made.target.citation.text(),
        published=published_name(made.target, in_force.composite.code),
        why=made.target.estimate_because and made.target.estimate_because.text(),
        reference=RULES.reference,
        level=RULES.level,
        rule=_MONTHLY.fill(day=origins.day) if origins.every is Every.MONTH else _WEEKLY,
        rankings=tuple(_ranking(one, whole=whole) for whole, one in _leagues(made)),
        origins=found.as_of[shown],
        months=found.wanted[shown],
        month_labels=tuple(_label(day, made) for day in found.wanted[shown]),
        outcome=found.outcome[shown],
        crisis=made.crisis[shown],
        real_time=made.real_time[shown],
        total_origins=len(np.unique(found.as_of)),
        forecasts={str(name): _forecasts(found, row, shown) for row, name in enumerate(found.names)},
        crises=tuple(_span(one) for one in made.crises),
        not_run=not_installed(),
        without_level=tuple(sorted(made.without_panel.items())),
        navigation=_navigation(bureau),
    )


def _shown(found: Replay) -> Numbers:
    """Return the last occasion of each month at the first horizon, by month."""
    last = {day: place for place, day in enumerate(found.wanted.tolist()) if found.horizon[place] == 1}
    return np.array([last[day] for day in sorted(last)], np.intp)


def _leagues(made: Backtest) -> list[tuple[bool, League]]:
    return [(whole, one) for pair in made.leagues.values() for whole, one in zip((True, False), pair, strict=True)]


def _label(first: np.datetime64, made: Backtest) -> str:
    month = str(first.astype("datetime64[M]"))
    both = made.target.combined_january_february and month.endswith("-02")
    return f"{month[:5]}01…02" if both else month


def _ranking(one: League, *, whole: bool) -> Ranking:
    methods = tuple(_method(standing) for standing in one.standings)
    return Ranking(one.horizon, whole, one.occasions, one.common, methods)


def _method(one: Standing) -> MethodFigures:
    score = one.score
    return MethodFigures(
        name=one.name,
        label=one.label,
        rank=one.rank,
        months=score.number,
        rmse=score.rmse,
        relative=one.relative_rmse,
        mae=score.mae,
        bias=score.bias,
        crps=score.crps,
        log_score=score.log_score,
        sign=score.sign,
        directions=score.directions,
        coverage=tuple(score.coverage.tolist()),
        p_best=_p(one.against_best),
        p_reference=_p(one.against_reference),
        p_crps=_p(one.crps),
        p_conditional=np.nan if one.conditional is None else one.conditional.p_value,
        p_nested=np.nan if one.nested is None else one.nested.p_better,
        among_best=one.among_best,
    )


def _p(test: Accuracy | None) -> float:
    return np.nan if test is None else test.p_value


def _forecasts(found: Replay, row: int, shown: Numbers) -> Forecasts:
    densities = [found.densities[row][place] for place in shown]
    ends = np.array([[one.interval(share) for one in densities] for share in BANDS]).reshape(len(BANDS), -1, 2)
    came = found.outcome[shown].tolist()
    return Forecasts(
        label=found.labels[row],
        mean=found.mean[row, shown],
        low=ends[:, :, 0],
        high=ends[:, :, 1],
        pit=np.array([one.cdf(y) if np.isfinite(y) else np.nan for one, y in zip(densities, came, strict=True)]),
    )


def _span(one: Crisis) -> CrisisSpan:
    return CrisisSpan(one.name.text(), _KINDS[one.kind], one.first, one.last, one.citation.text())


def _about(bureau: Bureau, made: Backtest, as_of: datetime, now: datetime) -> Circumstances:
    settings = bureau.settings
    last: date = made.found.as_of.max().item()
    return Circumstances(
        bureau=settings.name.text,
        zone=settings.zone.text,
        zone_code=settings.zone.code,
        simulated=settings.simulated,
        as_of=as_of.astimezone(bureau.zone),
        run_at=now.astimezone(bureau.zone),
        timing=Timing.REAL_TIME if made.real_time.all() else Timing.PSEUDO_REAL_TIME,
        data_until=last,
        palette=declarations_in_force(bureau.catalog, as_of).palette,
    )


def _navigation(bureau: Bureau) -> tuple[Mapping[str, Any], ...]:
    file = bureau.output / FRAME_FILE
    return tuple(orjson.loads(file.read_bytes())["navigation"]) if file.is_file() else ()


def _write(bureau: Bureau, document: dict[str, Any]) -> dict[Language, Path]:
    written = {language: bureau.output / language / f"{document['path']}.html" for language in Language}
    with disk_space_named(bureau.folder):
        files = {written[language]: page.encode() for language, page in pages(document).items()}
        files[bureau.output / "data" / f"{document['path']}.json"] = orjson.dumps(document)
        files[bureau.output / STYLE_FILE] = style(document["legend"]).encode()
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return written
