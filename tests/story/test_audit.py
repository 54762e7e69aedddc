"""`mbi audit` on a run whose composite is invented here: what it says, the pages that it writes, and what it refuses to vary."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from openmbi.core.problems import ExitCode
from openmbi.flow.bureau import load_bureau
from openmbi.flow.in_force import declarations_in_force
from openmbi.store.runs import FIGURES

CITIES = ("440100", "440300", "440400", "440500", "440600")
MONTHS = [str(month) for month in np.arange("2023-01", "2026-01", dtype="datetime64[M]")]
FEW = ("--draws", 16)


@pytest.fixture
def audited_town(own_town: Path) -> Path:
    """The town with a composite of its zone and of five cities among the figures of its run; the last city has no customs."""
    bureau = load_bureau(own_town)
    spec = declarations_in_force(bureau.catalog).composite
    inside = np.array([str(spec.base.first)[:7] <= month <= str(spec.base.last)[:7] for month in MONTHS])
    rng = np.random.default_rng(8)
    rows: list[dict[str, object]] = []
    for subject in (bureau.settings.zone.code, *CITIES):
        size = rng.uniform(1, 6, size=(len(spec.domains), 1))
        sub = 100 + size * (rng.normal(size=(len(spec.domains), len(MONTHS))) + np.linspace(-1, 2, len(MONTHS)))
        sub *= 100 / sub[:, inside].mean(axis=1, keepdims=True)
        weight = np.array([one.weight for one in spec.domains])
        if subject == CITIES[-1]:
            customs = [one.domain for one in spec.domains].index("customs")
            sub[customs], weight[customs] = np.nan, 0
        value = weight @ np.nan_to_num(sub) / weight.sum()
        named = {
            spec.code: value,
            **{f"{spec.code}.{one.domain}": row for one, row in zip(spec.domains, sub, strict=True)},
        }
        rows += [
            {"indicator": name, "subject": subject, "period": month, "value": None if np.isnan(figure) else figure}
            for name, series in named.items()
            for month, figure in zip(MONTHS, series.tolist(), strict=True)
        ]
    file = sorted((own_town / "store" / "runs").glob("*/figures.parquet"))[-1]
    pq.write_table(pa.concat_tables([pq.read_table(file).cast(FIGURES), pa.Table.from_pylist(rows, FIGURES)]), file)
    return own_town


def test_the_page_says_what_the_composite_owes_to_choices(audited_town: Path, mbi):
    told = mbi("-b", audited_town, "audit", *FEW, "--json").json
    assert told["months"] == {"first": "2023-01-01", "last": "2025-12-01", "count": 36}
    varied = {step["code"]: step for step in told["steps"]}
    assert {"treatment", "base", "normalisation", "weighting", "noise", "aggregation"} <= set(varied)
    assert varied["imputation"]["latest"] is None  # the zone lacks nothing, a city does
    assert varied["imputation"]["shift"] is not None
    assert told["ranks"]["count"] == 5
    assert told["score"]["nominal"][-1] == told["score"]["latest"]["nominal"]
    nominal = [option for step in told["score"]["alone"] for option in step["options"] if option["nominal"]]
    assert {option["latest"] for option in nominal} == {told["score"]["latest"]["nominal"]}
    assert {option["distance"] for option in nominal} == {"0.00"}
    for language in ("zh", "en"):
        page = (audited_town / "output" / language / "audit" / "composite.html").read_text(encoding="utf-8")
        assert all(sentence[language] in page for sentence in told["in_short"])
    kept = json.loads((audited_town / "output/data/audit/composite.json").read_text(encoding="utf-8"))
    assert kept == told


def test_the_seed_decides_and_only_what_is_asked_for_is_varied(audited_town: Path, mbi):
    asked = ("-b", audited_town, "audit", *FEW, "--vary", "normalisation=z_score,rank", "--vary", "noise=0.1", "--json")
    one, again, other = (mbi(*asked, "--seed", seed).json for seed in (3, 3, 4))
    assert [step["code"] for step in one["steps"]] == ["normalisation", "noise"]
    assert len(one["score"]["alone"][0]["options"]) == 3  # the published one and the two
    assert "10" in one["score"]["alone"][1]["options"][1]["name"]["en"]
    assert one == again
    assert one["score"]["quantiles"] != other["score"]["quantiles"]


def test_in_the_terminal_it_says_the_same_in_both_languages(audited_town: Path, mbi):
    zh = mbi("-b", audited_town, "audit", *FEW, "--vary", "weighting", lang="zh")
    en = mbi("-b", audited_town, "audit", *FEW, "--vary", "weighting")
    assert "赋权方法" in zh.words
    assert "weighting" in en.words
    assert "composite.html" in en.words


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--vary", "cleverness"), "audit.no-step"),
        (("--vary", "base=2019"), "audit.no-option"),
        (("--vary", "noise=much"), "audit.no-option"),
        (("--vary", "noise=2"), "index.audit-noise"),
        (("--vary", "weighting=astrology"), "index.no-method"),
        (("--vary", "normalisation=distance_to_reference"), "index.audit-one-option"),
        (("--vary", "normalisation=goalposts"), "index.audit-refused"),
        (("--vary", "imputation"), "index.audit-nothing-missing"),
        (("--draws", 100), "index.audit-draws"),
    ],
)
def test_what_cannot_be_varied_is_an_error(audited_town: Path, mbi, asked: tuple[object, ...], code: str):
    done = mbi("-b", audited_town, "audit", *FEW, *asked)
    assert done.code == ExitCode.PROBLEM
    assert code in done.err
    assert not (audited_town / "output" / "data" / "audit").exists()


def test_a_run_without_a_composite_is_told(own_town: Path, mbi):
    done = mbi("-b", own_town, "audit", *FEW)
    assert done.code == ExitCode.PROBLEM
    assert "audit.no-composite" in done.err
