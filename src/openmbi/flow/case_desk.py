"""Where a bureau's cases are worked: their ledger, silences, owners, rules and the count of working days, opened once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from openmbi.catalog.calendar import load_calendar
from openmbi.catalog.case_rules import CaseParameters, CaseRules, load_case_rules
from openmbi.catalog.owners import load_owners
from openmbi.catalog.workdays import Workdays
from openmbi.core.owners import Owners
from openmbi.flow.bureau import Bureau
from openmbi.store.case_ledger import CaseLedger
from openmbi.store.operations import Operations
from openmbi.store.silences import SilenceLedger


@dataclass(frozen=True)
class CaseDesk:
    """The desk of one bureau. What is read of files is read when it is first asked for; wrong files raise the Problem of their loader.

    `people`: the owners and actors, where they are not those of `owners.yml`.
    """

    bureau: Bureau
    people: Owners | None = None

    @cached_property
    def operations(self) -> Operations:
        """The operational database."""
        return self.bureau.operations

    @property
    def ledger(self) -> CaseLedger:
        """The ledger of cases."""
        return CaseLedger(self.operations)

    @property
    def silences(self) -> SilenceLedger:
        """The silences and maintenance windows."""
        return SilenceLedger(self.operations)

    @cached_property
    def owners(self) -> Owners:
        """Who answers for which place."""
        return self.people or load_owners(self.bureau.folder)

    @cached_property
    def workdays(self) -> Workdays:
        """The working days of the place, as the calendar knows them now."""
        return Workdays(load_calendar(self.bureau.catalog), self.bureau.zone)

    def rules(self, at: datetime) -> CaseParameters:
        """Return the rules in force on the local day of a moment."""
        return self._rules.in_force(at.astimezone(self.bureau.zone).date())

    @cached_property
    def _rules(self) -> CaseRules:
        return load_case_rules(self.bureau.catalog)
