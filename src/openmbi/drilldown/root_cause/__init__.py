"""Root causes: why a total of many dimensions moved."""

from openmbi.drilldown.root_cause.find import root_causes
from openmbi.drilldown.root_cause.parameters import RootCauseParameters

__all__ = ["RootCauseParameters", "root_causes"]
