"""The numbers of the channels of a layer: of each track its lags, slow change and shape of the week; then of several tracks together, of owners, of runs."""

from __future__ import annotations

from dataclasses import dataclass

from openmbi.alerts.detection.joint import RELOCATION_LAGS
from openmbi.core.alerts import Channel

SLOW_LAG = 14
"""So many days and more judged together are a slow change."""


@dataclass(frozen=True)
class Channels:
    """How channels are numbered: `lags` of each of the `tracks`; whether there are owners (`relocations`) and runs of standing still and silence (`runs`)."""

    lags: tuple[int, ...]
    tracks: int
    relocations: bool
    runs: bool

    @property
    def of_a_track(self) -> int:
        """How many channels a track has."""
        return len(self.lags) + 2

    @property
    def first_joint(self) -> int:
        """The first channel of several tracks together."""
        return self.tracks * self.of_a_track

    @property
    def first_relocation(self) -> int:
        """The first channel of relocation."""
        return self.first_joint + (len(self.lags) if self.tracks > 1 else 0)

    @property
    def first_run(self) -> int:
        """The first channel of runs: of standing still by track, then of silence by track."""
        return self.first_relocation + (len(RELOCATION_LAGS) if self.relocations else 0)

    def name(self, channel: int) -> Channel:
        """Return what a channel is called; standing still is a level."""
        if channel >= self.first_run:
            return Channel.LEVEL if channel - self.first_run < self.tracks else Channel.SILENCE
        if channel >= self.first_relocation:
            return Channel.RELOCATION
        if channel >= self.first_joint:
            return Channel.JOINT
        place = channel % self.of_a_track
        if place < len(self.lags):
            return Channel.SLOW if self.lags[place] >= SLOW_LAG else Channel.LEVEL
        return Channel.SLOW if place == len(self.lags) else Channel.PATTERN

    def lag(self, channel: int) -> int:
        """Return how many days a channel judges together; the eldest lag for slow change and the shape of the week, the newest day for runs."""
        if channel >= self.first_run:
            return self.lags[0]
        if channel >= self.first_relocation:
            return self.lags[RELOCATION_LAGS[channel - self.first_relocation]]
        if channel >= self.first_joint:
            return self.lags[channel - self.first_joint]
        place = channel % self.of_a_track
        return self.lags[place] if place < len(self.lags) else self.lags[-1]

    def track(self, channel: int) -> int | None:
        """Return the track that a channel is of; None for several together."""
        if channel >= self.first_run:
            return (channel - self.first_run) % self.tracks
        if channel >= self.first_relocation:
            return 0
        return None if channel >= self.first_joint else channel // self.of_a_track

    def of_lag(self, track: int, lag: int) -> int:
        """Return the channel of a lag of a track."""
        return track * self.of_a_track + self.lags.index(lag)
