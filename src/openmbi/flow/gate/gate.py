"""The gate of one bureau: what all its questions share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from openmbi.flow.bureau import Bureau
from openmbi.flow.case_desk import CaseDesk
from openmbi.flow.case_progress import CaseProgresses
from openmbi.flow.enterprise_page import EnterprisePages
from openmbi.flow.gate.origins import Origins
from openmbi.flow.gate.said import Vintages
from openmbi.flow.gate.site import Site
from openmbi.flow.index_page import IndexPages
from openmbi.store.runs import newest_saved


@dataclass(frozen=True)
class Gate:
    """The gate of a bureau. `now` tells the moment of a question. Safe to share between threads."""

    bureau: Bureau
    now: Callable[[], datetime]

    @cached_property
    def index_pages(self) -> IndexPages:
        """The index page, with the phases that all runs tell of it."""
        return IndexPages(self.bureau)

    @cached_property
    def enterprises(self) -> EnterprisePages:
        """The pages of enterprises by the newest run."""
        return EnterprisePages(self.bureau)

    @cached_property
    def site(self) -> Site:
        """The documents of the newest run's pages."""
        return Site(self.bureau.output, self.enterprises.document, CaseProgresses(self.bureau, self.now).document)

    @cached_property
    def origins(self) -> Origins:
        """The runs that figures are read from."""
        return Origins(self.bureau)

    @cached_property
    def vintages(self) -> Vintages:
        """What runs said of single figures."""
        return Vintages()

    def overview(self) -> dict[str, Any]:
        """Return the document of the newest run's overview.

        Raises
        ------
        Problem
            `run.none`.
        """
        return newest_saved(self.bureau.store, "runs").document()

    @property
    def desk(self) -> CaseDesk:
        """Where cases are worked, with owners and rules as their files say now."""
        return CaseDesk(self.bureau)
