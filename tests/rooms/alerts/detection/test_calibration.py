import numpy as np

from openmbi.alerts.detection.calibration import BINS, Calibration, ChannelTails, bins_of, score_of_bin


def test_a_bin_begins_at_its_score():
    places = np.arange(1, BINS)
    assert (bins_of(np.array([score_of_bin(int(k)) * 1.0001 for k in places])) == places).all()
    assert bins_of(np.array([0.0, np.nan, np.inf])).tolist() == [0, 0, BINS - 1]


def test_a_p_value_counts_the_days_that_score_as_much():
    one = Calibration(np.zeros(4, np.intp), np.zeros(4, np.intp))
    one.add(0, 0, bins_of(np.array([0.5, 1.0, 2.0, 4.0])), np.arange(4))
    p = one.p_values(bins_of(np.array([0.1, 0.9, 3.0, 9.0])), 0, 0, wanted=0, least=0)
    assert p.tolist() == [5 / 5, 4 / 5, 2 / 5, 1 / 5]


def test_a_stratum_is_merged_until_it_has_days_enough():
    stratum, pool = np.array([0, 1]), np.array([0, 0])
    one = Calibration(stratum, pool)
    one.add(0, 0, np.array([300]), np.array([0]))
    for _ in range(9):
        one.add(0, 0, np.array([10]), np.array([1]))
    place = np.array([200, 200])
    assert one.p_values(place, 0, 0, wanted=1, least=1).tolist() == [1.0, 0.1]
    assert one.p_values(place, 0, 0, wanted=10, least=1).tolist() == [2 / 11, 2 / 11]


def test_a_festival_day_is_judged_by_days_of_its_family_before_others():
    one = Calibration(np.zeros(1, np.intp), np.zeros(1, np.intp))
    for _ in range(50):
        one.add(0, 0, np.array([10]), np.array([0]))
    for day_class in (8, 9):
        for _ in range(5):
            one.add(day_class, 2, np.array([350]), np.array([0]))
    place = np.array([340])
    assert one.p_values(place, 8, 2, wanted=8, least=5)[0] == 1.0
    assert one.p_values(place, 8, 2, wanted=100, least=50)[0] == 11 / 61
    one.add(20, 1, np.array([350]), np.array([0]))
    assert (
        one.p_values(place, 20, 1, wanted=30, least=1)[0] == 2 / 52
    )  # days around a festival with ordinary ones, without deep ones


def test_what_is_taken_back_was_never_counted():
    one, other = (Calibration(np.zeros(2, np.intp), np.zeros(2, np.intp)) for _ in range(2))
    one.add(0, 0, np.array([5, 7]), np.arange(2))
    one.put(0, 7, 1, -1)
    other.add(0, 0, np.array([5]), np.array([0]))
    assert (one.counts == other.counts).all()


def test_channels_are_bounded_by_their_own_tails():
    rng = np.random.default_rng(0)
    tails = ChannelTails(2, 1e-2)
    assert tails.bounds(0).tolist() == [4.0, 4.0]
    size = np.abs(rng.normal(size=(50_000, 2))) * [1, 3]
    tails.add(0, size, np.ones(50_000, bool))
    np.testing.assert_allclose(tails.bounds(0), [2.576, 3 * 2.576], rtol=0.04)
    assert abs(tails.p_value(0, 0, 2.576) - 0.01) < 2e-3
