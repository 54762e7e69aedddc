from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from openmbi.core.problems import Problem
from openmbi.core.tables import ACCOUNTS, ENTERPRISES, HOLDERS, QUARANTINED
from openmbi.store import accounts, holders, register
from openmbi.store.accounts import accounts_as_of
from openmbi.store.batch import Batch, Origin
from openmbi.store.decisions import DECISIONS, decisions_as_of, record_decisions
from openmbi.store.holders import holders_as_of
from openmbi.store.manifest import Entry, entries, faults
from openmbi.store.quarantine import pending
from openmbi.store.register import register_as_of
from openmbi.store.small_table import SmallTable
from openmbi.store.small_table_sink import sink_of
from openmbi.store.store import Store

SHANGHAI = ZoneInfo("Asia/Shanghai")
TakeIn = Callable[..., Entry]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def take_in(store: Store) -> TakeIn:
    def write(table: SmallTable, rows: list[dict], recorded: str, lag_days: int = 0) -> Entry:
        origin = Origin("books", table.role, "1", "a.csv", "0", lag_days=lag_days, zone=SHANGHAI)
        numbered = [row | {"row_no": number} for number, row in enumerate(rows, start=2)]
        with store.writing(), Batch(store, origin, at(recorded), sink_of(table)) as batch:
            batch.add(pa.Table.from_pylist(numbered, schema=table.schema), QUARANTINED.empty_table())
            return batch.commit()

    return write


def holder(name: str | None, enterprise: str | None = None, share: str = "1", **more: object) -> dict:
    given = {"kind": "meter", "subject": "m1", "enterprise": enterprise, "name": name, "share": Decimal(share)}
    return given | {"valid_from": date(2023, 1, 1)} | more


def account(value_added: int | None, year: int = 2023, **more: object) -> dict:
    stated = None if value_added is None else Decimal(value_added)
    return {"enterprise": "e1", "year": year, "value_added_cny": stated} | more


def test_two_holders_of_one_shared_meter_are_two_rows(store: Store, take_in: TakeIn) -> None:
    entry = take_in(holders.HOLDERS, [holder("甲厂", share="0.6"), holder("乙厂", share="0.4")], "2024-01-01T00:00")
    assert (entry.counts.new, entry.counts.quarantined) == (2, 0)
    assert [(one.role, one.path) for one in entry.files] == [("holders", "holders/000001.parquet")]
    assert [row["share"] for row in holders_as_of(store, None).to_pylist()] == [Decimal("0.4"), Decimal("0.6")]


def test_one_holder_given_twice_is_quarantined_twice_and_nothing_is_lost(store: Store, take_in: TakeIn) -> None:
    rows = [holder("甲厂"), holder("甲厂", enterprise="X"), holder("乙厂")]
    entry = take_in(holders.HOLDERS, rows, "2024-01-01T00:00")
    assert (entry.counts.observations, entry.counts.accepted, entry.counts.quarantined) == (3, 1, 2)
    waiting = pending(store)[0].rows
    assert waiting["reasons"].to_pylist() == [["duplicate_key"]] * 2
    assert waiting["row_no"].to_pylist() == [2, 3]
    assert list(faults(store)) == []


def test_a_corrected_code_of_a_holder_is_a_revision_known_when_recorded(store: Store, take_in: TakeIn) -> None:
    take_in(holders.HOLDERS, [holder("甲厂", enterprise="wrong"), holder("乙厂")], "2024-01-01T00:00")
    entry = take_in(holders.HOLDERS, [holder("甲厂", enterprise="right"), holder("乙厂")], "2024-03-01T00:00")
    assert (entry.counts.new, entry.counts.revised, entry.counts.unchanged) == (0, 1, 1)
    codes = [
        holders_as_of(store, at(moment))["enterprise"].to_pylist() for moment in ("2024-02-29T23:59", "2024-03-01")
    ]
    assert codes == [[None, "wrong"], [None, "right"]]
    assert holders_as_of(store, None, manifest=1)["enterprise"].to_pylist() == [None, "wrong"]


def test_a_nameless_holder_is_a_key_too(store: Store, take_in: TakeIn) -> None:
    take_in(holders.HOLDERS, [holder(None, enterprise="a")], "2024-01-01T00:00")
    entry = take_in(holders.HOLDERS, [holder(None, enterprise="b")], "2024-02-01T00:00")
    assert (entry.counts.new, entry.counts.revised) == (0, 1)
    assert holders_as_of(store, None)["enterprise"].to_pylist() == ["b"]


def test_the_end_of_a_holding_is_not_known_before_it(store: Store, take_in: TakeIn) -> None:
    take_in(holders.HOLDERS, [holder("甲厂", valid_to=date(2024, 3, 31))], "2024-06-01T00:00")
    ends = [holders_as_of(store, at(day))["valid_to"].to_pylist() for day in ("2024-03-30", "2024-03-31")]
    assert ends == [[None], [date(2024, 3, 31)]]


