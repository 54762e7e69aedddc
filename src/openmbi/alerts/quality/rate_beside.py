"""What a page prints beside a light: how often such lights were false, how surely that is known, and what it was measured on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openmbi.alerts.quality.ledger import Pooled, pool
from openmbi.core.language import Text
from openmbi.core.quality import Basis, LedgerLine
from openmbi.core.tables import Colour, Level

FEWEST = 10  # verified alerts, from which on a narrower or a better measurement is preferred
NOT_YET_MEASURED = Text("尚未实测", "not yet measured")
_BASES = {
    Basis.FEEDBACK: Text("办结工单的反馈", "feedback from closed cases"),
    Basis.REPLAY: Text("模拟数据回放", "replay on simulated data"),
}
_RATE = Text(
    "同类预警 {whole} 个中误报 {false} 个：{share}%（95% 区间 {low}–{high}%），依据{basis}，{months}",
    "of {whole} such alerts {false} were false: {share} % (95 % interval {low}–{high} %), measured on {basis}, {months}",
)
_UNVERIFIED = Text("；另有 {count} 个尚未核实", "; {count} more are unverified")
_NONE_VERIFIED = Text(
    "尚未实测：同类预警 {count} 个均未核实", "not yet measured: none of {count} such alerts is verified"
)


@dataclass(frozen=True)
class RateBeside:
    """`measured`: the alerts that it was measured on, None where nothing is verified; `by_stratum`: they are of the light's own stratum. `text` says it."""

    measured: Pooled | None
    basis: Basis | None
    by_stratum: bool
    text: Text


def rate_beside(
    lines: Iterable[LedgerLine], level: Level, colour: Colour, stratum: str | None = None, *, fewest: int = FEWEST
) -> RateBeside:
    """Return what stands beside a light of a level and colour, from the lines that were known when the light was given.

    Feedback comes before replay, the light's own stratum before all strata, where at least `fewest` alerts are verified; where none has so many, what has most.
    """
    alike = [line for line in lines if line.level is level and line.colour is colour]
    choices = [
        (basis, by_stratum, pooled)
        for basis in Basis
        for by_stratum in ((True, False) if stratum is not None else (False,))
        if (pooled := pool(_of(alike, basis, stratum if by_stratum else None))) is not None
    ]
    verified = [one for one in choices if one[2].false.whole]
    if not verified:
        waiting = sum(pooled.unverified for _, by_stratum, pooled in choices if not by_stratum)
        text = _NONE_VERIFIED.fill(count=waiting) if waiting else NOT_YET_MEASURED
        return RateBeside(None, None, False, text)
    enough = [one for one in verified if one[2].false.whole >= fewest]
    basis, by_stratum, pooled = enough[0] if enough else max(verified, key=lambda one: one[2].false.whole)
    return RateBeside(pooled, basis, by_stratum, _text(pooled, basis))


def _of(lines: list[LedgerLine], basis: Basis, stratum: str | None) -> list[LedgerLine]:
    return [line for line in lines if line.basis is basis and stratum in {None, line.stratum}]


def _text(pooled: Pooled, basis: Basis) -> Text:
    months = pooled.first if pooled.first == pooled.last else f"{pooled.first}…{pooled.last}"
    said = _RATE.fill(
        whole=pooled.false.whole,
        false=pooled.false.part,
        share=f"{100 * pooled.false.share:.1f}",
        low=f"{100 * pooled.false.low:.0f}",
        high=f"{100 * pooled.false.high:.0f}",
        basis=_BASES[basis],
        months=months,
    )
    return said + _UNVERIFIED.fill(count=pooled.unverified) if pooled.unverified else said
