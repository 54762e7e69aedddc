"""Holders and enterprise accounts: kinds, shares, units that headers state, and a second check of what was refused."""

import json
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest

from openmbi.core.problems import Problem
from openmbi.core.tables import QUARANTINED

CODE = "91350100M000100Y43"  # the example that GB 32100-2015 itself gives
HOLDERS = "类别,编号,统一社会信用代码,户名,地址,行政区划代码,分摊比例,生效日期,失效日期\n"


def holder(**changes: str) -> str:
    line = {"kind": "meter", "subject": "m1", "code": CODE, "name": "甲厂", "address": "", "place": "", "share": ""}
    return HOLDERS + ",".join({**line, "start": "2023-01-01", "end": "", **changes}.values()) + "\n"


@pytest.mark.parametrize("code", ["", CODE[:-1] + "X", "no code", "９１３５０１００"])
def test_the_code_of_a_holder_is_kept_as_it_is(desk, code: str) -> None:
    accepted, refused = desk.read("holders", holder(code=f" {code} "))
    assert refused == []
    assert accepted[0]["enterprise"] == (code or None)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", "1"),
        ("1", "1"),
        ("0.6", "0.6"),
        ("60%", "0.6"),
        ("６０％", "0.6"),
        (".5", "0.5"),
        ("33.33333339%", "0.33333333"),
    ],
)
def test_a_share_is_read(desk, text: str, share: str) -> None:
    assert desk.read("holders", holder(share=text))[0][0]["share"] == Decimal(share)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("0", "share_out_of_range"),
        ("1.01", "share_out_of_range"),
        ("100.1%", "share_out_of_range"),
        ("0.000000001", "share_out_of_range"),
        ("-0.5", "not_a_number"),
        ("一半", "not_a_number"),
    ],
)
def test_a_share_that_is_none_is_refused(desk, text: str, reason: str) -> None:
    accepted, refused = desk.read("holders", holder(share=text))
    assert (accepted, refused[0]["reasons"]) == ([], [reason])


def test_a_row_has_all_of_its_reasons(desk) -> None:
    accepted, refused = desk.read("holders", holder(kind="?", subject="", share="2", end="2022-12-31"))
    assert accepted == []
    assert refused[0]["reasons"] == ["missing_subject", "ends_before_it_starts", "unknown_kind", "share_out_of_range"]


def test_a_contract_may_fix_the_kind_of_a_file(desk) -> None:
    without_column = holder().replace("类别,", "").replace("meter,", "")
    desk.changes = {"kind": "plate"}
    assert desk.read("holders", without_column)[0][0]["kind"] == "plate"
    assert desk.read("holders", holder(kind="大工业"))[0][0]["kind"] == "plate"  # another column of that name
    refused = desk.read("holders", without_column.replace("m1", ""))[1]
    mended = json.loads(refused[0]["raw"]) | {"subject": "粤E1"}
    again = pa.Table.from_pylist([refused[0] | {"raw": json.dumps(mended)}], schema=QUARANTINED)
    assert [(row["kind"], row["subject"]) for row in desk.recheck("holders", again)[0]] == [("plate", "粤E1")]


def test_without_a_fixed_kind_the_column_is_required(desk) -> None:
    with pytest.raises(Problem) as caught:
        desk.read("holders", holder().replace("类别,", ""))
    assert (caught.value.code, caught.value.field) == ("ingest.column-missing", "kind")


def test_a_record_whose_fields_were_cleared_waits_on(desk) -> None:
    refused = desk.read("holders", holder(subject=""))[1]
    cleared = pa.Table.from_pylist([refused[0] | {"raw": None}], schema=QUARANTINED)
    accepted, still = desk.recheck("holders", cleared)
    assert (accepted, still[0]["reasons"]) == ([], ["missing_subject"])


def account(head: str = "uscc,年度,增加值,产值,税收,从业人员", line: str = f"{CODE},2023,1,2,3,4") -> str:
    return f"{head}\n{line}\n"


def amounts(row: dict) -> tuple:
    return row["value_added_cny"], row["output_cny"], row["tax_cny"], row["employees"]


