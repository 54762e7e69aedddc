"""What a backtest says of the method that the catalog uses, in sentences."""

from __future__ import annotations

from math import isnan
from typing import Any

from openmbi.core.language import Text
from openmbi.reports.backtest.inputs import BacktestInput, MethodFigures, Ranking
from openmbi.reports.overview.figures import Pair, both

_TESTED = Text(
    "{rule}，与首次公布值相比，共 {months} 个月。", "{rule}, and compared with the first print: {months} months."
)
_RESULT = Text(
    "目录所用方法“{label}”的均方根误差为 {rmse} 个百分点，{reference}为 {other} 个百分点（Diebold–Mariano 检验 {p}）；80% 区间覆盖了 {coverage} 的公布值。",
    "The catalog's method, {label}, errs by {rmse} percentage points (root mean square), {reference} by {other} (Diebold–Mariano {p}); its 80 % intervals "
    "held {coverage} of the prints.",
)
_FIRST = Text("目录所用方法误差最小。", "The catalog's method errs least.")
_TIES = Text(
    "目录所用方法属最优组：误差最小的是“{best}”，两者之差不显著（{p}）。",
    "The catalog's method is among the best: {best} errs least, and the difference is not significant ({p}).",
)
_WORSE = Text(
    "目录所用方法不在最优组：“{best}”的误差显著较小（{p}）。请考虑在目录 targets/ 中改用该组方法。",
    "The catalog's method is not among the best: {best} errs significantly less ({p}). Consider declaring a method of that set in targets/ of the catalog.",
)
_UNRANKED = Text(
    "目录所用方法在预测时点只给出了 {number} 个月的预测（共 {months} 个月），不能排名：多半因为它所需的数据那时尚未到齐。"
    "能给出预测的方法中误差最小的是“{best}”。",
    "The catalog's method had a forecast at the origin in {number} of {months} months and cannot be ranked: mostly the data that it needs are not in by then. "
    "Of the methods that had, {best} errs least.",
)
_NOTHING = Text(
    "没有一种方法给出了足够多的预测，无从比较。", "No method has enough forecasts: nothing can be compared."
)
_ABSENT = Text(
    "目录声明的方法“{name}”没有参加回测，无从比较。",
    "The method that the catalog declares, {name}, was not in this backtest: nothing can be said of it.",
)
_NOT_BETTER = Text(
    "与{reference}相比，差异不显著：按现有月份，还不能断言该方法更准。",
    "Against {reference} the difference is not significant: on these months it cannot be claimed to be more accurate.",
)
_TOO_SHORT = Text(
    "可比月份不足 {least} 个，各项检验把握不大，排名仅供参考。",
    "Fewer than {least} months can be compared: the tests have little power, and the ranks are an indication only.",
)
LEAST_MONTHS = 24


def chance(p: float) -> Text:
    """Return a p-value in words."""
    if isnan(p):
        return Text("样本不足，未检验", "too few to test")
    return Text("p < 0.001", "p < 0.001") if p < 0.0005 else Text(f"p = {p:.3f}", f"p = {p:.3f}")


def verdict(source: BacktestInput) -> dict[str, Any]:
    """Return the sentences, and a code: `first`, `ties`, `worse`, `unranked` or `absent`; the strictest over all tables of the first horizon."""
    tables = [one for one in source.rankings if one.horizon == 1]
    codes = [_code(source, table) for table in tables]
    place = min(range(len(tables)), key=lambda row: _ORDER.index(codes[row]))
    table, code = tables[place], codes[place]
    said = [_lead(source, tables[0]), _judged(source, table, code)]
    own, reference = _of(tables[0], source.published), _of(tables[0], source.reference)
    if own and reference and own.rank and own is not reference and not own.p_reference < source.level:
        said.append(_NOT_BETTER.fill(reference=reference.label))
    if tables[0].common < LEAST_MONTHS:
        said.append(_TOO_SHORT.fill(least=LEAST_MONTHS))
    return {"code": code, "sentences": [both(one) for one in said]}


_ORDER = ("absent", "unranked", "worse", "ties", "first")


def _code(source: BacktestInput, table: Ranking) -> str:
    own = _of(table, source.published)
    if own is None:
        return "absent"
    if own.rank is None:
        return "unranked"
    if own.rank == 1:
        return "first"
    return "ties" if own.among_best else "worse"


def _judged(source: BacktestInput, table: Ranking, code: str) -> Text:
    own = _of(table, source.published)
    best = next((one for one in table.methods if one.rank == 1), None)
    if own is None:
        return _ABSENT.fill(name=source.published)
    if best is None:
        return _NOTHING
    if code == "unranked":
        return _UNRANKED.fill(number=own.months, months=table.months, best=best.label)
    if code == "first":
        return _FIRST
    return (_TIES if code == "ties" else _WORSE).fill(best=best.label, p=chance(own.p_best))


def _lead(source: BacktestInput, table: Ranking) -> Text:
    own, reference = _of(table, source.published), _of(table, source.reference)
    if own is None or reference is None or own.rank is None or reference.rank is None:
        return _TESTED.fill(rule=source.rule, months=table.months)
    tested = _TESTED.fill(rule=source.rule, months=table.common)
    result = _RESULT.fill(
        label=own.label,
        rmse=f"{own.rmse:.2f}",
        reference=reference.label,
        other=f"{reference.rmse:.2f}",
        p=chance(own.p_reference),
        coverage=f"{own.coverage[1]:.0%}",
    )
    return tested + Text("", " ") + result


def _of(table: Ranking, name: str) -> MethodFigures | None:
    return next((one for one in table.methods if one.name == name), None)


def pair(text: Text | None) -> Pair | None:
    """Return a text as a document carries it, None for none."""
    return None if text is None else both(text)
