"""A store of 500,000 enterprises × 36 months, from a simulated province that has run: for measuring doors, not for judging figures.

What is honest: every file lies where a run puts it and is as large as a run would make it, names, places and industries are those of the province's register in
the same proportions, and register rows go through the store's own batch. What is not: an enterprise more is one of the province's own under another name, its
levels shifted by up to a tenth; links and annual accounts are those of the province alone; the pages of groups, which have the same size whatever the number of
enterprises, are the small province's; the earlier run is the same one under an earlier date.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from openmbi.core.tables import ENTERPRISES, QUARANTINED
from openmbi.flow.bureau import Bureau, load_bureau
from openmbi.flow.roster import latest_rows
from openmbi.flow.standing_alerts import STANDING_FILE
from openmbi.store.batch import Batch, Origin
from openmbi.store.manifest import newest
from openmbi.store.register import REGISTER, register_as_of
from openmbi.store.runs import newest_saved
from openmbi.store.small_table_sink import sink_of

PARTS = tuple("华东南海新源通达金利恒顺康盛泰安信德诚远宏光明阳兴隆瑞丰润佳美联合创世纪天成科立")
KINDS = ("电子", "纺织", "机械", "陶瓷", "化工", "食品", "家具", "五金", "塑料", "医药")
Arrays = dict[str, np.ndarray]
_BY_ENTERPRISE = ("since", "reason_zh", "reason_en", "generating", "colour", "cell.of", "city.of")


def enlarged(folder: Path, count: int, seed: int = 7) -> list[str]:
    """Make a bureau that has run know `count` enterprises, and a run a month before its newest; return the codes of those that it had before."""
    bureau, random = load_bureau(folder), np.random.default_rng(seed)
    run = newest_saved(bureau.store, "runs").folder
    with np.load(run / "details.npz") as stored:
        base: Arrays = dict(stored)
    own = base["code"]
    like = np.concatenate([np.arange(len(own)), random.integers(0, len(own), count - len(own))])
    codes = np.concatenate([own, np.array([f"9144{number:014}" for number in range(count - len(own))])])
    order = np.argsort(codes, kind="stable")
    _register(bureau, base, codes[len(own) :], like[len(own) :], random)
    _write_details(run, base, codes[order], like[order], random)
    _write_figures(run, codes[len(own) :], like[len(own) :], own)
    _earlier_run(bureau, run)
    return own.tolist()


def _register(bureau: Bureau, base: Arrays, codes: np.ndarray, like: np.ndarray, random: np.random.Generator) -> None:
    """Take the further enterprises into the register, each where the one lies that it is like."""
    latest = latest_rows(register_as_of(bureau.store, None))
    of = pc.index_in(pa.array(base["code"].tolist()), value_set=latest["enterprise"].combine_chunks())
    taken = latest.take(of.take(pa.array(like))).select(ENTERPRISES.names)
    parts = np.array(PARTS)[random.integers(0, len(PARTS), (len(codes), 3))]
    kinds = np.array(KINDS)[random.integers(0, len(KINDS), len(codes))]
    changed = {
        "enterprise": pa.array(codes.tolist()),
        "name": pa.array([f"广东{''.join(part)}{kind}有限公司" for part, kind in zip(parts, kinds, strict=True)]),
        "valid_to": pa.nulls(len(codes), pa.date32()),
        "valid_from": pa.array([date(2015, 1, 1)] * len(codes), pa.date32()),
        "known_at": pa.array([datetime(2015, 1, 2, tzinfo=UTC)] * len(codes), ENTERPRISES.field("known_at").type),
        "row_no": pa.array(np.arange(len(codes)) + 2),
    }
    rows = pa.table({name: changed.get(name, taken[name]) for name in ENTERPRISES.names}, schema=ENTERPRISES)
    origin = Origin("enterprises", "", "", "further.csv", "0" * 64, 1, ZoneInfo("Asia/Shanghai"))
    with (
        bureau.store.writing(),
        Batch(bureau.store, origin, datetime.now(UTC), sink_of(REGISTER)) as batch,
    ):
        batch.add(rows, QUARANTINED.empty_table())
        batch.commit()


def _write_details(run: Path, base: Arrays, codes: np.ndarray, like: np.ndarray, random: np.random.Generator) -> None:
    shift = (1 + random.uniform(-0.1, 0.1, len(codes))).astype(np.float32)
    weight = base["weight"][like] * random.uniform(0.2, 1, len(codes))
    details = dict(base) | {name: base[name][like] for name in _BY_ENTERPRISE if name in base}
    details |= {"code": codes, "close": base["close"][like] * shift[:, None], "weight": weight / weight.sum()}
    for level in ("cell", "city"):
        details[f"{level}.members"] = np.bincount(details[f"{level}.of"], minlength=len(base[f"{level}.code"]))
    details |= _outliers(base, like)
    for name in (key.removesuffix(".level") for key in base if key.endswith(".level")):
        place = np.full(len(base["code"]), -1)
        _codes, at, own = np.intersect1d(base["code"], base[f"{name}.code"], return_indices=True)
        place[at] = own
        has = place[like] >= 0
        details[f"{name}.code"] = codes[has]
        details[f"{name}.entered"] = base[f"{name}.entered"][place[like][has]]
        details[f"{name}.level"] = base[f"{name}.level"][place[like][has]] * shift[has][:, None]
    np.savez(run / "details.new.npz", allow_pickle=False, **details)
    (run / "details.new.npz").replace(run / "details.npz")


def _outliers(base: Arrays, like: np.ndarray) -> Arrays:
    """Return the outliers of every enterprise: those of the one that it is like."""
    of = base["outlier.of"]
    by_enterprise = np.argsort(of, kind="stable")
    counts = np.bincount(of, minlength=len(base["code"]))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    taken = counts[like]
    within = np.arange(taken.sum()) - np.repeat(np.cumsum(taken) - taken, taken)
    rows = by_enterprise[np.repeat(starts[like], taken) + within]
    fields = ("outlier.day", "outlier.kind", "outlier.size", "outlier.statistic")
    return {"outlier.of": np.repeat(np.arange(len(like)), taken)} | {name: base[name][rows] for name in fields}


def _write_figures(run: Path, codes: np.ndarray, like: np.ndarray, own: np.ndarray) -> None:
    """Add the further enterprises' own lights to the figures, as a run has them."""
    figures = pq.read_table(run / "figures.parquet")
    among = figures.filter(pc.is_in(figures["subject"], value_set=pa.array(own.tolist())))
    told = [figures]
    for indicator in pc.unique(among["indicator"]).to_pylist():
        rows = among.filter(pc.equal(among["indicator"], indicator))
        if rows.num_rows != len(own):
            continue
        at = pc.index_in(pa.array(own[like].tolist()), value_set=rows["subject"].combine_chunks())
        taken = rows.take(at)
        told.append(
            taken.set_column(
                taken.schema.get_field_index("subject"), figures.schema.field("subject"), pa.array(codes.tolist())
            )
        )
    pq.write_table(pa.concat_tables(told), run / "figures.parquet")


def _earlier_run(bureau: Bureau, run: Path) -> None:
    """Put a run a month earlier before the newest one, which knows the register as it is now."""
    pins = json.loads((run / "pins.json").read_text(encoding="utf-8"))
    earlier = datetime.fromisoformat(pins["as_of"]) - timedelta(days=30)
    later = run.with_name(f"{int(run.name) + 1:06d}")
    run.rename(later)
    run.mkdir()
    for file in later.iterdir():
        if file.name not in ("details.npz", "terms.npz", "changes.json"):
            shutil.copyfile(file, run / file.name)
    (run / "pins.json").write_text(json.dumps(pins | {"as_of": earlier.isoformat()}), encoding="utf-8")
    (later / "pins.json").write_text(json.dumps(pins | {"manifest": newest(bureau.store)}), encoding="utf-8")
    standing = bureau.output / STANDING_FILE
    if standing.is_file():
        standing.write_text(json.dumps(json.loads(standing.read_bytes()) | {"run": later.name}), encoding="utf-8")
