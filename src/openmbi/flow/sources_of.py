"""Which source provides an indicator, and what its observations are about."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.flow.bureau import SETTINGS_FILE, Bureau
from openmbi.sources.contract import load_contracts
from openmbi.store.manifest import entries


@dataclass(frozen=True)
class Feeding:
    """The source that provides an indicator, and the kind of its subjects: enterprise, meter, account, plate, name, place."""

    source: str
    subject_kind: str


def source_of(bureau: Bureau, indicator: str, manifest: int | None = None) -> Feeding | None:
    """Return which stored source provides an indicator; None where nothing of it was ever taken in.

    Where several do, `[sources_of]` of bureau.toml says which; the level's own indicator comes from `source`.

    Raises
    ------
    Problem
        `run.two-sources` where several provide it and the settings do not say which one counts; `run.source-undeclared` where its contract is gone.
    """
    settings = bureau.settings
    stored = {
        entry.source
        for entry in entries(bureau.store, manifest)
        for file in entry.files
        if file.indicator == indicator and file.role in {"base", "rev"}
    }
    chosen = settings.source if indicator == settings.indicator else settings.sources_of.get(indicator)
    if chosen is not None:
        stored &= {chosen}
    if len(stored) > 1:
        raise _two_sources(bureau, indicator, sorted(stored))
    return Feeding(source := stored.pop(), _subject_kind(bureau, source)) if stored else None


def _subject_kind(bureau: Bureau, source: str) -> str:
    kinds = {one.subject_kind for one in load_contracts(bureau.folder).values() if one.observed_source == source}
    if len(kinds) == 1:
        return kinds.pop()
    raise Problem(
        "run.source-undeclared",
        Text(
            "数据源 {source} 的契约不存在，或各契约的 subject_kind 不一致：{kinds}",
            "the source {source} has no contract, or contracts of different subject_kind: {kinds}",
        ).fill(source=source, kinds=", ".join(sorted(kinds)) or "–"),
        Text("请在 sources/ 中恢复或改正契约", "restore or mend the contract in sources/"),
        field=source,
    )


def _two_sources(bureau: Bureau, indicator: str, sources: list[str]) -> Problem:
    return Problem(
        "run.two-sources",
        Text("指标 {indicator} 有多个数据源：{sources}", "several sources provide {indicator}: {sources}").fill(
            indicator=indicator, sources=", ".join(sources)
        ),
        Text(
            '在 bureau.toml 的 [sources_of] 中写明采用哪一个，例如 {indicator} = "{first}"',
            'say in [sources_of] of bureau.toml which one counts, such as {indicator} = "{first}"',
        ).fill(indicator=indicator, first=sources[0]),
        file=bureau.folder / SETTINGS_FILE,
        field="sources_of",
    )
