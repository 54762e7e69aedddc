"""Figures, cells, single series, and how a figure was revised."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from openmbi.core.periods import parse_period
from openmbi.core.tables import Level
from openmbi.doors.api.door import Door
from openmbi.doors.api.keys import KEY_COLUMNS, with_keys
from openmbi.doors.api.parameters import CellsQuery, FiguresQuery, SeriesQuery, VintagesQuery, period_of
from openmbi.doors.api.sending import Question
from openmbi.doors.api.told import columns_told
from openmbi.flow.gate.answer import Answer
from openmbi.flow.gate.asked import FIGURE_COLUMNS, FiguresAsked
from openmbi.flow.gate.cells import CELL_COLUMNS, CellsAsked, cells
from openmbi.flow.gate.figures import figures
from openmbi.flow.gate.narrowing import reads_runs
from openmbi.flow.gate.vintages import VINTAGE_COLUMNS, VintagesAsked, vintages

SubjectCode = Annotated[str, Path(min_length=1, max_length=80, description="代码 · code, as 440600 or 440600-C39")]
_FIGURES = columns_told(FIGURE_COLUMNS, *KEY_COLUMNS)


def routes(door: Door) -> APIRouter:
    """Return the routes of figures."""
    router = APIRouter(tags=["figures"])

    @router.get("/figures", operation_id="figures", responses=_FIGURES, summary="指标数据 · Figures")
    def of_all(request: Request, query: Annotated[FiguresQuery, Query()]) -> Response:
        """按指标、层级、主体、地区、行业与时期查询 · By indicator, level, subject, place, industry and period, page by page."""
        return _sent(door, door.question(request, query.format), query.asked(door.zone, door.now()), keys=query.keys)

    @router.get(
        "/series/{level}/{code}",
        operation_id="series",
        responses=_FIGURES,
        summary="单个主体的序列 · Series of one subject",
    )
    def of_one(request: Request, level: Level, code: SubjectCode, query: Annotated[SeriesQuery, Query()]) -> Response:
        """一个地区、行业、单元或企业的全部指标 · Every indicator of one place, industry, cell or enterprise."""
        asked = query.asked(level, code, door.zone, door.now())
        return _sent(door, door.question(request, query.format), asked, keys=query.keys)

    @router.get(
        "/cells",
        operation_id="cells",
        responses=columns_told(CELL_COLUMNS),
        summary="市×行业单元 · City × industry cells",
    )
    def of_cells(request: Request, query: Annotated[CellsQuery, Query()]) -> Response:
        """一个指标、一个时期的全部单元，附灯色与权重 · All cells of one indicator and period, with light and weight."""
        question = door.question(request, query.format)
        as_of = door.moment(query.as_of)
        asked = CellsAsked(query.indicator, period_of(query.period), as_of)
        return door.of_run(question, as_of, lambda: cells(door.gate, question.viewer, asked))

    @router.get(
        "/vintages",
        operation_id="vintages",
        responses=columns_told(VINTAGE_COLUMNS),
        summary="数据修订 · Vintages of a figure",
    )
    def of_a_figure(request: Request, query: Annotated[VintagesQuery, Query()]) -> Response:
        """历次计算对同一数字的取值 · What each run said of one figure."""
        as_of = door.moment(query.as_of)
        asked = VintagesAsked(query.indicator, query.subject, parse_period(query.period), as_of, query.last)
        question = door.question(request, query.format)
        return door.as_it_is(question, vintages(door.gate, question.viewer, asked))

    return router


def _sent(door: Door, question: Question, asked: FiguresAsked, *, keys: bool) -> Response:
    def ask() -> Answer:
        found = figures(door.gate, question.viewer, asked)
        return with_keys(found, door.gate.bureau.settings.zone.code) if keys else found

    return door.of_run(question, asked.as_of, ask) if reads_runs(question.viewer) else door.as_it_is(question, ask())
