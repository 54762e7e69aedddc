"""BBQ said in the plainest way: lists, loops and one rule after the other."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from openmbi.index.turning_points.bbq import bbq
from openmbi.index.turning_points.censoring import CensoringRules


def plain(y: list[float], rules: CensoringRules) -> list[tuple[int, int]]:
    turns = []
    for t in range(rules.window, len(y) - rules.window):
        before = [y[t - k] for k in range(1, rules.window + 1)]
        after = [y[t + k] for k in range(1, rules.window + 1)]
        if all(y[t] >= other for other in before) and all(y[t] > other for other in after):
            turns.append((t, 1))
        elif all(y[t] <= other for other in before) and all(y[t] < other for other in after):
            turns.append((t, -1))
    while True:
        before = list(turns)
        turns = in_turn(y, turns)
        turns = [(t, kind) for t, kind in turns if t >= rules.ends and len(y) - 1 - t >= rules.ends]
        turns = inside(y, turns)
        turns = long_enough_cycles(y, turns, rules)
        turns = long_enough_phases(y, turns, rules)
        if turns == before:
            return turns


def better(y, one, other):
    """Of two turns of one kind, given in order, the one to keep."""
    return one if one[1] * y[one[0]] > one[1] * y[other[0]] else other


def in_turn(y, turns):
    for k in range(len(turns) - 1):
        if turns[k][1] == turns[k + 1][1]:
            return in_turn(y, [*turns[:k], better(y, turns[k], turns[k + 1]), *turns[k + 2 :]])
    return turns


def inside(y, turns):
    if turns and any(turns[0][1] * other > turns[0][1] * y[turns[0][0]] for other in y[: turns[0][0]]):
        return inside(y, turns[1:])
    if turns and any(turns[-1][1] * other > turns[-1][1] * y[turns[-1][0]] for other in y[turns[-1][0] + 1 :]):
        return inside(y, turns[:-1])
    return turns


def long_enough_cycles(y, turns, rules):
    lengths = [turns[k + 2][0] - turns[k][0] for k in range(len(turns) - 2)]
    if not lengths or min(lengths) >= rules.cycle:
        return turns
    k = lengths.index(min(lengths))
    worse = k if better(y, turns[k], turns[k + 2]) == turns[k + 2] else k + 2
    return long_enough_cycles(y, in_turn(y, turns[:worse] + turns[worse + 1 :]), rules)


def long_enough_phases(y, turns, rules):
    short = []
    for k in range(len(turns) - 1):
        length, moved = turns[k + 1][0] - turns[k][0], abs(y[turns[k + 1][0]] - y[turns[k][0]])
        if length < rules.phase and (rules.large_fall is None or moved < rules.large_fall):
            short.append((length, moved, k))
    if not short:
        return turns
    k = min(short)[2]
    if k == 0:
        return long_enough_phases(y, turns[1:], rules)
    if k == len(turns) - 2:
        return long_enough_phases(y, turns[:-1], rules)
    return long_enough_phases(y, turns[:k] + turns[k + 2 :], rules)


RULES = st.builds(
    CensoringRules,
    window=st.integers(1, 3),
    ends=st.integers(0, 4),
    phase=st.integers(1, 5),
    cycle=st.integers(2, 10),
    large_fall=st.none() | st.integers(1, 6),
)


@settings(max_examples=300)
@given(st.lists(st.integers(-4, 4).map(float), max_size=60), RULES)
def test_bbq_is_its_plain_twin(values, rules):
    assert bbq(np.array(values), rules).pairs() == plain(values, rules)


@given(st.integers(0, 10_000), RULES)
def test_bbq_is_its_plain_twin_on_random_walks(seed, rules):
    walk = np.random.default_rng(seed).normal(0, 1, 120).cumsum()
    assert bbq(walk, rules).pairs() == plain(walk.tolist(), rules)