def test_accounts_are_known_the_declared_days_after_their_year(store: Store, take_in: TakeIn) -> None:
    take_in(accounts.ACCOUNTS, [account(100)], "2024-12-01T00:00", lag_days=150)
    assert accounts_as_of(store, at("2024-05-28T15:59:59")).num_rows == 0  # 150 days after 31 December, 00:00 in China
    assert accounts_as_of(store, at("2024-05-28T16:00:00"))["value_added_cny"].to_pylist() == [Decimal(100)]


def test_the_same_account_again_changes_nothing_and_another_year_is_new(store: Store, take_in: TakeIn) -> None:
    take_in(accounts.ACCOUNTS, [account(100)], "2024-12-01T00:00")
    entry = take_in(accounts.ACCOUNTS, [account(100), account(None, year=2022)], "2024-12-02T00:00")
    assert (entry.counts.new, entry.counts.revised, entry.counts.unchanged) == (1, 0, 1)
    assert accounts_as_of(store, None)["year"].to_pylist() == [2022, 2023]


def test_an_account_that_its_file_dates_is_known_from_then(store: Store, take_in: TakeIn) -> None:
    take_in(accounts.ACCOUNTS, [account(100, known_at=datetime.fromisoformat("2024-04-01"))], "2024-12-01T00:00")
    take_in(accounts.ACCOUNTS, [account(120, known_at=datetime.fromisoformat("2024-09-01"))], "2024-12-02T00:00")
    known = [accounts_as_of(store, at(day))["value_added_cny"].to_pylist() for day in ("2024-08-31", "2024-09-01")]
    assert known == [[Decimal(100)], [Decimal(120)]]


def test_a_correction_of_the_register_holds_from_the_day_it_is_about(store: Store, take_in: TakeIn) -> None:
    row = {"enterprise": "e1", "valid_from": date(2020, 1, 1), "industry": "C26"}
    take_in(register.REGISTER, [row], "2024-01-01T00:00")
    take_in(register.REGISTER, [row | {"industry": "C39"}], "2024-06-01T00:00")
    assert register_as_of(store, at("2021-01-01"))["industry"].to_pylist() == ["C39"]


def test_tables_of_one_store_are_kept_apart(store: Store, take_in: TakeIn) -> None:
    take_in(holders.HOLDERS, [holder("甲厂")], "2024-01-01T00:00")
    assert accounts_as_of(store, None).num_rows == register_as_of(store, None).num_rows == 0
    assert accounts_as_of(store, None).schema.names[: len(ACCOUNTS)] == ACCOUNTS.names
    assert register_as_of(store, None).schema.names[: len(ENTERPRISES)] == ENTERPRISES.names
    assert holders_as_of(store, None).schema.names[: len(HOLDERS)] == HOLDERS.names


def decision(enterprise: str | None, decided: str, name: str | None = "甲厂") -> dict:
    return {
        "kind": "meter",
        "subject": "m1",
        "name": name,
        "valid_from": date(2023, 1, 1),
        "enterprise": enterprise,
        "decided_by": "desk",
        "decided_at": datetime.fromisoformat(decided),
    }


def decide(store: Store, rows: list[dict], now: str) -> Entry:
    return record_decisions(store, pa.Table.from_pylist(rows, schema=DECISIONS), at(now))


def test_a_later_decision_stands_instead_of_the_earlier_one(store: Store) -> None:
    entry = decide(store, [decision("e1", "2024-01-01"), decision("e2", "2024-01-01", name="乙厂")], "2024-01-02")
    decide(store, [decision(None, "2024-02-01")], "2024-02-01")
    assert (entry.kind, entry.source, entry.counts.new) == ("decision", "review", 2)
    then, now = decisions_as_of(store, at("2024-01-31")), decisions_as_of(store, None)
    assert then.schema.equals(DECISIONS)
    assert {row["name"]: row["enterprise"] for row in then.to_pylist()} == {"甲厂": "e1", "乙厂": "e2"}
    assert {row["name"]: row["enterprise"] for row in now.to_pylist()} == {"甲厂": None, "乙厂": "e2"}
    assert decisions_as_of(store, None, manifest=1).equals(then)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([decision("e1", "2024-01-01"), decision("e2", "2024-01-02")], "review.decided-twice"),
        ([decision("e1", "2024-03-01")], "review.decided-in-future"),
    ],
)
def test_decisions_that_cannot_be_are_refused_whole(store: Store, rows: list[dict], code: str) -> None:
    with pytest.raises(Problem) as caught:
        decide(store, rows, "2024-02-01")
    assert caught.value.code == code
    assert entries(store) == []
