"""What waits in quarantine is checked again: against the contract, the register and the day as they are now."""

from datetime import UTC, datetime

import pyarrow as pa

from openmbi.core.tables import QUARANTINED


def waiting(rows: list[dict]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=QUARANTINED)


def test_a_row_is_accepted_once_the_contract_allows_it(desk) -> None:
    _, refused = desk.read("meters_long", "subject,date,value\na,2024-01-05,2e9\nb,2024-01-05,x\n")
    desk.changes["range"] = {"min": 0, "max": "1e10"}
    accepted, still = desk.recheck("meters_long", waiting(refused))
    assert [(row["subject"], int(row["value"]), row["row_no"]) for row in accepted] == [("a", 2 * 10**9, 2)]
    assert [(row["row_no"], row["reasons"]) for row in still] == [(3, ["not_a_number"])]


def test_a_row_is_accepted_once_its_day_has_come_and_its_enterprise_is_registered(desk) -> None:
    desk.changes["require_registered"] = True
    desk.registered = pa.array(["other"])
    _, refused = desk.read("meters_long", "subject,date,value,known_at\na,2024-07-01,1,2024-07-02\n")
    assert refused[0]["reasons"] == ["unknown_enterprise", "date_in_future", "known_in_future"]
    desk.registered, desk.now = pa.array(["a"]), datetime(2024, 7, 2, tzinfo=UTC)
    accepted, still = desk.recheck("meters_long", waiting(refused))
    assert (accepted[0]["known_at"], still) == (datetime.fromisoformat("2024-07-01T16:00"), [])


def test_rows_that_are_still_bad_come_back_as_they_were(desk) -> None:
    content = b"subject,date,value\na,2024-01-05,-1\nshort\n,1899-01-01,NaN\n" + b"\xff,2024-01-05,1\n"
    _, refused = desk.read("meters_long", content)
    accepted, still = desk.recheck("meters_long", waiting(refused))
    assert accepted == []
    by_row = {row["row_no"]: row for row in still}
    assert len(still) == len(refused) == 4
    for row in refused:
        again = by_row[row["row_no"]]
        assert {name: again[name] or None for name in again} == {name: row[name] or None for name in row}


def test_a_line_that_did_not_add_up_waits_while_the_contract_has_a_total(desk) -> None:
    _, refused = desk.read("meters_wide", "date,A,total\n2024-01-05,1,2\n")
    assert desk.recheck("meters_wide", waiting(refused))[1][0]["reasons"] == ["checksum_mismatch"]
    desk.changes["columns"] = {"checksum": ()}
    assert len(desk.recheck("meters_wide", waiting(refused))[0]) == 1


def test_duplicates_are_handed_back_to_the_store_which_sees_all_of_them(desk) -> None:
    _, refused = desk.read("meters_wide", "date,A,A\n2024-01-05,1,2\n")
    accepted, still = desk.recheck("meters_wide", waiting(refused))
    assert (len(accepted), still) == (2, [])


def test_a_register_row_is_checked_again_with_all_its_fields(desk) -> None:
    header = "uscc,name,place,valid_from\n"
    _, refused = desk.read("enterprise_register", header + "yz-1,甲,321182,2015-01-01\nyz-2,乙,3,2015-01-01\nshort\n")
    assert [row["reasons"] for row in refused[:2]] == [["bad_uscc"], ["bad_uscc", "bad_place_code"]]
    desk.changes["id"] = "own"
    accepted, still = desk.recheck("enterprise_register", waiting(refused))
    assert [(row["enterprise"], row["name"], row["place"], row["row_no"]) for row in accepted] == [
        ("yz-1", "甲", "321182", 2)
    ]
    assert {row["row_no"]: row["reasons"] for row in still} == {3: ["bad_place_code"], 4: ["wrong_number_of_fields"]}


def test_nothing_waits(desk) -> None:
    for source in ("meters_long", "meters_wide", "enterprise_register"):
        assert desk.recheck(source, QUARANTINED.empty_table()) == ([], [])
