"""Refuses indicators that a method cannot work with: they do not move, have no span, or are not positive."""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Flags, Floats, Names
from openmbi.index.treatment.setting import Setting


def refuse_flat(inside: Floats, setting: Setting) -> None:
    """Refuse indicators as `refuse_flat_rows`."""
    refuse_flat_rows(inside, setting.names)


def refuse_flat_rows(inside: Floats, names: Names) -> None:
    """Refuse indicators (n, B) that are the same in every column of the base.

    Raises
    ------
    Problem
        `index.flat-indicator`.
    """
    _refuse(
        np.nanmax(inside, axis=1) <= np.nanmin(inside, axis=1),
        names,
        "index.flat-indicator",
        Text("基期内没有变化，无法定标：{names}", "they do not move in the base, so they have no scale: {names}"),
        Text("请选有变化的基期，或不计这些指标", "choose a base in which they move, or leave them out"),
    )


def refuse_spans(span: Floats, setting: Setting) -> None:
    """Refuse indicators whose span or reference (n,) is not above zero.

    Raises
    ------
    Problem
        `index.no-span`.
    """
    _refuse(
        ~(span > 0),
        setting.names,
        "index.no-span",
        Text(
            "参照值不为正，或上限、目标未超出下限：{names}",
            "the reference is not positive, or target or upper goalpost do not lie beyond the lower one: {names}",
        ),
        Text(
            "请核对目标、上下限与基期，或改选其他标准化方法",
            "check targets, goalposts and base, or normalise otherwise",
        ),
    )


def refuse_not_positive(values: Floats, setting: Setting) -> None:
    """Refuse indicators (n, T) with a value that is zero or less.

    Raises
    ------
    Problem
        `index.not-positive`.
    """
    _refuse(
        np.any(values <= 0, axis=1),
        setting.names,
        "index.not-positive",
        Text("有零值或负值，不能取对数：{names}", "zero or negative, so they have no logarithm: {names}"),
        Text("请改用 signed_log，或不处理", "use signed_log, or treat nothing"),
    )


def _refuse(refused: Flags, names: Names, code: str, found: Text, fix: Text) -> None:
    if refused.any():
        raise Problem(code, found.fill(names=", ".join(names[refused])), fix)
