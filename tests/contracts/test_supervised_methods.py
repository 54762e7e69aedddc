"""Every supervised method, found by discovery: what it says of itself, its parts, the same bits twice, more indicators than rows, clear refusals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openmbi.catalog.targets import BRIDGE, load_targets
from openmbi.core.problems import Problem
from openmbi.index.supervised.base import DEFAULT, FOR_ALL, Options
from openmbi.index.supervised.methods import supervised_method, supervised_names
from openmbi.index.supervised.training import LeftOut

METHODS = {name: supervised_method(name) for name in supervised_names()}
every_method = pytest.mark.parametrize("name", METHODS)


def data(rows: int = 40, indicators: int = 6, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    factor = generator.normal(size=(rows, 2))
    x = 5 + factor @ generator.normal(size=(2, indicators)) + 0.5 * generator.normal(size=(rows, indicators))
    return x, 3 + 2 * factor[:, 0] + generator.normal(size=rows)


def options(indicators: int = 6, **others) -> Options:
    return Options(expert=np.full(indicators, 1 / indicators), **others)


@every_method
def test_a_method_says_what_it_is(name: str):
    method = METHODS[name]
    assert method.name == name
    for text in (method.label, method.citation, *([] if method.additive else [method.why_not_additive])):
        assert text
        assert text.zh
        assert text.en
    assert method.uses <= set(Options.__dataclass_fields__) - FOR_ALL
    assert method.installed, "the tests need every extra"


@every_method
def test_parts_sum_to_the_prediction_or_there_are_none(name: str):
    x, y = data()
    fitted = METHODS[name].fit(x, y, options=options())
    new = data(seed=2)[0]
    parts = fitted.parts(new)
    assert (parts is not None) == METHODS[name].additive == (fitted.coefficients is not None)
    assert fitted.predict(new).shape == (40,)
    if parts is not None:
        np.testing.assert_allclose(parts.sum(axis=1), fitted.predict(new), rtol=0, atol=1e-10)
        np.testing.assert_allclose(parts[:, 0], y.mean())
        assert fitted.coefficients is not None
        np.testing.assert_allclose(parts[:, 1:], (new - x.mean(axis=0)) * fitted.coefficients, atol=1e-10)


@every_method
def test_it_learns_and_says_how_well(name: str):
    x, y = data(rows=120)
    fitted = METHODS[name].fit(x, y, options=options())
    assert np.sqrt(np.mean((fitted.predict(x) - y) ** 2)) < 0.75 * y.std()
    assert 0.8 < fitted.standard_error < 1.0 * y.std()
    errors = fitted.standard_errors(x)
    assert errors.shape == (120,)
    assert np.sqrt(np.mean(errors**2)) == pytest.approx(fitted.standard_error, rel=1e-9)
    assert fitted.chosen
    assert fitted.rows == 120


@every_method
def test_the_same_inputs_give_the_same_bits(name: str):
    x, y = data()
    one, other = (METHODS[name].fit(x, y, options=options()).predict(x) for _ in range(2))
    assert one.tobytes() == other.tobytes()


@every_method
def test_it_alters_nothing_that_it_was_given(name: str):
    x, y = data()
    before = x.copy(), y.copy()
    METHODS[name].fit(x, y, options=options()).predict(x)
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(y, before[1])


@every_method
@pytest.mark.parametrize("rows", [4, 5, 12])
def test_more_indicators_than_rows_will_do(name: str, rows: int):
    x, y = data(rows=rows, indicators=30)
    fitted = METHODS[name].fit(x, y, options=options(30))
    assert np.isfinite(fitted.predict(x)).all()


@every_method
def test_a_column_that_does_not_vary_or_lacks_a_value_is_left_out_and_said(name: str):
    x, y = data()
    x[:, 2] = 1234.567
    x[7, 4] = np.nan
    with pytest.raises(Problem) as problem:
        METHODS[name].fit(x, y, options=options())
    assert problem.value.code == "index.unknown-values"
    fitted = METHODS[name].fit(x, y, options=options(incomplete="drop"))
    assert fitted.left_out.tolist() == [0, 0, LeftOut.FLAT, 0, LeftOut.UNKNOWN, 0]
    kept = [0, 1, 3, 5]
    weight = replace(options(incomplete="drop"), expert=np.full(4, 1 / 6))
    alone = METHODS[name].fit(x[:, kept], y, options=weight)
    np.testing.assert_allclose(fitted.predict(x), alone.predict(x[:, kept]), rtol=1e-9)
    parts = fitted.parts(x)
    if parts is not None:
        assert not parts[:, [3, 5]].any()
    unknown = x.copy()
    unknown[0, 0] = np.nan
    with pytest.raises(Problem) as problem:
        fitted.predict(unknown)
    assert problem.value.code == "index.unknown-values"


@every_method
def test_a_flat_target_is_predicted_by_itself(name: str):
    x, _ = data()
    np.testing.assert_allclose(METHODS[name].fit(x, np.full(40, 7.7), options=options()).predict(x), 7.7, rtol=1e-12)


@every_method
def test_what_does_not_fit_together_is_refused(name: str):
    x, y = data()
    fit = METHODS[name].fit
    cases = [
        (lambda: fit(x, y[1:], options=options()), "index.shape"),
        (lambda: fit(x[:3], y[:3], options=options()), "index.too-few-rows"),
        (lambda: fit(np.ones_like(x), y, options=options()), "index.nothing-varies"),
        (lambda: fit(x, np.where(np.arange(40) == 3, np.nan, y), options=options()), "index.unknown-values"),
        (lambda: fit(x, y, options=options()).predict(x[:, 1:]), "index.shape"),
    ]
    for ask, code in cases:
        with pytest.raises(Problem) as problem:
            ask()
        assert problem.value.code == code
        assert problem.value.fix.zh


@every_method
def test_an_option_that_it_cannot_use_is_refused(name: str):
    x, y = data()
    given = {"components": 2, "most_components": 3, "penalty": 1.0, "choose": "marginal_likelihood", "seed": 9}
    for option in given.keys() - METHODS[name].uses:
        with pytest.raises(Problem) as problem:
            METHODS[name].fit(x, y, options=options(**{option: given[option]}))
        assert (problem.value.code, problem.value.field) == ("index.option", option)
    for option in given.keys() & METHODS[name].uses:
        METHODS[name].fit(x, y, options=options(**{option: given[option]}))


def test_an_unknown_method_is_a_problem():
    with pytest.raises(Problem) as problem:
        supervised_method("oracle")
    assert problem.value.code == "index.no-method"


def test_what_is_not_installed_says_how_to_get_it():
    lacking = replace(METHODS["boosting"], needs=("methods", "no_such_module"))
    with pytest.raises(Problem) as problem:
        lacking.fit(*data(), options=DEFAULT)
    assert problem.value.code == "index.not-installed"
    assert "openmbi[methods]" in problem.value.fix.en


@pytest.mark.parametrize("target", load_targets(None).values(), ids=lambda target: target.code)
def test_a_target_is_estimated_by_a_method_that_there_is(target):
    assert target.estimate in (BRIDGE, *METHODS)
