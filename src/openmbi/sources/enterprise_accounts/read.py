"""Annual accounts: one line says what an enterprise's value added, output, tax and employees of a year were."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from openmbi.core.tables import ACCOUNTS
from openmbi.core.units import UNITS, split_unit
from openmbi.sources.block import CheckedBlock
from openmbi.sources.contract import Contract
from openmbi.sources.dates import check_dates
from openmbi.sources.enterprise_accounts.amounts import check_amounts, check_persons
from openmbi.sources.fields import Field, check_ids, check_known, filled
from openmbi.sources.layout import Header, Layout, extra_columns, find_roles
from openmbi.sources.lines_of_fields import Form, Texts, check_lines, recheck_lines
from openmbi.sources.moments import starts_of_days
from openmbi.sources.produced import Produced
from openmbi.sources.reasons import flagged
from openmbi.sources.rows import Rows
from openmbi.sources.setting import Setting
from openmbi.sources.stated_unit import refuse_other_stated_unit

PRODUCES = Produced.ACCOUNTS
REQUIRED = ("enterprise", "year")
MONEY = ("value_added", "output", "tax")
OPTIONAL = (*MONEY, "employees", "known_at")
ROLES = frozenset({*REQUIRED, *OPTIONAL, "ignore"})
_UNITS = tuple(f"{role}_unit" for role in (*MONEY, "employees"))


def lay_out(header: Header, contract: Contract) -> Layout:
    """Find the columns of accounts. A column whose header states a unit of its kind is in that unit; a header with a unit of another kind is refused."""
    roles = find_roles(header, contract.columns, REQUIRED, OPTIONAL)
    for role in {*MONEY, "employees"} & roles.keys():
        name = header.names[roles[role]]
        stated = split_unit(name)[1]
        declared = _declared(role, contract)
        if stated and stated.stored_as != UNITS[declared].stored_as:
            refuse_other_stated_unit(name, stated, header, contract.model_copy(update={"unit": declared}))
    return Layout(header, roles, extra_columns(header, roles, contract.columns.get("ignore", ())))


def _declared(role: str, contract: Contract) -> str:
    return contract.unit if role in MONEY else "person"


def check(rows: Rows, layout: Layout, setting: Setting) -> CheckedBlock:
    """Check one enterprise and year a line."""
    return check_lines(rows, layout, setting, _FORM, dict(_stated(layout, setting.contract)))


def _stated(layout: Layout, contract: Contract) -> list[tuple[str, str]]:
    """Return the unit of each column: the one that its header states, or the contract's."""
    names = {role: layout.header.names[place] for role, place in layout.roles.items()}
    stated = {role: split_unit(names.get(role, ""))[1] for role in (*MONEY, "employees")}
    return [(f"{role}_unit", unit.symbol if unit else _declared(role, contract)) for role, unit in stated.items()]


def recheck(refused: pa.Table, setting: Setting) -> CheckedBlock:
    """Check the fields kept in quarantine again, each in the unit kept beside it."""
    return recheck_lines(refused, setting, _FORM)


def _check_fields(texts: Texts, setting: Setting) -> dict[str, Field]:
    years = check_dates(texts["year"], setting)
    known = check_known(texts["known_at"], setting)
    early = pc.fill_null(pc.less(known.values, starts_of_days(years.days, setting.zone.key)), False)
    empty = ~np.logical_or.reduce([filled(texts[role]) for role in (*MONEY, "employees")])
    return {
        "enterprise": check_ids(texts["enterprise"], setting.contract),
        "year": Field(pc.year(years.days).cast(pa.int32()), years.faults | flagged(empty, "missing_value")),
        **{f"{role}_cny": check_amounts(texts[role], texts[f"{role}_unit"], setting) for role in MONEY},
        "employees": check_persons(texts["employees"], texts["employees_unit"], setting),
        "known_at": Field(
            known.values, known.faults | flagged(early.to_numpy(zero_copy_only=False), "known_before_period")
        ),
    }


_FORM = Form(ACCOUNTS, (*REQUIRED, *OPTIONAL, *_UNITS), subject="enterprise", about="year", check=_check_fields)
