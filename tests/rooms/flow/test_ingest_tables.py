"""Registers, holders, accounts and observations of one delivery: their order, their tables, and a second try of what was refused."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from openmbi.core.tables import ACCOUNTS, HOLDERS
from openmbi.flow.bureau import Bureau, load_bureau
from openmbi.flow.doctor import examine
from openmbi.flow.ingest import ingest, retry
from openmbi.flow.outcome import Outcome
from openmbi.store.accounts import accounts_as_of
from openmbi.store.holders import holders_as_of
from openmbi.store.quarantine import pending, pending_batch
from openmbi.store.register import register_as_of

NOW = datetime(2024, 9, 1, tzinfo=UTC)
CODE = "91350100M000100Y43"  # the example that GB 32100-2015 itself gives
FILES = {
    "a_meters_long.csv": f"enterprise,date,kwh\n{CODE},2024-01-05,10\n",
    "b_enterprise_accounts.csv": f"uscc,年度,增加值\n{CODE},2022,5\n{CODE},2023,6\n{CODE},2023,7\n",
    "c_holders.csv": "kind,subject,name,share,valid_from\nmeter,m1,甲厂,60%,2023-01-01\nmeter,m1,乙厂,0.4,2023-01-01\nmeter,m2,丙,2,2023-01-01\n",
    "d_enterprise_register.csv": f"uscc,valid_from\n{CODE},2020-01-01\n",
}


@pytest.fixture
def own(bureau: Path) -> Bureau:
    return load_bureau(bureau)


def take_in(own: Bureau, folder: Path, files: dict[str, str]) -> list[Outcome]:
    paths = [folder / name for name in files]
    for path in paths:
        path.write_text(files[path.name], encoding="utf-8")
    return list(ingest(own, paths, now=NOW, progress=lambda *_: None))


def test_registers_go_first_then_holders_and_accounts_then_observations(own: Bureau, tmp_path: Path) -> None:
    told = take_in(own, tmp_path, FILES)
    assert [one.path.name[0] for one in told] == ["d", "c", "b", "a"]
    assert [one.problem for one in told] == [None] * 4
    roles = [[file.role for file in one.entry.files] for one in told if one.entry]
    assert roles == [["register"], ["holders", "quarantine"], ["accounts", "quarantine"], ["base"]]
    assert register_as_of(own.store, NOW).num_rows == 1
    assert holders_as_of(own.store, NOW).select(HOLDERS.names)["name"].to_pylist() == ["乙厂", "甲厂"]
    assert accounts_as_of(own.store, NOW).select(ACCOUNTS.names)["value_added_cny"].to_pylist() == [50_000]


def test_the_store_with_such_tables_is_in_order(own: Bureau, tmp_path: Path) -> None:
    take_in(own, tmp_path, FILES)
    store = [one for one in examine(own.folder, now=NOW) if one.check.en == "store"]
    assert [one.ok for one in store] == [True]


def test_both_of_two_accounts_of_a_year_wait_until_a_person_decides(own: Bureau, tmp_path: Path) -> None:
    entry = take_in(own, tmp_path, FILES)[2].entry
    assert entry
    waiting = pending_batch(own.store, entry.number)
    assert waiting.rows["reasons"].to_pylist() == [["duplicate_key"]] * 2
    still = retry(own, waiting, now=NOW)
    assert (still.counts.accepted, still.counts.quarantined) == (0, 2)
    waiting = pending_batch(own.store, still.number)
    raw = waiting.rows["raw"].to_pylist()
    assert [json.loads(one)["value_added"] for one in raw] == ["60000.0000", "70000.0000"]
    mended = waiting.rows.set_column(waiting.rows.schema.get_field_index("raw"), "raw", pa.array([raw[0], None]))
    decided = retry(own, waiting, now=NOW, mended=mended)
    assert (decided.counts.new, decided.counts.quarantined) == (1, 1)
    assert accounts_as_of(own.store, NOW)["value_added_cny"].to_pylist() == [50_000, 60_000]


def test_a_mended_share_comes_in(own: Bureau, tmp_path: Path) -> None:
    entry = take_in(own, tmp_path, FILES)[1].entry
    assert entry
    waiting = pending_batch(own.store, entry.number)
    fields = json.loads(waiting.rows["raw"][0].as_py()) | {"share": "0.2"}
    place = waiting.rows.schema.get_field_index("raw")
    mended = waiting.rows.set_column(place, "raw", pa.array([json.dumps(fields)]))
    assert retry(own, waiting, now=NOW, mended=mended).counts.new == 1
    assert holders_as_of(own.store, NOW)["subject"].to_pylist() == ["m1", "m1", "m2"]
    assert [one.batch for one in pending(own.store)] == [3]


def test_a_moment_of_a_duplicate_is_the_same_moment_after_a_retry(own: Bureau, tmp_path: Path) -> None:
    line = "plate,粤E1,,1,2023-01-01,2024-03-01 08:00:00"
    head = "kind,subject,name,share,valid_from,known_at"
    take_in(own, tmp_path, {"holders.csv": "\n".join([head, line, line])})
    (waiting,) = pending(own.store)
    raw = waiting.rows["raw"].to_pylist()
    mended = waiting.rows.set_column(waiting.rows.schema.get_field_index("raw"), "raw", pa.array([raw[0], None]))
    retry(own, waiting, now=NOW, mended=mended)
    assert holders_as_of(own.store, NOW)["known_at"].to_pylist() == [datetime.fromisoformat("2024-03-01 00:00")]


def test_the_same_files_again_change_nothing(own: Bureau, tmp_path: Path) -> None:
    take_in(own, tmp_path, FILES)
    again = take_in(own, tmp_path, {"holders_again.csv": FILES["c_holders.csv"] + "\n"})[0].entry
    assert again
    assert (again.counts.new, again.counts.revised, again.counts.unchanged, again.counts.quarantined) == (0, 0, 2, 1)
