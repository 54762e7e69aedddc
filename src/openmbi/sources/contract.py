"""The contract of a source: what its files look like and what a row must be to be accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path, PurePath
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from openmbi.catalog.loader import Declaration, Name, laid_over, load_declaration, read_mapping
from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.core.problems import Problem
from openmbi.core.registry import declared_files, package_folder
from openmbi.core.tables import ObservationStatus
from openmbi.core.units import unit

SHIPPED = package_folder("openmbi.sources")
DateForm = Literal["2024-01-05", "20240105", "2024/1/5", "2024年1月5日", "excel_serial"]
Headers = Annotated[tuple[str, ...], BeforeValidator(lambda given: (given,) if isinstance(given, str) else given)]


class Range(Declaration):
    """The least and the greatest value of one observation, both included, in the file's unit; applied after rounding to `decimals`."""

    min: Decimal | None = None
    max: Decimal | None = None


class Sentinel(Declaration):
    """A value (in the file's unit) that stands for something else."""

    value: Decimal
    means: Literal[ObservationStatus.ZERO_OR_MISSING]


class KnownAt(Declaration):
    """When a value is known where the file says nothing of it: so many days after its period's last, in the time zone of the place."""

    lag_days: int = Field(ge=0)


class FeedLimits(Declaration):
    """When a feed has an alarm: a period missing so many days beyond the declared lag, too few subjects in it, too many rows in quarantine. Shares: 0..1."""

    late_after_days: int | None = Field(default=None, ge=0)
    least_share: float = Field(default=0.8, ge=0, le=1)
    most_quarantined: float = Field(default=0.1, ge=0, le=1)


class Contract(Declaration):
    """One source: reader, files, columns and the checks of its rows. Field by field: docs/reference/source.md.

    `feeds`: the source that its observations are of, where one source hands over files of several forms.
    """

    source: str
    file: Path
    extends: str | None = None
    feeds: str | None = None
    name: Name
    reader: str
    files: tuple[str, ...] = Field(min_length=1)
    columns: dict[str, Headers]
    subject_kind: Literal["enterprise", "meter", "account", "plate", "name", "place", "cell", "project", "device"]
    kind: Literal["meter", "account", "plate", "name"] | None = None
    frequency: Frequency = Frequency.DAILY
    indicator: str | None = None
    unit: str = "1"
    decimals: int = Field(default=4, ge=0, le=4)
    range: Range = Range()
    earliest: date
    dates: tuple[DateForm, ...] = Field(default=("2024-01-05", "20240105", "2024/1/5", "2024年1月5日"), min_length=1)
    sentinels: tuple[Sentinel, ...] = ()
    sheets: tuple[str, ...] = Field(default=("*",), min_length=1)
    period_from: Literal["column", "sheet"] = "column"
    encoding: Literal["auto", "utf-8", "gb18030"] = "auto"
    extra_columns: Literal["ignore", "refuse"] = "ignore"
    known_at: KnownAt = KnownAt(lag_days=1)
    feed: FeedLimits = FeedLimits()
    require_registered: bool = False
    id: Literal["uscc", "own"] = "uscc"
    keys: tuple[str, ...]
    licence: str
    privacy: Literal["public", "internal", "confidential"]

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, symbol: str) -> str:
        try:
            factor = unit(symbol).factor
        except Problem as problem:
            raise ValueError(str(problem.found.en)) from problem
        if factor != Decimal(10) ** factor.adjusted():
            raise ValueError(f"the factor {factor} of {symbol} is no power of ten, so that rounding would not be exact")
        return symbol

    @model_validator(mode="after")
    def _key_is_known(self) -> Contract:
        unknown = set(self.keys) - self.columns.keys() - {"subject"}
        if unknown:
            raise ValueError(f"keys {sorted(unknown)} are no columns of the contract")
        return self

    @model_validator(mode="after")
    def _sheet_stands_for_a_column(self) -> Contract:
        if self.period_from == "sheet" and not self.columns.get("valid_at"):
            raise ValueError("period_from: sheet needs a name for the period in `columns.valid_at`")
        return self

    @model_validator(mode="after")
    def _values_have_an_indicator(self) -> Contract:
        if "value" in self.columns and self.indicator is None:
            raise ValueError("say which `indicator` the values are of")
        return self

    @property
    def observed_source(self) -> str:
        """The source that its observations are of."""
        return self.feeds or self.source

    @property
    def shipped(self) -> bool:
        """Whether it comes with openmbi rather than from a bureau's own folder."""
        return self.file.is_relative_to(SHIPPED)

    def matches(self, path: PurePath) -> bool:
        """Tell whether a file's name (or the end of its path, where a pattern has a slash) fits one of the patterns; case does not count."""
        folded = PurePath(path.as_posix().casefold())
        return any(folded.match(pattern.casefold()) for pattern in self.files)


