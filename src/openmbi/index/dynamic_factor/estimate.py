"""Any value of any series given the panel: its expectation, its standard error, and what each observation weighs in it.

c: a form of the unknowns x; given the data, c'x has mean c'Q⁻¹h and variance c'Q⁻¹c, with Q the posterior precision and h = Σ a c_a/s the information of the
observations. So one solution g = Q⁻¹c gives the variance, c'g, and all weights at once: that of an observation is what it adds to g'h.
"""

from __future__ import annotations

import numpy as np

from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats
from openmbi.index.dynamic_factor.layout import GROWTH_WEIGHT, Layout, layout
from openmbi.index.dynamic_factor.model import Estimate, FactorModel, FactorParameters
from openmbi.index.dynamic_factor.panel import Aggregation, MixedPanel
from openmbi.index.dynamic_factor.posterior import condition, workspace
from openmbi.index.dynamic_factor.precision import Theta, gap_factor
from openmbi.index.dynamic_factor.skyline import solve
from openmbi.index.dynamic_factor.smooth import theta_of
from openmbi.index.dynamic_factor.standardise import standardised
