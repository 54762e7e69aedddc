"""Lights, alerts, cases, and what a change is made of."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from openmbi.core.tables import Colour
from openmbi.doors.api.door import Door
from openmbi.doors.api.parameters import AlertsQuery, CasesQuery, ContributionsQuery, LightsQuery
from openmbi.doors.api.told import columns_told
from openmbi.flow.gate.alerts import ALERT_COLUMNS, Wanted, alerts
from openmbi.flow.gate.case_rows import CASE_COLUMNS, Asked, case_rows
from openmbi.flow.gate.contributions import CONTRIBUTION_COLUMNS, ContributionsAsked, contributions
from openmbi.flow.gate.lights import LIGHT_COLUMNS, LightsAsked, lights


def routes(door: Door) -> APIRouter:
    """Return the routes of what is judged."""
    router = APIRouter(tags=["lights"])

    @router.get("/lights", operation_id="lights", responses=columns_told(LIGHT_COLUMNS), summary="红绿灯 · Lights")
    def of_lights(request: Request, query: Annotated[LightsQuery, Query()]) -> Response:
        """数据截止日的灯，附形状、字母、概率、原因与起始日 · Lights of the data date, with shape, letter, probability, reason and since when."""
        question = door.question(request, query.format)
        return door.as_it_is(question, lights(door.gate, question.viewer, _lights_asked(door, query)))

    @router.get("/alerts", operation_id="alerts", responses=columns_told(ALERT_COLUMNS), summary="预警 · Alerts")
    def of_alerts(request: Request, query: Annotated[AlertsQuery, Query()]) -> Response:
        """当前预警，最紧要者在前 · Alerts that stand, the gravest first."""
        question = door.question(request, query.format)
        colour = Colour[query.colour.upper()] if query.colour else None
        wanted = Wanted(query.level, colour, query.place, query.covered)
        page = {"after": query.after, "limit": query.limit}
        return door.as_it_is(question, alerts(door.gate, question.viewer, wanted, door.moment(query.as_of), **page))

    @router.get("/cases", operation_id="cases", responses=columns_told(CASE_COLUMNS), summary="工单 · Cases")
    def of_cases(request: Request, query: Annotated[CasesQuery, Query()]) -> Response:
        """工单的当前状态；as_of 为当时状态 · Cases as they stand now; with `as_of`, as they stood then."""
        question = door.question(request, query.format)
        asked = Asked(tuple(query.state), query.level, query.place, query.owner, query.overdue, query.closed)
        page = {"after": query.after, "limit": query.limit, "as_of": door.moment(query.as_of)}
        return door.as_it_is(question, case_rows(door.gate, question.viewer, asked, **page))

    @router.get(
        "/contributions",
        operation_id="contributions",
        responses=columns_told(CONTRIBUTION_COLUMNS),
        summary="贡献分解 · Contributions",
    )
    def of_a_change(request: Request, query: Annotated[ContributionsQuery, Query()]) -> Response:
        """指数变动的逐级分解，各级精确相加 · A change taken apart; the parts add up exactly."""
        question, as_of = door.question(request, query.format), door.moment(query.as_of)
        asked = ContributionsAsked(query.index, query.period, query.group, tuple(query.path), query.depth, as_of)
        return door.as_it_is(question, contributions(door.gate, question.viewer, asked))

    return router


def _lights_asked(door: Door, query: LightsQuery) -> LightsAsked:
    return LightsAsked(
        levels=tuple(query.level),
        colours=tuple(Colour[one.upper()] for one in query.colour),
        place=query.place,
        industry=query.industry,
        as_of=door.moment(query.as_of),
        after=query.after,
        limit=query.limit,
    )
