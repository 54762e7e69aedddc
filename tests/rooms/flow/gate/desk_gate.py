"""A gate with cases worked by hand and a list of enterprises, without a run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.rooms.doors.worked_case import an_alert

from openmbi.alerts.cases.machine import apply
from openmbi.catalog.hierarchy import load_hierarchy
from openmbi.core.access import LOCAL, Scope, UserRole, Viewer
from openmbi.core.cases import SYSTEM, Action, ActionKind, CaseSubject
from openmbi.core.language import Text
from openmbi.core.registry import package_folder
from openmbi.core.tables import Level
from openmbi.flow.bureau import load_bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.enterprise_list import EnterpriseList, listed
from openmbi.flow.gate.gate import Gate

SETTINGS = (
    'source = "power"\nname = {zh = "测试", en = "test"}\nzone = {code = "440000", zh = "广东省", en = "Guangdong"}\n'
)
PLACES = ("440605", "440605", "440606", "440106", "440106")
CODES = tuple(f"9144060000000000{number}X" for number in range(len(PLACES)))
OWNERS = f"""
owners:
  - {{identifier: gd, name: {{zh: 省厅, en: Province}}, role: province, places: ["440000"]}}
  - {{identifier: foshan, name: {{zh: 佛山, en: Foshan}}, role: city, places: ["440600"]}}
  - {{identifier: nanhai, name: {{zh: 南海, en: Nanhai}}, role: county, places: ["440605"]}}
  - {{identifier: firm, name: {{zh: 甲厂, en: Works A}}, role: enterprise, places: ["440605"], enterprises: ["{CODES[0]}"]}}
"""
PROVINCE = replace(LOCAL, user="zhang", name="张", owner="gd")
CITY = Viewer("li", "李", UserRole.CITY, Scope(("440600",)), "foshan")
COUNTY = Viewer("wu", "吴", UserRole.COUNTY, Scope(("440605",)), "nanhai")
FIRM = Viewer("wang", "王", UserRole.ENTERPRISE, Scope((), (CODES[0],)), "firm")
RESEARCHER = Viewer("he", "何", UserRole.RESEARCHER, Scope(("000000",)))
AUDITOR = Viewer("zhao", "赵", UserRole.AUDIT, Scope(("000000",)))
_EXAMPLE = package_folder("openmbi.reports.case") / "example" / "case.json"
_FRAME = (
    "bureau",
    "zone",
    "internal_only",
    "simulated",
    "as_of",
    "run_at",
    "data_until",
    "timing",
    "calendar",
    "legend",
    "navigation",
)


_hierarchy = cache(lambda: load_hierarchy(None))


@dataclass(frozen=True)
class Known:
    """What a test knows of enterprises, instead of a run."""

    lists: dict[str, EnterpriseList]

    def listing(self, run: str | None = None) -> EnterpriseList | None:
        return self.lists.get(run or max(self.lists))

    def naming(self) -> Callable[[Level, str], Text]:
        return self.named

    def named(self, level: Level, code: str) -> Text:
        return Text(f"{level}:{code}", f"{level}:{code}")

    def places_of(self, code: str) -> tuple[str, ...]:
        return (PLACES[CODES.index(code)],) if code in CODES else ()

    def document(self, code: str) -> dict[str, Any] | None:
        return None

    @property
    def hierarchy(self) -> Any:
        return _hierarchy()


@dataclass(frozen=True)
class DeskGate(Gate):
    known: Known

    def overview(self) -> dict[str, Any]:
        return {}

    @property
    def enterprises(self) -> Any:  # pyright: ignore[reportIncompatibleVariableOverride]
        return self.known


def desk_gate(folder: Path) -> DeskGate:
    """Return a gate of a bureau with a case of each enterprise, the last one opened last."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bureau.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "owners.yml").write_text(OWNERS, encoding="utf-8")
    frame = json.loads(_EXAMPLE.read_text(encoding="utf-8"))
    file = folder / "output/data/frame.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({name: frame.get(name) for name in _FRAME}), encoding="utf-8")
    gate = DeskGate(load_bureau(folder), lambda: datetime.now(UTC), Known({"000001": some_list("000001")}))
    for number in range(len(PLACES)):
        open_case(gate, number)
    return gate


def open_case(gate: Gate, number: int) -> None:
    desk = CaseDesk(gate.bureau)
    now = datetime.now(UTC) - timedelta(hours=len(PLACES) - number)
    alert = an_alert(CODES[number])
    owner = desk.owners.owner_of(PLACES[number])
    about = CaseSubject(alert.level, alert.subject, PLACES[number], "C39", owner.identifier if owner else None)
    action = Action(ActionKind.OPEN, SYSTEM, now, alert=alert, about=about)
    desk.ledger.open(apply(None, action, desk.rules(now), now, desk.workdays), action)


def some_list(run: str, count: int = len(CODES)) -> EnterpriseList:
    return listed(
        run,
        {
            "code": CODES[:count],
            "name": [f"第{number}纺织厂" for number in range(count)],
            "place": PLACES[:count],
            "industry": ["C39"] * count,
            "light": [1] * count,
            "alert": [None] * count,
            "weight": [1.0 / (1 + number) for number in range(count)],
            "level": [100.0] * count,
        },
    )
