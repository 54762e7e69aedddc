"""A bureau with two cities, an enterprise, a case and a user of each role: the reader's own and another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from argon2 import PasswordHasher
from tests.rooms.doors.walked_documents import (
    NAMES,
    OF_THE_PEERS,
    PLACES,
    publish,
    write,
    write_alert_lists,
    write_case,
    write_site,
)
from tests.rooms.doors.worked_case import FOUND_ON, an_alert
from tests.rooms.flow.gate.small_runs import FOSHAN, GUANGZHOU, NOW, small_gate

from openmbi.alerts.cases.machine import apply
from openmbi.catalog.hierarchy import Hierarchy, load_hierarchy
from openmbi.core.access import Scope, UserRole
from openmbi.core.alert_documents import alert_document
from openmbi.core.cases import SYSTEM, Action, ActionKind, CaseSubject
from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.doors.web.settings import WebSettings
from openmbi.flow.access import scopes
from openmbi.flow.access.changes import NewUser, add_user
from openmbi.flow.access.desk import AccessDesk
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.enterprise_list import EnterpriseList, listed
from openmbi.flow.gate.gate import Gate
from openmbi.flow.standing_alerts import lines_standing
from openmbi.reports.enterprise.report import enterprise
from openmbi.reports.province.enterprise_inputs import EnterpriseInput
from openmbi.reports.province.inputs import ProvinceInput
from openmbi.store.runs import newest_saved

FORM_SECRET = "a form's secret"
LIMITS = WebSettings(per_source="1000000/minute", per_user="1000000/minute", sign_ins="1000000/minute")
SPARE = "spare"
"""A user whom the others' steps are about."""
SCOPES = {
    UserRole.PROVINCE: Scope(("000000",)),
    UserRole.CITY: Scope(("440600",)),
    UserRole.COUNTY: Scope(("440606",)),
    UserRole.ENTERPRISE: Scope((), (FOSHAN,)),
    UserRole.RESEARCHER: Scope(("000000",)),
}
OWNERS = f"""
owners:
  - {{identifier: bureau, name: {{zh: 省厅, en: the bureau}}, role: province, places: ["000000"]}}
  - {{identifier: foshan, name: {{zh: 佛山, en: Foshan}}, role: city, places: ["440600"]}}
  - {{identifier: firm, name: {{zh: 甲厂, en: the firm}}, role: enterprise, places: ["440606"], enterprises: [{FOSHAN}]}}
"""


def walked_bureau(
    folder: Path, province: ProvinceInput, one: EnterpriseInput, patch: pytest.MonkeyPatch
) -> tuple[Gate, AccessDesk]:
    """Return the gate of the bureau and its desk of users; a user is called as its role."""
    gate = small_gate(folder, patch)
    write_site(gate, province)
    write_alerts(gate)
    write_alert_lists(gate, province)
    (folder / "owners.yml").write_text(OWNERS, encoding="utf-8")
    gate.__dict__["enterprises"] = Enterprises(gate, one)
    for number, (code, (county, _)) in enumerate(PLACES.items(), start=1):
        open_case(gate, code, county)
        write_case(gate, province, number, code)
    publish(gate)
    patch.setattr(scopes, "register_as_of", lambda *_: pa.table({"enterprise": list(PLACES)}))
    return gate, with_users(gate)


class Enterprises:
    """The pages of the two enterprises."""

    def __init__(self, gate: Gate, one: EnterpriseInput) -> None:
        self._gate, self._one = gate, one

    def prepare(self) -> None:
        """Nothing has to be read beforehand."""

    def document(self, code: str) -> dict[str, Any] | None:
        head = self._gate.site.frame()
        if code not in PLACES or head is None:
            return None
        county, city = PLACES[code]
        groups = tuple((path, Text(path, path)) for path in (f"city/{city}", f"county/{county}", f"cell/{city}-C17"))
        lines = lines_standing(self._gate.bureau.output, newest_saved(self._gate.bureau.store, "runs").name) or {}
        source = replace(self._one, code=code, name=NAMES[code], groups=groups, alert=lines.get(code), watched=True)
        found = enterprise(source, head)
        peers = list(OF_THE_PEERS) * len(found["history"]["close"])
        return found | {"history": found["history"] | {"peers": peers}}

    def listing(self, run: str | None = None) -> EnterpriseList:
        return listed(
            run or "000002",
            {
                "code": [FOSHAN, GUANGZHOU],
                "name": list(NAMES.values()),
                "place": ["440606", "440106"],
                "industry": ["C3911", "C1310"],
                "light": np.array([3, 1], dtype=np.int8),
                "alert": [None, None],
                "weight": [0.5, 0.5],
                "level": [90.0, 100.0],
            },
        )

    def naming(self) -> Callable[[Level, str], Text]:
        return self.named

    def named(self, level: Level, code: str) -> Text:
        told = NAMES.get(code, code)
        return Text(told, told)

    @property
    def hierarchy(self) -> Hierarchy:
        return load_hierarchy(None)

    def places_of(self, code: str) -> tuple[str, ...]:
        return PLACES.get(code, ())


def write_alerts(gate: Gate) -> None:
    told = [
        alert_document(an_alert(code))
        | {"name": {"zh": NAMES[code], "en": NAMES[code]}, "place": PLACES[code][0], "industry": "C39"}
        for code in PLACES
    ]
    found = {"data_until": FOUND_ON.isoformat(), "for_cases": False, "judged": None, "alerts": told, "standings": []}
    write(newest_saved(gate.bureau.store, "runs").folder / "alerts.json", found)


def open_case(gate: Gate, enterprise_code: str, county: str) -> None:
    desk = CaseDesk(gate.bureau)
    alert = an_alert(enterprise_code)
    about = CaseSubject(alert.level, alert.subject, county, "C39", "bureau")
    action = Action(ActionKind.OPEN, SYSTEM, NOW, alert=alert, about=about)
    desk.ledger.open(apply(None, action, desk.rules(NOW), NOW, desk.workdays), action)


def with_users(gate: Gate) -> AccessDesk:
    desk = AccessDesk(gate.bureau, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name in (*UserRole, SPARE):
        role = UserRole(name) if name in list(UserRole) else None
        scope = SCOPES.get(role, Scope()) if role else Scope()
        asked = NewUser(str(name), str(name), "seven grey herons wade", role=role, scope=scope, temporary=False)
        add_user(desk, asked, by="machine:test", now=NOW - timedelta(minutes=1))
    return desk
