import numpy as np
import pytest

from openmbi.index.activity_level import activity_level
from openmbi.index.resolved_use import resolve_use

CAP = 10.0 * np.exp(6)  # the panel's scale is 1, so that the cap lies exp(6) above the fit


@pytest.mark.parametrize(("days", "counted"), [(1, [CAP]), (3, [CAP] * 3), (4, [1e6] * 4)])
def test_a_spike_counts_at_its_cap_until_it_has_lasted_four_days(adjusted, spec, days, counted):
    use = [10.0] * 3 + [1e6] * days + [10.0]
    resolved = resolve_use(adjusted({"x": "a" * len(use)}, use=use), spec)
    np.testing.assert_allclose(resolved.use[0], [10.0] * 3 + counted + [10.0])
    assert resolved.capped[0].tolist() == [False] * 3 + [days < 4] * days + [False]


def test_a_steady_subject_has_a_lower_cap_but_never_below_the_least_factor(adjusted, spec):
    panel = adjusted({"x": "aaa"}, use=[10, 60, 10])
    panel.scale[0] = 0.01
    np.testing.assert_allclose(resolve_use(panel, spec).use, [[10, 50, 10]])


def test_without_a_fit_there_is_nothing_to_call_a_spike(adjusted, spec):
    panel = adjusted({"x": "aaa"}, use=[1, 1e9, 1], fit={"x": np.nan})
    assert not resolve_use(panel, spec).capped.any()


def test_a_fault_of_one_meter_does_not_move_the_level(adjusted, spec):
    rows = {f"x{k}": "a" * 20 for k in range(20)}
    use = dict.fromkeys(rows, 10.0) | {"x0": [10.0] * 15 + [1e7] + [10.0] * 4}
    panel = adjusted(rows, use=use)
    panel.scale[:] = 0.05
    terms, series = activity_level(panel, spec)
    assert series.close[15] == pytest.approx(120)
    assert terms.capped.sum() == 1
