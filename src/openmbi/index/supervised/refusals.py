"""What a supervised method refuses, said so that the reader can mend it."""

from __future__ import annotations

from collections.abc import Iterable

from openmbi.core.language import Text
from openmbi.core.problems import Problem


def not_installed(label: Text, needs: tuple[str, str]) -> Problem:
    """Return the problem of a method whose extra is not installed."""
    extra, module = needs
    return Problem(
        "index.not-installed",
        Text("{method}需要 {module}，尚未安装", "{method} needs {module}, which is not installed").fill(
            method=label, module=module
        ),
        Text("安装：pip install 'openmbi[{extra}]'", "install it: pip install 'openmbi[{extra}]'").fill(extra=extra),
    )


def option_refused(label: Text, name: str) -> Problem:
    """Return the problem of an option that a method makes no use of."""
    return Problem(
        "index.option",
        Text("{method}不使用选项 {name}", "{method} makes no use of the option {name}").fill(method=label, name=name),
        Text("去掉该选项，或换一种方法", "leave the option out, or choose another method"),
        field=name,
    )


def no_method(name: str, known: Iterable[str]) -> Problem:
    """Return the problem of a name that no supervised method has."""
    names = list(known)
    return Problem(
        "index.no-method",
        Text("没有名为「{name}」的有监督方法", "there is no supervised method “{name}”").fill(name=name),
        Text("改用所列方法之一", "choose one of these"),
        expected=Text("、".join(names), ", ".join(names)),
    )


def wrong_shape(found: tuple[int, ...], expected: int | None) -> Problem:
    """Return the problem of arrays that do not fit together; `expected`: the number of indicators that were fitted."""
    wanted = "T × n, T, n" if expected is None else f"m × {expected}"
    return Problem(
        "index.shape",
        Text(
            "指标、目标与权重的个数不一致：{found}", "indicators, target and weights do not fit together: {found}"
        ).fill(found=" × ".join(map(str, found))),
        Text(
            "指标应为（期数 × 指标数），目标每期一个，权重每个指标一个",
            "indicators are periods × indicators, the target has one value a period, the weights one an indicator",
        ),
        expected=Text(wanted, wanted),
    )


def unknown_values(columns: Iterable[int], rows: Iterable[int] = ()) -> Problem:
    """Return the problem of values that are not known, by the places of their indicators and of the target's rows, from 0."""
    which = ", ".join(map(str, columns)) or "–"
    when = ", ".join(map(str, rows)) or "–"
    return Problem(
        "index.unknown-values",
        Text(
            "有缺值的指标（序号自 0 起）：{which}；目标缺值的期：{when}",
            "indicators with unknown values (by place from 0): {which}; rows without a target: {when}",
        ).fill(which=which, when=when),
        Text(
            '补齐这些值、去掉这些期，或用 incomplete="drop" 不计这些指标',
            'fill these values, leave these rows out, or leave these indicators out by incomplete="drop"',
        ),
    )


def too_few_rows(found: int, needed: int) -> Problem:
    """Return the problem of fewer rows than anything can be learned from."""
    return Problem(
        "index.too-few-rows",
        Text("只有 {found} 期可用于估计", "there are only {found} rows to learn from").fill(found=found),
        Text("等到有更多期的目标指标", "wait until more figures of the target are known"),
        expected=Text("至少 {n} 期", "{n} at least").fill(n=needed),
    )


def too_few_components(found: int) -> Problem:
    """Return the problem of a number of components below 1."""
    return Problem(
        "index.option",
        Text("成分个数为 {found}", "the number of components is {found}").fill(found=found),
        Text("至少取 1 个", "take 1 at least"),
        field="components",
    )


def too_few_indicators(label: Text, found: int, needed: int) -> Problem:
    """Return the problem of fewer indicators than a method can work with."""
    return Problem(
        "index.too-few-indicators",
        Text("可用的指标只有 {found} 个", "only {found} indicators count").fill(found=found),
        Text("补入指标，或换一种方法", "add indicators, or choose another method"),
        expected=Text("{method}至少需要 {n} 个", "{method} needs {n} at least").fill(method=label, n=needed),
    )


def no_expert_weights(label: Text) -> Problem:
    """Return the problem of a method that is drawn towards expert weights where none were given."""
    return Problem(
        "index.no-expert-weights",
        Text("{method}没有收到专家权重，或权重全为零", "{method} was given no expert weights, or only zeros").fill(
            method=label
        ),
        Text("给出每个指标的专家权重，或改用普通岭回归", "give a weight for each indicator, or choose plain ridge"),
        field="expert",
    )


def nothing_varies() -> Problem:
    """Return the problem of a panel none of whose indicators is complete and varies."""
    return Problem(
        "index.nothing-varies",
        Text("没有一个指标在各期都有值且有变化", "no indicator is complete and varies"),
        Text("请检查指标，或缩短用于估计的时段", "check the indicators, or fit over a shorter span"),
    )
