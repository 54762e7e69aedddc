"""`mbi feeds`: how every feed stands at a moment: what came in last, of how many subjects, and what was refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType

import ibis

from openmbi.core.language import Text
from openmbi.core.periods import Frequency
from openmbi.flow.bureau import Bureau
from openmbi.sources.contract import Contract, load_contracts
from openmbi.sources.feed_alarms import LATE_AFTER_DAYS, Feed, FeedAlarm, Refused, feed_alarms
from openmbi.store.batch import utc
from openmbi.store.failures import Failure, open_failures
from openmbi.store.manifest import Entry, StoredFile, entries
from openmbi.store.versions import read

MONTHS_LOOKED_AT: Mapping[Frequency, int] = MappingProxyType(
    {
        Frequency.DAILY: 2,
        Frequency.WEEKLY: 4,
        Frequency.MONTHLY: 9,
        Frequency.QUARTERLY: 18,
        Frequency.ANNUAL: 60,
    }
)
"""How many months back from the latest the usual number of subjects is taken from."""

Key = tuple[str, str]
UNKNOWN = Text("没有契约的文件", "files without a contract")


@dataclass
class _Came:
    """What came in of one feed: its contracts by name, and its entries in order."""

    contracts: dict[str, Contract] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    refused: list[Failure] = field(default_factory=list)


def feeds(bureau: Bureau, *, as_of: datetime) -> tuple[Feed, ...]:
    """Return every feed that anything was ever delivered of, by source and indicator; refused files that fit no contract come last.

    Periods are as known at `as_of`; deliveries and refusals as recorded by then.
    """
    came, unknown = _came(bureau, as_of)
    found = [_feed(bureau, key, one, as_of) for key, one in sorted(came.items())]
    return (*found, *_of_no_contract(bureau, unknown))


def alarms(bureau: Bureau, *, as_of: datetime) -> tuple[FeedAlarm, ...]:
    """Return the alarms of every feed as of a moment."""
    return feed_alarms(feeds(bureau, as_of=as_of), as_of.astimezone(bureau.zone).date())


def _came(bureau: Bureau, as_of: datetime) -> tuple[dict[Key, _Came], list[Failure]]:
    contracts = load_contracts(bureau.folder)
    came: dict[Key, _Came] = {}
    unknown: list[Failure] = []

    def of(contract: Contract) -> _Came:
        one = came.setdefault((contract.observed_source, contract.indicator or ""), _Came())
        one.contracts[contract.source] = contract
        return one

    for entry in entries(bureau.store):
        contract = contracts.get(entry.details.get("contract", entry.source))
        if contract:
            of(contract).entries.append(entry)
    for failure in open_failures(bureau.store, as_of):
        contract = contracts.get(failure.source or "")
        (of(contract).refused if contract else unknown).append(failure)
    return came, unknown


def _feed(bureau: Bureau, key: Key, came: _Came, as_of: datetime) -> Feed:
    source, indicator = key
    contract = came.contracts.get(source) or next(iter(came.contracts.values()))
    limits, late = contract.feed, LATE_AFTER_DAYS[contract.frequency]
    subjects, known_at = _recent(bureau, came.entries, contract, as_of)
    taken_in, observations, quarantined = _last_delivery(
        bureau, [entry for entry in came.entries if entry.recorded_at <= as_of]
    )
    return Feed(
        source=source,
        indicator=indicator,
        name=contract.name.text(),
        frequency=contract.frequency,
        lag_days=contract.known_at.lag_days,
        late_after_days=late if limits.late_after_days is None else limits.late_after_days,
        least_share=limits.least_share,
        most_quarantined=limits.most_quarantined,
        subjects=subjects,
        known_at=known_at,
        taken_in=taken_in,
        observations=observations,
        quarantined=quarantined,
        refused=_refused(bureau, came.refused),
    )


def _of_no_contract(bureau: Bureau, unknown: Sequence[Failure]) -> Iterator[Feed]:
    if unknown:
        yield Feed("", "", UNKNOWN, Frequency.DAILY, 0, 0, 0.0, 1.0, {}, refused=_refused(bureau, unknown))


def _refused(bureau: Bureau, failures: Sequence[Failure]) -> tuple[Refused, ...]:
    return tuple(Refused(one.file, one.code or "", one.at.astimezone(bureau.zone).date()) for one in failures)


def _recent(
    bureau: Bureau, came: Sequence[Entry], contract: Contract, as_of: datetime
) -> tuple[Mapping[date, int], datetime | None]:
    """Return how many subjects the recent periods have as known at a moment, and when the latest of them was known in full."""
    known = utc(as_of)
    files = _of_last_months([file for entry in came for file in entry.files if _may_be_known(file, known)], contract)
    if not files:
        return {}, None
    rows = read(bureau.store, files)
    counts = (
        rows.filter(rows.known_at <= ibis.literal(known))
        .group_by("valid_at", "subject")
        .aggregate(first=rows.known_at.min())
        .group_by("valid_at")
        .aggregate(subjects=ibis._.count(), known_at=ibis._["first"].max())
        .order_by("valid_at")
        .to_pyarrow()
        .to_pylist()
    )
    subjects = {row["valid_at"]: row["subjects"] for row in counts}
    return subjects, counts[-1]["known_at"].replace(tzinfo=UTC).astimezone(bureau.zone) if counts else None


def _may_be_known(file: StoredFile, known: datetime) -> bool:
    return file.role in {"base", "rev"} and file.known_from is not None and file.known_from <= known.isoformat()


def _of_last_months(files: Sequence[StoredFile], contract: Contract) -> list[StoredFile]:
    """Return the files of the last months that any of them is of."""
    if not files:
        return []
    last = max(_month_number(file) for file in files)
    return [file for file in files if _month_number(file) > last - MONTHS_LOOKED_AT[contract.frequency]]


def _month_number(file: StoredFile) -> int:
    year, month = (file.month or "0000-01").split("-")
    return 12 * int(year) + int(month)


def _last_delivery(bureau: Bureau, came: Sequence[Entry]) -> tuple[date | None, int, int]:
    """Return day, observations and what still waits in quarantine of the files that were taken in last, at one moment."""
    taken = [entry for entry in came if entry.kind == "ingest"]
    if not taken:
        return None, 0, 0
    last = [entry for entry in taken if entry.recorded_at == taken[-1].recorded_at]
    retried = {number: entry for entry in came for number in entry.supersedes}
    return (
        last[-1].recorded_at.astimezone(bureau.zone).date(),
        sum(entry.counts.observations for entry in last),
        sum(_waiting(entry, retried) for entry in last),
    )


def _waiting(entry: Entry, retried: Mapping[int, Entry]) -> int:
    """Return how many observations of a batch still wait: what its last retry left, where there was one."""
    while entry.number in retried:
        entry = retried[entry.number]
    return entry.counts.quarantined
