"""Steps without an entrance from Python are plain Python where Python calls them, and few have one."""

import numpy as np
from numba.core.registry import CPUDispatcher

from openmbi.index.dynamic_factor import calendar_filter, dense, maximise, precision

A = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]])


def test_a_part_is_plain_python_where_python_calls_it():
    inverse, log = dense.inverted(A)
    np.testing.assert_allclose(inverse, np.linalg.inv(A), rtol=1e-12)
    np.testing.assert_allclose(log, np.linalg.slogdet(A)[1], rtol=1e-12)
    assert np.isnan(dense.inverted(-A)[1])


def test_what_others_call_has_no_entrance():
    compiled = {
        name
        for module in (calendar_filter, dense, maximise, precision)
        for name, value in vars(module).items()
        if isinstance(value, CPUDispatcher) and value.py_func.__module__ == module.__name__
    }
    assert compiled == {"forward", "backward", "assemble", "_law_of_factors", "_white"}
