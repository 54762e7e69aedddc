"""All that daily records are drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.core.tables import Flags
from openmbi.simulation.province.clock import Clock
from openmbi.simulation.province.coverage import Coverage
from openmbi.simulation.province.enterprises import Roster
from openmbi.simulation.province.events import PlantedEvent
from openmbi.simulation.province.generation import Generators
from openmbi.simulation.province.meters import Meters
from openmbi.simulation.province.world import World


@dataclass(frozen=True)
class Setting:
    """The province before anything is recorded; `designated` (n,) marks the enterprises above designated size."""

    roster: Roster
    clock: Clock
    world: World
    events: list[PlantedEvent]
    generators: Generators
    meters: Meters
    coverage: Coverage
    designated: Flags
    seed: int
