"""A reader: the code that knows one kind of file, found by the name of its folder."""

from __future__ import annotations

from typing import Protocol, cast

import pyarrow as pa

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.registry import declared_files, load
from openmbi.sources.block import CheckedBlock
from openmbi.sources.contract import SHIPPED, Contract
from openmbi.sources.layout import Header, Layout
from openmbi.sources.produced import Produced
from openmbi.sources.rows import Rows
from openmbi.sources.setting import Setting


class Reader(Protocol):
    """What the `read.py` of a source's folder offers."""

    ROLES: frozenset[str]
    PRODUCES: Produced

    def lay_out(self, header: Header, contract: Contract) -> Layout:
        """Match the header with the contract; raises Problem where a required column is missing."""
        ...

    def check(self, rows: Rows, layout: Layout, setting: Setting) -> CheckedBlock:
        """Check the rows of one block."""
        ...

    def recheck(self, refused: pa.Table, setting: Setting) -> CheckedBlock:
        """Check the texts kept in quarantine again."""
        ...


def reader_of(contract: Contract) -> Reader:
    """Return the reader that a contract names.

    Raises
    ------
    Problem
        `contract.reader-unknown` where there is none; `contract.role-unknown` where the contract names columns of a role that the reader has not.
    """
    if not (SHIPPED / contract.reader / "read.py").is_file():
        raise _no_reader(contract)
    reader = cast(Reader, load("openmbi.sources", f"{contract.reader}.read"))
    if unknown := contract.columns.keys() - reader.ROLES:
        raise _no_role(contract, sorted(unknown), sorted(reader.ROLES))
    return reader


def _no_reader(contract: Contract) -> Problem:
    names = [declared.name for declared in declared_files(SHIPPED, "*/read.py")]
    return Problem(
        "contract.reader-unknown",
        Text("没有名为「{name}」的读取器", "there is no reader “{name}”").fill(name=contract.reader),
        Text("改用所列名称之一", "use one of the names listed"),
        expected=Text("、".join(names), ", ".join(names)),
        file=contract.file,
        field="reader",
    )


def _no_role(contract: Contract, unknown: list[str], known: list[str]) -> Problem:
    return Problem(
        "contract.role-unknown",
        Text("读取器 {reader} 没有这些列：{unknown}", "the reader {reader} has no such columns: {unknown}").fill(
            reader=contract.reader, unknown=", ".join(unknown)
        ),
        Text("改用所列名称", "use the names listed"),
        expected=Text("、".join(known), ", ".join(known)),
        file=contract.file,
        field="columns",
    )
