"""Several sources together."""

import numpy as np

from openmbi.alerts.detection.joint import joint_channels
from openmbi.alerts.detection.parameters import DetectionParameters
from openmbi.alerts.detection.track import Track


def agreement(*sources: float) -> float:
    tracks = [Track(1, np.ones(1), DetectionParameters(lags=(1,))) for _ in sources]
    (channel,) = joint_channels([np.array([[size]]) for size in sources], tracks, None)
    return float(channel[0, 0])


def test_two_agree_as_far_as_the_one_that_goes_less_far():
    assert agreement(-3.0, -2.0) == -2.0
    assert agreement(3.0, 2.0, np.nan) == 2.0


def test_one_alone_is_no_agreement_however_far_it_goes():
    assert agreement(9.0, 0.5) == 0.5
    assert agreement(9.0, -0.5) == agreement(-9.0, 3.0) == 0.0


def test_a_third_that_goes_the_other_way_does_not_undo_two_that_agree():
    assert agreement(4.0, 3.0, -2.0) == 3.0
    assert agreement(4.0, -3.0, -5.0) == -3.0


def test_of_one_source_nothing_agrees():
    assert np.isnan(agreement(9.0, np.nan))
