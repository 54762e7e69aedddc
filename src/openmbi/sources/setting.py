"""What rows are checked against, and the engine that evaluates the checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
from ibis.backends.duckdb import Backend

from openmbi.sources.contract import Contract

Expression: TypeAlias = Any
"""An Ibis expression. Ibis 12 annotates its operators more narrowly than they are, so a closer type would refuse `column == ""`."""

Check: TypeAlias = Callable[[Expression, Contract], Expression]
"""From a table with a column `text` to a table of typed columns with as many rows in the same order."""

_TEXTS = "openmbi_sources_texts"


@dataclass(frozen=True)
class Setting:
    """The contract, the moment `now` (UTC), the zone of the place, the registered enterprises (None: not asked for), and the engine."""

    contract: Contract
    engine: Backend
    now: datetime
    zone: ZoneInfo
    registered: pa.Array | None

    @property
    def today(self) -> date:
        """The day it is at the place."""
        return self.now.astimezone(self.zone).date()

    def evaluate(self, check: Check, texts: pa.Array) -> dict[str, pa.Array]:
        """Return the columns (n,) that a check makes of texts (n,). An expression is compiled once a contract, and the texts are let go at once."""
        query = _compiled(check, self.contract.model_dump_json())
        self.engine.con.register(_TEXTS, pa.table({"text": texts}))
        try:
            result = self.engine.con.sql(query).to_arrow_table()
        finally:
            self.engine.con.unregister(_TEXTS)
        return {name: result[name].combine_chunks() for name in result.column_names}


@lru_cache(maxsize=256)
def _compiled(check: Check, contract: str) -> str:
    """Return a check under a contract (as JSON) as a query: files and sheets of one contract share it, for compiling takes longer than reading some."""
    unbound = ibis.table({"text": "string"}, name=_TEXTS)
    return _as_query(check(unbound, Contract.model_validate_json(contract)).op())


@lru_cache(maxsize=256)
def _as_query(operation: Expression) -> str:
    """Return an expression's operation as a query: contracts that ask for the same, as for the same forms of dates, share it."""
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))
