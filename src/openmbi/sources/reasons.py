"""Why a row is refused: every reason's stable code, what it means, and what the reader can do about it.

Checks mark rows with bit masks (n,) uint32, one bit a reason, because most rows are clean and a mask costs next to nothing; lists of codes are made
for refused rows only.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from openmbi.core.language import Text

Masks = NDArray[np.uint32]
"""Bit masks of reasons: 0 is a clean row."""


@dataclass(frozen=True)
class Reason:
    """A reason for refusing a row: what it means, and what the reader can do."""

    code: str
    bit: np.uint32
    means: Text
    fix: Text


_FIX_FILE = Text("请数据提供方改正后重新导入该文件", "have the file corrected and ingest it again")
_FIX_DATE = Text(
    "改正日期；若写法本身无误，把它加进契约的 dates",
    "correct the date; if the form is right, add it to `dates` in the contract",
)
_FIX_RANGE = Text(
    "核对数值与计量单位；确属正常时放宽契约的 range，再执行 mbi quarantine retry",
    "check value and unit; if they are right, widen `range` in the contract and run mbi quarantine retry",
)
_FIX_FIELD = Text("在该文件中改正该字段后重新导入", "correct the field in the file and ingest it again")

_DECLARED: list[tuple[str, Text, Text]] = [
    (
        "undecodable_text",
        Text("该行不能按文件的字符编码读取", "the line cannot be read in the encoding of the file"),
        Text(
            "把文件统一存为 UTF-8 或 GB18030 后重新导入，或在契约的 encoding 中写明",
            "save the whole file as UTF-8 or GB18030 and ingest it again, or name the encoding in the contract",
        ),
    ),
    (
        "wrong_number_of_fields",
        Text(
            "该行的字段数与表头不符，或引号不成对",
            "the line has more or fewer fields than the header, or an unpaired quote",
        ),
        _FIX_FILE,
    ),
    (
        "duplicate_key",
        Text("同一文件中同一主体、同一所属期有多条记录", "one file has several records of one subject and period"),
        Text("只保留正确的一条，重新导入该文件", "keep the right one and ingest the file again"),
    ),
    (
        "checksum_mismatch",
        Text("该行各列之和不等于合计列", "the columns of the line do not add up to its total"),
        _FIX_FILE,
    ),
    (
        "missing_subject",
        Text("没有写明主体（企业、户号）", "no subject (enterprise, meter) is given"),
        _FIX_FILE,
    ),
    (
        "unknown_enterprise",
        Text("该主体不在企业名录中", "the subject is not in the enterprise register"),
        Text(
            "先导入含有该主体的企业名录，再执行 mbi quarantine retry",
            "ingest a register that has the subject, then run mbi quarantine retry",
        ),
    ),
    ("missing_date", Text("没有写明日期或所属期", "no date or period is given"), _FIX_FILE),
    (
        "unreadable_date",
        Text(
            "日期或所属期不是契约接受的写法，或没有这一天、这一期",
            "the date or period has no form that the contract accepts, or there is none such",
        ),
        _FIX_DATE,
    ),
    (
        "date_out_of_range",
        Text("所属期早于契约的 earliest", "the day or period is before `earliest` of the contract"),
        Text(
            "改正日期；若无误，把契约的 earliest 提前，再执行 mbi quarantine retry",
            "correct the date; if it is right, set `earliest` back and run mbi quarantine retry",
        ),
    ),
    (
        "date_in_future",
        Text("日期晚于今天，或所属期尚未结束", "the date is after today, or the period has not ended"),
        Text(
            "改正日期，或待该日、该期过后执行 mbi quarantine retry",
            "correct the date, or run mbi quarantine retry once that day or period is over",
        ),
    ),
    ("missing_value", Text("没有数值", "there is no value"), _FIX_FILE),
    (
        "not_a_number",
        Text("不是数，或千位分隔写法有歧义", "it is not a number, or its thousands separators are ambiguous"),
        _FIX_FILE,
    ),
    ("not_finite", Text("数值为 NaN 或无穷大", "the value is NaN or infinite"), _FIX_FILE),
    ("negative", Text("数值为负", "the value is negative"), _FIX_RANGE),
    ("below_range", Text("数值低于契约的下限", "the value is below the range of the contract"), _FIX_RANGE),
    ("above_range", Text("数值高于契约的上限", "the value is above the range of the contract"), _FIX_RANGE),
    (
        "other_unit",
        Text("该行的计量单位与契约不同", "the line is in another unit than the contract says"),
        Text(
            "按契约的计量单位改正数值与单位后重新导入，或为该单位另立契约",
            "give value and unit in the contract's unit and ingest the file again, or write a contract for this unit",
        ),
    ),
    (
        "unreadable_known_at",
        Text("知悉时刻不可读取", "the moment at which the value was known cannot be read"),
        _FIX_DATE,
    ),
    (
        "known_in_future",
        Text("知悉时刻晚于现在", "the value is said to be known after now"),
        _FIX_FILE,
    ),
    (
        "known_before_period",
        Text("知悉时刻早于所属期开始", "the value is said to be known before its period began"),
        _FIX_FILE,
    ),
    (
        "bad_uscc",
        Text("不是 18 位统一社会信用代码", "it is no unified social credit code of 18 characters"),
        _FIX_FIELD,
    ),
    (
        "bad_uscc_check_digit",
        Text(
            "统一社会信用代码的校验位不符（GB 32100-2015）",
            "the check digit of the unified social credit code is wrong (GB 32100-2015)",
        ),
        _FIX_FIELD,
    ),
    (
        "bad_place_code",
        Text("不是六位行政区划代码（GB/T 2260）", "it is no place code of six digits (GB/T 2260)"),
        _FIX_FIELD,
    ),
    (
        "bad_industry_code",
        Text("不是国民经济行业分类代码（GB/T 4754）", "it is no industry code (GB/T 4754)"),
        _FIX_FIELD,
    ),
    (
        "unknown_size_class",
        Text("企业规模不是大型、中型、小型、微型之一", "the size class is none of large, medium, small, micro"),
        _FIX_FIELD,
    ),
    (
        "ends_before_it_starts",
        Text("有效期止早于有效期起", "valid_to is before valid_from"),
        _FIX_FIELD,
    ),
    (
        "unknown_kind",
        Text("类别不是电表、账户、车牌、名称之一", "the kind is none of meter, account, plate, name"),
        _FIX_FIELD,
    ),
    (
        "share_out_of_range",
        Text("分摊比例不在 0（不含）与 1 之间", "the share is not above 0 and 1 at most"),
        _FIX_FIELD,
    ),
]

REASONS = MappingProxyType(
    {code: Reason(code, np.uint32(1 << place), means, fix) for place, (code, means, fix) in enumerate(_DECLARED)}
)
"""Every reason by its code."""


def bit(code: str) -> np.uint32:
    """Return the bit of a reason."""
    return REASONS[code].bit


def flagged(rows: NDArray[np.bool_], code: str) -> Masks:
    """Return masks (n,) with the bit of a reason where `rows` (n,) is true."""
    return np.where(rows, bit(code), np.uint32(0)).astype(np.uint32)


def codes_of(masks: Masks) -> pa.Array:
    """Return the codes of each mask (n,) as a list of texts, in the order of declaration."""
    distinct, place = np.unique(masks, return_inverse=True)
    lists = [[code for code, reason in REASONS.items() if mask & reason.bit] for mask in distinct]
    return pa.array(lists, pa.list_(pa.string())).take(pa.array(place.astype(np.int32)))


def masks_of(codes: pa.Array | pa.ChunkedArray) -> Masks:
    """Return the masks (n,) of lists of codes; a code that is no longer declared is left out."""
    return np.array([_mask(listed) for listed in codes.to_pylist()], dtype=np.uint32)


def _mask(codes: list[str]) -> int:
    return sum(int(REASONS[code].bit) for code in set(codes) & REASONS.keys())