def load_contracts(bureau: Path | None = None) -> dict[str, Contract]:
    """Read the shipped contracts and those in `bureau`/sources, by the name of their folder; a bureau's own stands instead of a shipped one.

    Raises
    ------
    Problem
        `catalog.unreadable` or `catalog.invalid` with file and line; `contract.extends-unknown` where there is no such shipped contract.
    """
    folders = [SHIPPED] + ([bureau / "sources"] if bureau else [])
    found = [declared for folder in folders for declared in declared_files(folder, "*/source.yml")]
    return {declared.name: _load(declared.name, declared.file) for declared in found}


def _load(source: str, file: Path) -> Contract:
    return load_declaration(Contract, file, {**_inherited(file), "source": source, "file": file})


def _inherited(file: Path) -> dict[str, object]:
    parent = read_mapping(file).get("extends")
    return _extended(str(parent), file) if parent else {}


@cache
def _shipped_fields(file: Path) -> dict[str, object]:
    """Return the fields of a shipped contract or base, laid over what it extends itself; read once, most contracts extend the same few."""
    return laid_over(_inherited(file), read_mapping(file))


def _extended(name: str, asked_by: Path) -> dict[str, object]:
    """Return the fields of what can be extended: a shipped contract or a base of contracts."""
    found = [file for form in ("source.yml", "base.yml") if (file := SHIPPED / name / form).is_file()]
    if found:
        return _shipped_fields(found[0])
    names = sorted(
        {declared.name for form in ("source", "base") for declared in declared_files(SHIPPED, f"*/{form}.yml")}
    )
    raise Problem(
        "contract.extends-unknown",
        Text("没有名为「{name}」的内置数据契约", "there is no shipped contract “{name}”").fill(name=name),
        Text("改用所列名称之一", "use one of the names listed"),
        expected=Text("、".join(names), ", ".join(names)),
        file=asked_by,
        field="extends",
    )


def contract_for(path: Path, contracts: Mapping[str, Contract]) -> Contract:
    """Return the contract whose file patterns fit; a bureau's own goes before a shipped one.

    Raises
    ------
    Problem
        `ingest.no-contract` where none fits, `ingest.ambiguous-contract` where several do.
    """
    fitting = [contract for contract in contracts.values() if contract.matches(path)]
    chosen = [contract for contract in fitting if not contract.shipped] or fitting
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        raise _ambiguous(path, [contract.source for contract in chosen])
    raise _without_contract(path, contracts)


def _ambiguous(path: Path, names: list[str]) -> Problem:
    return Problem(
        "ingest.ambiguous-contract",
        Text("多个数据契约与该文件名匹配：{names}", "several contracts fit the name of the file: {names}").fill(
            names=", ".join(names)
        ),
        Text("收窄其中之一的 files，或改文件名", "narrow `files` in one of them, or rename the file"),
        file=path,
    )


def _without_contract(path: Path, contracts: Mapping[str, Contract]) -> Problem:
    listed = "; ".join(f"{contract.source}: {', '.join(contract.files)}" for contract in contracts.values())
    return Problem(
        "ingest.no-contract",
        Text("没有数据契约与该文件名匹配", "no contract fits the name of the file"),
        Text(
            "改文件名，或在 sources/<名称>/source.yml 中为它写一份契约",
            "rename the file, or write a contract for it in sources/<name>/source.yml",
        ),
        expected=Text(listed, listed),
        file=path,
    )
