"""Sobol indices: what they say of functions whose indices follow by hand, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

from openmbi.core.problems import Problem
from openmbi.index.audit.sobol import saltelli_sample, sobol_indices


def test_an_additive_function_shares_its_variance_by_squared_slopes():
    u = saltelli_sample(2, 1024, 3)
    found = sobol_indices(3 * u[:, 0] + 4 * u[:, 1], 2, 3)
    assert found.first == pytest.approx([9 / 25, 16 / 25], abs=0.01)
    assert found.total == pytest.approx([9 / 25, 16 / 25], abs=0.01)
    assert found.variance == pytest.approx(25 / 12, rel=0.01)
    assert found.largest == 1


def test_what_acts_only_together_has_no_first_order():
    u = saltelli_sample(2, 1024, 3)
    found = sobol_indices((u[:, 0] - 0.5) * (u[:, 1] - 0.5), 2, 3)
    assert found.first == pytest.approx([0, 0], abs=0.03)
    assert found.total == pytest.approx([1, 1], abs=0.03)


def test_the_seed_decides_the_sample_and_the_bootstrap_even_when_it_is_zero():
    u = saltelli_sample(3, 32, 0)
    assert np.array_equal(u, saltelli_sample(3, 32, 0))
    assert not np.array_equal(u, saltelli_sample(3, 32, 1))
    output = u[:, 0] + u[:, 1] ** 2
    one, again = (sobol_indices(output, 3, 0) for _ in range(2))
    assert np.array_equal(one.total_half_width, again.total_half_width)
    assert (one.total_half_width[:2] > 0).all()


def test_an_output_that_never_moves_has_no_indices():
    found = sobol_indices(np.full(16 * 4, 100.0), 2, 0)
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()
    assert found.largest is None
    assert found.variance == 0


@pytest.mark.parametrize("draws", [0, 8, 100, 513])
def test_draws_that_unbalance_the_sequence_are_refused(draws: int):
    with pytest.raises(Problem) as refused:
        saltelli_sample(2, draws, 0)
    assert refused.value.code == "index.audit-draws"


def test_an_output_of_another_length_is_a_bug_of_the_caller():
    with pytest.raises(ValueError, match="none of a sample"):
        sobol_indices(np.zeros(17), 2, 0)


def test_without_the_extra_the_reader_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("openmbi.index.audit.sobol.find_spec", lambda _: None)
    with pytest.raises(Problem) as refused:
        saltelli_sample(2, 16, 0)
    assert refused.value.code == "index.not-installed"
    assert "openmbi[methods]" in refused.value.fix.en
