"""The unit that a file states in its header, such as 货运量（万吨）: it must be the contract's, so that nothing is scaled silently."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.units import Unit, named_unit, split_unit
from openmbi.sources.contract import Contract
from openmbi.sources.layout import Header


def refuse_other_unit(header: Header, place: int, contract: Contract) -> None:
    """Raise `ingest.other-unit` where the header of a column names another unit than the contract."""
    name = header.names[place]
    stated = split_unit(name)[1] or named_unit(name)
    refuse_other_stated_unit(name, stated, header, contract)


def refuse_other_stated_unit(text: str, stated: Unit | None, header: Header, contract: Contract) -> None:
    """Raise `ingest.other-unit` where a text of a file names another unit than the contract."""
    if stated and stated.symbol != contract.unit:
        raise _other_unit(text, stated, header, contract)


def _other_unit(name: str, stated: Unit, header: Header, contract: Contract) -> Problem:
    return Problem(
        "ingest.other-unit",
        Text(
            "「{name}」的计量单位是 {stated}，而契约写明 {declared}",
            "“{name}” is in {stated}, and the contract says {declared}",
        ).fill(name=name, stated=stated.symbol, declared=contract.unit),
        Text(
            "核对后改正契约的 unit 或文件的表头；绝不自动换算",
            "find out which is right, then correct `unit` in the contract or the header; nothing is scaled by itself",
        ),
        file=header.path,
        line=header.line or None,
        field="unit",
    )
