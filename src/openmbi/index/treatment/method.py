"""What a method of each step of a recipe is: its name, source, options and work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from openmbi.core.language import Text
from openmbi.core.tables import Floats
from openmbi.index.treatment.setting import Setting

Option = float | str
Options = Mapping[str, Option]


@dataclass(frozen=True)
class Outcome:
    """Values (n, T) after a step, and the parameters (n,) that it worked with, by name.

    `carries` puts points (n, k) from the scale before the step onto the one after it, NaN where they have no place there; None where the scale is the same.
    """

    value: Floats
    parameters: Mapping[str, Floats] = field(default_factory=dict)
    carries: Callable[[Floats], Floats] | None = None


@dataclass(frozen=True)
class StepMethod:
    """A way to fill, to treat or to normalise.

    `apply` takes values (n, T), the setting and every option of `defaults`; it changes nothing that it is given. Where the method has an inverse direction,
    an inverted indicator comes out so that more is more.
    """

    name: str
    label: Text
    citation: Text
    apply: Callable[[Floats, Setting, Options], Outcome]
    defaults: Options = field(default_factory=dict)


@dataclass(frozen=True)
class Weighting:
    """A way to weight: `weights` takes normalised values (n, T), the setting and the options, and gives weights (n,) that sum to 1."""

    name: str
    label: Text
    citation: Text
    weights: Callable[[Floats, Setting, Options], Floats]
    defaults: Options = field(default_factory=dict)


@dataclass(frozen=True)
class Aggregation:
    """A way to aggregate.

    `scores` takes normalised values (n, T) and weights (m, n) and gives m scores (m, T). `parts` takes values (n, T) and weights (n,) and gives the parts
    (n, T) that sum to the score; where there are none, `why_no_parts` says why.
    """

    name: str
    label: Text
    citation: Text
    scores: Callable[[Floats, Floats], Floats]
    parts: Callable[[Floats, Floats], Floats] | None
    why_no_parts: Text | None = None
