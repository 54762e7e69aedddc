"""The start page of an enterprise's user as a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.overview.figures import both
from openmbi.reports.province.paths import CASES, OWN, RELEASES

TITLE = Text("我的企业", "My enterprise")


@dataclass(frozen=True)
class OwnEnterprise:
    """`page`: the document of the enterprise's own page, as the enterprise may see it. `asked`: by the number of a case the steps that wait for it."""

    page: Mapping[str, Any]
    asked: Mapping[int, Sequence[Text]]


def own(enterprises: Sequence[OwnEnterprise], frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document: of each enterprise light, alert and cases; `waiting` are the cases that its user can answer now."""
    return {
        "report": "own",
        **frame,
        "path": OWN,
        "title": both(TITLE),
        "waiting": [line for one in enterprises for line in _waiting(one)],
        "enterprises": [_told(one) for one in enterprises],
        "cases_path": CASES,
        "releases_path": RELEASES,
    }


def _told(one: OwnEnterprise) -> dict[str, Any]:
    names = ("code", "path", "title", "light", "since", "reason", "value", "alert", "cases")
    return {name: one.page[name] for name in names}


def _waiting(one: OwnEnterprise) -> list[dict[str, Any]]:
    names = ("number", "path", "since", "state", "due", "overdue")
    return [
        {
            **{name: case[name] for name in names},
            "enterprise": one.page["title"],
            "steps": [both(step) for step in one.asked[case["number"]]],
        }
        for case in one.page["cases"]
        if one.asked.get(case["number"])
    ]