def test_amounts_are_in_the_unit_of_the_contract(desk) -> None:
    assert amounts(desk.read("enterprise_accounts", account())[0][0]) == (10_000, 20_000, 30_000, 4)
    desk.changes = {"unit": "千CNY"}
    assert amounts(desk.read("enterprise_accounts", account())[0][0]) == (1_000, 2_000, 3_000, 4)


def test_a_header_states_the_unit_of_its_own_column(desk) -> None:
    head = "uscc,年度,增加值（元）,产值（千元）,税收(亿元),从业人员（万人）"
    row = desk.read("enterprise_accounts", account(head, f"{CODE},2023,1,2,3,0.0004"))[0][0]
    assert amounts(row) == (1, 2_000, 300_000_000, 4)


def test_the_range_holds_in_whatever_unit_a_column_is(desk) -> None:
    desk.changes = {"range": {"min": 0, "max": 100}}  # 万元
    head = "uscc,年度,增加值（元）"
    assert desk.read("enterprise_accounts", account(head, f"{CODE},2023,1000000"))[1] == []
    assert desk.read("enterprise_accounts", account(head, f"{CODE},2023,1000001"))[1][0]["reasons"] == ["above_range"]


@pytest.mark.parametrize("head", ["uscc,年度,增加值（吨）", "uscc,年度,从业人员（万元）"])
def test_a_unit_of_another_kind_is_told(desk, head: str) -> None:
    with pytest.raises(Problem) as caught:
        desk.read("enterprise_accounts", account(head, f"{CODE},2023,1"))
    assert caught.value.code == "ingest.other-unit"


@pytest.mark.parametrize(("unit", "told"), [("万元", False), ("元", True)])
def test_a_unit_above_the_header_of_a_sheet_must_be_the_contracts(desk, unit: str, told: bool) -> None:
    book = openpyxl.Workbook()
    for row in (["核算"], [f"金额单位：{unit}"], ["uscc", "年度", "增加值"], [CODE, 2023, 1.5]):
        book.active.append(row)
    path = desk.folder / "book.xlsx"
    book.save(path)
    if told:
        with pytest.raises(Problem) as caught:
            desk.read_path("enterprise_accounts", path)
        assert caught.value.code == "ingest.other-unit"
    else:
        assert amounts(desk.read_path("enterprise_accounts", path)[0][0]) == (15_000, None, None, None)


@pytest.mark.parametrize("text", ["2023", "2023年", "2023年度", "２０２３年度"])
def test_a_year_is_written_in_several_forms(desk, text: str) -> None:
    assert desk.read("enterprise_accounts", account(line=f"{CODE},{text},1,2,3,4"))[0][0]["year"] == 2023


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        (f"{CODE},2024,1,2,3,4", ["date_in_future"]),
        (f"{CODE},1999,1,2,3,4", ["date_out_of_range"]),
        (f"{CODE},去年,1,2,3,4", ["unreadable_date"]),
        (f"{CODE},,1,2,3,4", ["missing_date"]),
        (f"{CODE},2023,-1,2,3,4", ["negative"]),
        (f"{CODE},2023,1,2,3,-4", ["negative"]),
        (f"{CODE},2023,,,,", ["missing_value"]),
        (",2023,1,2,3,4", ["missing_subject"]),
        (f"{CODE[:-1]}X,2023,1,2,3,4", ["bad_uscc_check_digit"]),
    ],
)
def test_an_account_that_cannot_be_is_refused(desk, line: str, reasons: list[str]) -> None:
    accepted, refused = desk.read("enterprise_accounts", account(line=line))
    assert (accepted, refused[0]["reasons"]) == ([], reasons)


def test_what_is_mended_is_read_in_the_unit_of_its_file(desk) -> None:
    refused = desk.read("enterprise_accounts", account("uscc,年度,增加值（元）,产值", f"{CODE},2024,5,6"))[1]
    mended = json.loads(refused[0]["raw"]) | {"year": "2022"}
    again = pa.Table.from_pylist([refused[0] | {"raw": json.dumps(mended)}], schema=QUARANTINED)
    assert amounts(desk.recheck("enterprise_accounts", again)[0][0]) == (5, 60_000, None, None)
