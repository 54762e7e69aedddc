"""What is declared and who there is: catalog, code lists, calendar, enterprises, releases, and whether the API answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from openmbi.doors.api.door import Door
from openmbi.doors.api.parameters import CalendarQuery, DatedQuery, EnterprisesQuery, ReleaseQuery
from openmbi.doors.api.sending import send_document
from openmbi.doors.api.told import columns_told, document_told
from openmbi.flow.gate.catalog import calendar, catalog, code_list, code_lists
from openmbi.flow.gate.enterprise_rows import ENTERPRISE_COLUMNS, enterprise_rows
from openmbi.flow.gate.enterprises import Wanted
from openmbi.flow.gate.release_rows import RELEASE_COLUMNS, release_rows
from openmbi.flow.gate.releases import releases

ListName = Annotated[str, Path(max_length=40, description="代码表名 · name of a code list, as FREQ")]
Number = Annotated[int, Path(ge=1, le=999_999, description="发布号 · number of a release")]


def routes(door: Door) -> APIRouter:
    """Return the routes of what is declared."""
    router = APIRouter(tags=["catalog"])

    @router.get(
        "/catalog", operation_id="catalog", responses=document_told("目录 · the catalog"), summary="目录 · Catalog"
    )
    def of_catalog(request: Request, query: Annotated[DatedQuery, Query()]) -> Response:
        """指标、指数与红绿灯规则，附界限、权重与出处；as_of 略去其后才生效的条目 · Indicators, indexes and light rules with thresholds, weights and citations;
        `as_of` leaves out what holds from a later day on.
        """
        return send_document(request, catalog(door.gate, door.caller(request), door.moment(query.as_of)))

    @router.get(
        "/codelists",
        operation_id="code_lists",
        responses=document_told("代码表名 · names"),
        summary="代码表 · Code lists",
    )
    def of_lists(request: Request) -> Response:
        """各维度与属性的代码表名 · The names of the code lists of dimensions and attributes."""
        return send_document(request, {"codelists": code_lists(door.gate, door.caller(request))})

    @router.get(
        "/codelists/{name}",
        operation_id="code_list",
        responses=document_told("代码 · codes"),
        summary="一个代码表 · One code list",
    )
    def of_list(request: Request, name: ListName, query: Annotated[DatedQuery, Query()]) -> Response:
        """代码与中英文名称 · Codes with their names in both languages."""
        found = code_list(door.gate, door.caller(request), name, door.moment(query.as_of))
        return send_document(request, {"name": name, "codes": {code: vars(text) for code, text in found.items()}})

    @router.get(
        "/calendar", operation_id="calendar", responses=document_told("一年 · one year"), summary="日历 · Calendar"
    )
    def of_calendar(request: Request, query: Annotated[CalendarQuery, Query()]) -> Response:
        """节假日、调休与所据通知 · Holidays, make-up workdays and the notices that they rest on."""
        return send_document(request, calendar(door.gate, door.caller(request), query.year, door.moment(query.as_of)))

    _add_enterprises(router, door)
    _add_releases(router, door)
    return router


def _add_enterprises(router: APIRouter, door: Door) -> None:
    @router.get(
        "/enterprises",
        operation_id="enterprises",
        responses=columns_told(ENTERPRISE_COLUMNS),
        summary="企业 · Enterprises",
    )
    def of_enterprises(request: Request, query: Annotated[EnterprisesQuery, Query()]) -> Response:
        """按名称或代码查找企业 · Enterprises by a part of their name or code, page by page."""
        question = door.question(request, query.format)
        wanted = Wanted(place=query.place, industry=query.industry)
        page = {"after": query.after, "limit": query.limit, "as_of": door.moment(query.as_of)}
        return door.as_it_is(question, enterprise_rows(door.gate, question.viewer, query.q, wanted, query.sort, **page))


def _add_releases(router: APIRouter, door: Door) -> None:
    @router.get(
        "/releases",
        operation_id="releases",
        responses=document_told("公开发布 · public releases"),
        summary="公开发布 · Public releases",
    )
    def of_releases(request: Request, query: Annotated[DatedQuery, Query()]) -> Response:
        """可见的公开发布及其状态，最新在前 · The public releases that you may see and how far each has come, newest first."""
        found = releases(door.gate, door.caller(request), door.moment(query.as_of))
        return send_document(request, {"releases": [_plain(asdict(one)) for one in found]})

    @router.get(
        "/releases/{number}",
        operation_id="release",
        responses=columns_told(RELEASE_COLUMNS),
        summary="一次公开发布 · One public release",
    )
    def of_release(request: Request, number: Number, query: Annotated[ReleaseQuery, Query()]) -> Response:
        """发布中各表的数字；被抑制的为空 · The figures of its tables; what is suppressed is null."""
        question = door.question(request, query.format)
        return door.as_it_is(question, release_rows(door.gate, question.viewer, number, door.moment(query.as_of)))


def _plain(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items()}
