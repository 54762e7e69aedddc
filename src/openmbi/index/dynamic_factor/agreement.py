"""Whether a panel, a model and parameters belong together, checked before any compiled step trusts their shapes."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.index.dynamic_factor.model import FactorModel, FactorParameters
from openmbi.index.dynamic_factor.panel import MixedPanel


def check_model(panel: MixedPanel, model: FactorModel) -> None:
    """Refuse a model that the panel cannot bear.

    Raises
    ------
    Problem
        `index.factor-model`.
    """
    n, T = panel.value.shape
    if model.lags + 1 >= T:
        raise _apart(f"T = {T}", f"T > {model.lags + 1}")
    if model.blocks is not None and len(model.blocks) != n:
        raise _apart(f"blocks ({len(model.blocks)}, …)", f"({n}, …)")
    loads = model.loads(n)
    for block, factors in enumerate(model.factors):
        members = int(loads[:, model.block_of == block].any(axis=1).sum())
        if factors > min(members, T):
            raise _apart(f"block {block + 1}: {factors} factors", f"≤ {min(members, T)}")


def check_parameters(panel: MixedPanel, model: FactorModel, parameters: FactorParameters) -> None:
    """Refuse parameters of another shape than panel and model.

    Raises
    ------
    Problem
        `index.factor-model`.
    """
    n, p, r = len(panel.series), model.lags, model.size
    wanted = {
        "loadings": (n, r),
        "transition": (p, r, r),
        "innovation": (r, r),
        "variance": (n,),
        "persistence": (n,),
        "mean": (n,),
        "scale": (n,),
    }
    for name, shape in wanted.items():
        found = getattr(parameters, name).shape
        if found != shape:
            raise _apart(f"{name} {found}", f"{name} {shape}")


def _apart(found: str, expected: str) -> Problem:
    return Problem(
        "index.factor-model",
        Text("因子模型与面板不相符：{found}", "the factor model does not fit the panel: {found}").fill(found=found),
        Text(
            "请用同一组序列拟合的参数，因子数不超过各组序列数，时期多于滞后",
            "use parameters fitted to these series, no more factors than a block has series, and more periods than lags",
        ),
        expected=Text("应为 {expected}", "expected {expected}").fill(expected=expected),
    )
