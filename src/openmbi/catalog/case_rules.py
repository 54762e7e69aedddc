"""How cases are worked: deadlines of each step by level and colour, when the data close a case, when a closed one is taken up again. Dated and cited."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from openmbi.catalog.dated import Dated, check_dates_rise, entry_in_force
from openmbi.catalog.loader import Declaration, Name, catalog_files, load_declaration
from openmbi.core.cases import Cause
from openmbi.core.language import Text
from openmbi.core.owners import OFFICES, Role
from openmbi.core.problems import Problem
from openmbi.core.tables import Colour, Level

StepDays = Annotated[int, Field(ge=1, le=366)]


class StepLimits(Declaration):
    """Working days that each step may take, from the moment on which the one before it was done."""

    assign: StepDays
    acknowledge: StepDays
    self_check: StepDays
    measure: StepDays
    feedback: StepDays
    verify: StepDays
    decide: StepDays


class CaseClock(Declaration):
    """The limits of cases of some levels, by the colour of their newest evidence. `first_office`: whose they are before they are escalated."""

    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    first_office: Role
    red: StepLimits
    yellow: StepLimits

    @model_validator(mode="after")
    def _an_office_has_them(self) -> Self:
        if self.first_office not in OFFICES:
            raise ValueError(f"first_office must be one of {', '.join(OFFICES)}")
        return self


class CaseParameters(Dated):
    """The rules in force from a day on.

    `close_days`: how many days of data in a row inside the close threshold verify a case whose feedback was given; `recover_days`: that close a case by itself.
    `reopen_days`: an alert that is found so many days after its subject's case was closed by the data takes that case up again. `escalate_after_days`: working
    days from one escalation of an overdue case to the next. `cover_days`: a cell's case mutes the cases of members whose movement began at most so many days
    from its own. `maintenance_tail_days`: for how long after a maintenance window what began in it opens no case. `lasting_causes`: for which a case may be
    closed although the data stay where they are. `clocks`: each level has exactly one.
    """

    close_days: Annotated[int, Field(ge=1, le=90)]
    recover_days: Annotated[int, Field(ge=1, le=90)]
    reopen_days: Annotated[int, Field(ge=0, le=366)]
    escalate_after_days: StepDays
    cover_days: Annotated[int, Field(ge=0, le=90)]
    maintenance_tail_days: Annotated[int, Field(ge=0, le=90)]
    lasting_causes: tuple[Cause, ...]
    clocks: tuple[CaseClock, ...]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        times = Counter(level for clock in self.clocks for level in clock.levels)
        wrong = [level for level in Level if times[level] != 1]
        if wrong:
            raise ValueError(f"each level has exactly one clock; not so: {', '.join(wrong)}")
        if Cause.NO_EVENT in self.lasting_causes:
            raise ValueError("no_event is no lasting cause")
        if self.recover_days < self.close_days:
            raise ValueError("recover_days must not be fewer than close_days")
        return self

    def clock(self, level: Level) -> CaseClock:
        """Return the clock of a level."""
        return next(clock for clock in self.clocks if level in clock.levels)

    def limits(self, level: Level, colour: Colour) -> StepLimits:
        """Return the limits of a level; any colour but red has those of yellow."""
        clock = self.clock(level)
        return clock.red if colour is Colour.RED else clock.yellow


class CaseRules(Declaration):
    """The declaration: its entries by rising `valid_from`."""

    code: str
    name: Name
    parameters: Annotated[tuple[CaseParameters, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _dates_rise(self) -> Self:
        check_dates_rise(self.parameters, "parameters")
        return self

    def in_force(self, day: date) -> CaseParameters:
        """Return the parameters in force on a day; before the first entry, the first: cases of a replayed past need rules too."""
        return entry_in_force(self.parameters, day) or self.parameters[0]


def load_case_rules(overlay: Path | None) -> CaseRules:
    """Read the declaration `case_rules/rules.yml`, the bureau's own or the shipped one.

    Raises
    ------
    Problem
        As `load_declaration`; `catalog.missing` where it is not there.
    """
    file = catalog_files("case_rules", overlay).get("rules")
    if file is None:
        raise Problem(
            "catalog.missing",
            Text(
                "目录中缺少工单规则 case_rules/rules.yml", "the catalog lacks the rules of cases, case_rules/rules.yml"
            ),
            Text("请恢复该文件", "restore the file"),
        )
    return load_declaration(CaseRules, file)
