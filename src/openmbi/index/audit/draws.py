"""The composite made many times over, each time with one option of every varied step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from openmbi.core.audit import AuditStep
from openmbi.core.language import Text
from openmbi.core.problems import Problem
from openmbi.core.tables import Floats, Numbers
from openmbi.index.audit.preparations import Preparations
from openmbi.index.audit.sobol import saltelli_sample
from openmbi.index.audit.varied_step import VariedStep
from openmbi.index.treatment.discovery import Step
from openmbi.index.treatment.recipe import Prepared, Recipe, score_many, weights_of
from openmbi.index.treatment.setting import Setting

Progress = Callable[[int, int], None]
CHAIN = (AuditStep.IMPUTATION, AuditStep.TREATMENT, AuditStep.NORMALISATION)


@dataclass(frozen=True)
class Subject:
    """What is audited: indicators `value` (n, T), how the composite is made of them nominally, and the columns (K,) whose scores are looked at."""

    value: Floats
    recipe: Recipe
    setting: Setting
    columns: Numbers


@dataclass(frozen=True)
class Draws:
    """Scores (R, K) of R draws in the order of a Saltelli sample; `option` (R, d) says which option of each of the d varied steps a draw took.

    `alone`: by step, the scores (m, K) of each of its m options with all other steps nominal; the first row of each is the nominal score.
    """

    steps: tuple[VariedStep, ...]
    option: Numbers
    score: Floats
    alone: tuple[Floats, ...]


def draw(
    subject: Subject,
    steps: Sequence[VariedStep],
    draws: int,
    seed: int,
    *,
    progress: Progress = lambda _done, _all: None,
) -> Draws:
    """Return the scores of draws · (d + 2) composites. What draws have in common is made once; equal seeds give equal draws.

    Each option is first tried alone, so that one that a method refuses stops the audit at once, whatever the draws would have met.

    Parameters
    ----------
    progress
        Is called with how many of the draws are done, and of how many.

    Raises
    ------
    Problem
        `index.audit-nothing-to-vary` without steps; `index.audit-nothing-missing` where imputation is varied and nothing is missing; `index.audit-refused`
        where a method refuses an option, alone or together with others; `index.audit-no-score` where a column has no score; `index.audit-draws`;
        `index.not-installed`.
    """
    _check(subject, steps)
    made = Preparations(subject.value, subject.setting)
    alone = tuple(_scores(subject, steps, _alone(steps, place), made) for place in range(len(steps)))
    sizes = np.array([len(one.options) for one in steps])
    option = np.minimum((saltelli_sample(len(steps), draws, seed) * sizes).astype(np.intp), sizes - 1)
    return Draws(tuple(steps), option, _scores(subject, steps, option, made, progress), alone)


def crossed(
    subject: Subject,
    steps: Sequence[VariedStep],
    places: Sequence[Sequence[int]] | None = None,
    *,
    made: Preparations | None = None,
) -> Floats:
    """Return the scores (R, K) of every combination of options, the first step's slowest: of all of them, or of those at some `places` of each step.

    `made` keeps what combinations have in common from one call to the next.

    Raises
    ------
    Problem
        `index.audit-refused`; `index.audit-no-score`.
    """
    taken = list(product(*(places or [range(len(one.options)) for one in steps])))
    option = np.array(taken, np.intp).reshape(len(taken), len(steps))
    return _scores(subject, steps, option, made or Preparations(subject.value, subject.setting))


def _check(subject: Subject, steps: Sequence[VariedStep]) -> None:
    if not steps:
        raise Problem(
            "index.audit-nothing-to-vary",
            Text("没有要变动的步骤", "no step is to be varied"),
            Text("请至少指定一个步骤", "name one step at least"),
        )
    if AuditStep.IMPUTATION in [one.step for one in steps] and not np.isnan(subject.value).any():
        raise Problem(
            "index.audit-nothing-missing",
            Text("没有缺失值，插补无从变动", "nothing is missing, so imputation cannot be varied"),
            Text("请不变动插补", "leave imputation as it is"),
            field=AuditStep.IMPUTATION.value,
        )


def _alone(steps: Sequence[VariedStep], place: int) -> Numbers:
    option = np.zeros((len(steps[place].options), len(steps)), np.intp)
    option[:, place] = np.arange(len(option))
    return option


def _scores(
    subject: Subject,
    steps: Sequence[VariedStep],
    option: Numbers,
    made: Preparations,
    progress: Progress = lambda _done, _all: None,
) -> Floats:
    """Return the scores (R, K): draws that share filling, treatment, base and normalisation are weighted and aggregated together."""
    score = np.full((len(option), len(subject.columns)), np.nan)
    done = 0
    for rows in _alike(steps, option, (*CHAIN, AuditStep.BASE)):
        with _Told(steps, option[rows[0]]):
            first = option[rows[0]]
            prepared, setting = made.of(_recipe(subject, steps, first), _base(subject, steps, first))
        for part in _alike(steps, option[rows], (AuditStep.WEIGHTING, AuditStep.AGGREGATION)):
            score[rows[part]] = _weighted(subject, steps, option[rows[part]], prepared, setting)
        done += len(rows)
        progress(done, len(option))
    unknown = np.isnan(score).any(axis=1)
    if unknown.any():
        raise _no_score(steps, option[int(np.argmax(unknown))])
    return score


def _weighted(
    subject: Subject, steps: Sequence[VariedStep], option: Numbers, prepared: Prepared, setting: Setting
) -> Floats:
    """Return the scores (m, K) of draws that differ in the noise on the weights alone."""
    with _Told(steps, option[0]):
        recipe = _recipe(subject, steps, option[0])
        weights = weights_of(prepared, recipe, setting) * _noise(steps, option, len(subject.value))
        shares = weights / weights.sum(axis=1, keepdims=True)
        return score_many(prepared.normalised[:, subject.columns], shares, recipe.aggregation)


def _alike(steps: Sequence[VariedStep], option: Numbers, which: Sequence[AuditStep]) -> Iterator[Numbers]:
    """Yield the rows of draws that took the same options of some steps, together."""
    columns = [place for place, one in enumerate(steps) if one.step in which]
    kinds = np.unique(option[:, columns], axis=0, return_inverse=True)[1].ravel() if columns else np.zeros(len(option))
    order = np.argsort(kinds, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(kinds[order])) + 1)


def _recipe(subject: Subject, steps: Sequence[VariedStep], taken: Numbers) -> Recipe:
    names = {one.value for one in Step}
    chosen = {
        one.step.value: one.options[place] for one, place in zip(steps, taken, strict=True) if one.step.value in names
    }
    return replace(subject.recipe, **chosen)  # type: ignore[arg-type]  the options of these steps are choices


def _base(subject: Subject, steps: Sequence[VariedStep], taken: Numbers) -> np.ndarray:
    found = [one.options[place] for one, place in zip(steps, taken, strict=True) if one.step is AuditStep.BASE]
    return np.asarray(found[0]) if found else subject.setting.base


def _noise(steps: Sequence[VariedStep], option: Numbers, indicators: int) -> Floats:
    """Return the factors (m, n) of the weights of draws (m, d)."""
    for place, one in enumerate(steps):
        if one.step is AuditStep.NOISE:
            return np.array(one.options, np.float64)[option[:, place]]
    return np.ones((len(option), indicators))


class _Told:
    """Says of a refusal which options it met."""

    def __init__(self, steps: Sequence[VariedStep], taken: Numbers) -> None:
        self.options = _said(steps, taken)

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Problem):
            raise Problem(
                "index.audit-refused",
                Text("方案组合「{options}」不可行：{why}", "the options “{options}” do not work: {why}").fill(
                    options=self.options, why=error.found
                ),
                Text("请从变动的方案中去掉其一；{fix}", "take one of them out of what is varied; or: {fix}").fill(
                    fix=error.fix
                ),
                expected=error.expected,
            ) from error


def _no_score(steps: Sequence[VariedStep], taken: Numbers) -> Problem:
    return Problem(
        "index.audit-no-score",
        Text("方案组合「{options}」得不出分值", "the options “{options}” give no score").fill(
            options=_said(steps, taken)
        ),
        Text(
            "请缩短审计的时段，或换用能补足缺失的插补方法",
            "audit fewer periods, or fill by a method that leaves nothing missing",
        ),
    )


def _said(steps: Sequence[VariedStep], taken: Numbers) -> Text:
    labels = [one.labels[place] for one, place in zip(steps, taken, strict=True)]
    return Text("，".join(one.zh for one in labels), ", ".join(one.en for one in labels))
