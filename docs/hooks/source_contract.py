"""The reference page of the fields of a source's contract, from the model that checks them; a field without a meaning here stops the build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from openmbi.catalog.loader import Name
from openmbi.core.language import Text
from openmbi.core.registry import declared_files, load
from openmbi.core.units import UNITS
from openmbi.sources.contract import SHIPPED, Contract, FeedLimits, KnownAt, Range, Sentinel, load_contracts

FILLED_BY_THE_LOADER = {"source", "file"}
PARTS: dict[str, type[BaseModel]] = {
    "name": Name,
    "range": Range,
    "sentinels[]": Sentinel,
    "known_at": KnownAt,
    "feed": FeedLimits,
}

FIELDS = {
    "extends": Text(
        "所依据的内置契约，只写不同之处", "a shipped contract that this one lies over: say only what differs"
    ),
    "feeds": Text("其观测计入哪个数据源；缺省为自身", "the source that its observations are of; itself if not said"),
    "name": Text("名称", "what it is called"),
    "name.zh": Text("中文名称", "in Chinese"),
    "name.en": Text("英文名称", "in English"),
    "reader": Text("读取器，即所读文件的种类", "the reader: the kind of file"),
    "files": Text(
        "文件名样式，不分大小写；含斜线的与路径末尾比较",
        "patterns of the file's name, capitals do not count; one with a slash is compared with the end of the path",
    ),
    "columns": Text(
        "每个用途可接受的表头；见下表。表头的首尾空格、全角与大小写不计",
        "the headers that each role accepts, see below; outer blanks, full-width forms and capitals do not count",
    ),
    "subject_kind": Text("主体是什么", "what its subjects are"),
    "kind": Text(
        "户主清单：整个文件的类别；有此项则不读类别列",
        "of holders: the kind of every line of the file; a column of kinds is not read then",
    ),
    "frequency": Text(
        "文件所属期的频率：日、周、月、季、年", "of the file's periods: day, ISO week, month, quarter, year"
    ),
    "indicator": Text(
        "指标，见 catalog/indicators；名录、户主与核算没有",
        "the indicator, of catalog/indicators; registers, holders and accounts have none",
    ),
    "unit": Text(
        "文件中的计量单位，见下表；表头载明的须与之相同",
        "the unit of the file, see below; one that a header states must be the same",
    ),
    "decimals": Text(
        "以存储单位保留的小数位数；多余位数舍入一次，五入远离零",
        "decimals kept, in the unit of the store; more are rounded once, half away from zero",
    ),
    "range": Text("单个观测的合理范围，含两端", "what one observation can be, both ends included"),
    "range.min": Text("最小值，以文件单位计，舍入后比较", "the least, in the unit of the file, after rounding"),
    "range.max": Text("最大值，同上", "the greatest, likewise"),
    "earliest": Text("可能正确的最早日期", "the first day that can be right"),
    "dates": Text(
        "可接受的日期写法；`excel_serial` 为电子表格的日期序号；周、月、季、年的写法由 frequency 决定",
        "the forms of a day that are accepted, `excel_serial` a spreadsheet's day number; those of a week, month, quarter or year follow from `frequency`",
    ),
    "sentinels": Text(
        "代表其他含义的值；以该状态采用，在范围之外也采用",
        "values that stand for something else; accepted with that status, also outside the range",
    ),
    "sentinels[].value": Text("该值，以文件单位计", "the value, in the unit of the file"),
    "sentinels[].means": Text("含义：零或无读数", "what it stands for: zero or no reading"),
    "sheets": Text(
        "工作簿中要读的工作表，按名称样式；空表略过",
        "which sheets of a workbook are read, by patterns of their names; empty ones are passed over",
    ),
    "period_from": Text(
        "所属期取自列，或取自工作表名（一月一表）",
        "whether the period stands in a column, or is the name of the sheet (one sheet a month)",
    ),
    "encoding": Text("字符编码；auto 由内容判定", "how its text is encoded; auto finds out from the content"),
    "extra_columns": Text(
        "没有用途的列：忽略并报告，或拒收文件（宽表中这样的列是主体）",
        "columns without a role: ignored and reported, or the file refused (in a wide file they are subjects)",
    ),
    "known_at": Text("文件未写明时，数值何时为人所知", "when a value is known where the file does not say so"),
    "known_at.lag_days": Text(
        "所属期最后一日之后多少天的当地零点", "local midnight so many days after the last day of its period"
    ),
    "feed": Text("数据通道何时告警，见 mbi feeds", "when the feed has an alarm, see `mbi feeds`"),
    "feed.late_after_days": Text(
        "声明滞后之外再过多少天为迟到；缺省：日 3、周 4、月 10、季 15、年 30",
        "days beyond the declared lag after which a period is late; if not said: daily 3, weekly 4, monthly 10, quarterly 15, annual 30",
    ),
    "feed.least_share": Text(
        "最近一期的主体数不足此前同类各期中位数的多少为不全",
        "the latest period is short below this share of the median number of subjects of earlier periods like it",
    ),
    "feed.most_quarantined": Text(
        "最近一次交付中隔离的观测超过多少为失败",
        "the last delivery has failed where more than this share of its observations is in quarantine",
    ),
    "require_registered": Text("主体是否须在企业名录中", "whether subjects must be in the enterprise register"),
    "id": Text(
        "企业名录的代码：统一社会信用代码（核对校验位）或自定",
        "the codes of a register: unified social credit codes, with check digit, or the bureau's own",
    ),
    "keys": Text("确定一条记录的用途", "the roles that identify a record"),
    "licence": Text("依据什么条款使用", "under which terms the data are used"),
    "privacy": Text("保密等级", "who may see it"),
}

ROLES = {
    "subject": Text("主体", "the subject"),
    "valid_at": Text("所属期", "the day or period that the value is about"),
    "value": Text("数值", "the value"),
    "unit": Text("该行数值的计量单位，须与契约一致", "the unit of the line's value, which must be the contract's"),
    "known_at": Text("数据源何时知道", "when the source knew it"),
    "checksum": Text("合计：须等于该行各主体之和", "a total that must equal the sum of the line's subjects"),
    "ignore": Text("不读的列", "columns to leave out"),
    "enterprise": Text(
        "企业代码；户主清单中为账册所载，可缺可误",
        "the code of the enterprise; of a holder as the books give it, which may be absent or wrong",
    ),
    "name": Text("企业或户主名称", "the name of the enterprise or holder"),
    "kind": Text("类别：电表、账户、车牌、名称", "meter, account, plate, name"),
    "address": Text("地址", "the address"),
    "share": Text("分摊比例：0.6 或 60%；空为 1", "the holder's share: 0.6 or 60%; blank: 1"),
    "year": Text("年度", "the year"),
    "value_added": Text("工业增加值", "value added of industry"),
    "output": Text("工业总产值", "gross output"),
    "tax": Text("税收", "taxes paid"),
    "employees": Text("从业人数", "employees"),
    "place": Text("行政区划代码（GB/T 2260）", "code of its place, GB/T 2260"),
    "industry": Text("行业代码（GB/T 4754）", "code of its industry, GB/T 4754"),
    "size_class": Text("企业规模", "large, medium, small, micro"),
    "ownership": Text("登记注册类型", "kind of ownership"),
    "group_owner": Text("所属集团", "the group that owns it"),
    "valid_from": Text("有效期起", "first day on which the line holds"),
    "valid_to": Text("有效期止；空为至今", "last day; blank: until now"),
}

INTRODUCTION = """# Contract of a source · 数据源契约

`sources/<name>/source.yml` of a bureau; the source is called after its folder. How to write one: [English](../how-to/contract.md),
[中文](../how-to/contract.zh.md). The shipped contracts, with the headers that they accept, stand in the
[catalog](catalog.md#sources). A misspelt field is an error, told with file and line. Where `extends` is said, lists are replaced and mappings merged.

使用单位的 `sources/<名称>/source.yml`，数据源以目录为名；内置契约及其可接受的表头见[目录](catalog.md#sources)。
写错的字段会报错并指明文件与行。用 `extends` 时，列表整体取代，映射逐项合并。
"""


def page() -> str:
    """Return the page as Markdown."""
    fields = ["| field | form | default | meaning | 含义 |", "|---|---|---|---|---|", *_fields()]
    units = ["| unit | kept as | factor |", "|---|---|---|", *_units()]
    return "\n".join(
        [INTRODUCTION, "## Fields · 字段\n", *fields, "", *_readers(), "## Units · 计量单位\n", *units, ""]
    )


def _fields() -> Iterator[str]:
    for name, field in Contract.model_fields.items():
        if name in FILLED_BY_THE_LOADER:
            continue
        yield _row(name, field)
        part = next((key for key in PARTS if key.removesuffix("[]") == name), None)
        if part:
            yield from (_row(f"{part}.{inner}", field) for inner, field in PARTS[part].model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    meaning = FIELDS[name]
    return f"| `{name}` | {_form(field.annotation)} | {_default(field)} | {meaning.en} | {meaning.zh} |"


def _form(annotation: Any) -> str:
    """Say in words what a field takes."""
    parts = [part for part in get_args(annotation) if part not in {type(None), ...}]
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{part}`" for part in parts)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(f"`{member.value}`" for member in annotation)
    if get_origin(annotation) is tuple:
        return f"list: {_form(parts[0])}"
    if get_origin(annotation) is dict:
        return "role: header or list of headers"
    if parts:
        return _form(parts[0])
    plain = {"str": "text", "int": "whole number", "Decimal": "number", "date": "day", "bool": "`true`, `false`"}
    return plain.get(annotation.__name__, "mapping")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    shown = field.default
    if isinstance(shown, BaseModel):
        shown = shown.model_dump(mode="json", exclude_none=True)
    return "none" if shown in (None, (), {}) else f"`{json.dumps(shown, ensure_ascii=False)}`"


def _readers() -> Iterator[str]:
    """Yield, for each reader, its roles and the shipped contracts that use it."""
    shipped = load_contracts().values()
    for declared in declared_files(SHIPPED, "*/read.py"):
        code = load("openmbi.sources", f"{declared.name}.read")
        using = ", ".join(f"`{contract.source}`" for contract in shipped if contract.reader == declared.name)
        yield f"## Columns of `{declared.name}`\n\nShipped contracts with this reader · 使用它的内置契约：{using}\n"
        yield "| role | needed | meaning | 含义 |\n|---|---|---|---|"
        for role in (*code.REQUIRED, *code.OPTIONAL, "ignore"):
            needed = "yes" if role in code.REQUIRED else ""
            yield f"| `{role}` | {needed} | {ROLES[role].en} | {ROLES[role].zh} |"
        yield ""


def _units() -> Iterator[str]:
    return (f"| `{one.symbol}` | `{one.stored_as}` | {one.factor} |" for one in UNITS.values())
