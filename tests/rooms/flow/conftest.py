"""A desk with two enterprises and three meters, written by hand: A has two meters, B one, and nobody knows whose a fourth is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openmbi.flow.bureau import Bureau, load_bureau
from openmbi.flow.observed import Observed
from openmbi.store.manifest import newest

A, B = "91440310827523280X", "91440305329437988W"
SETTINGS = """
source = "power"
name = {zh = "测试", en = "test"}
zone = {code = "440000", zh = "广东省", en = "Guangdong"}
"""
SOURCES = {
    "power": "extends: meters_long\nfiles: ['power*.csv']\nsubject_kind: meter\n",
    "solar": "extends: own_generation\nfiles: ['solar*.csv']\nsubject_kind: enterprise\n",
    "lorries": "extends: freight\nfiles: ['lorries*.csv']\nsubject_kind: enterprise\n",
    "exports": "extends: customs\nfiles: ['exports*.csv']\nsubject_kind: enterprise\n",
    "parcels": "extends: freight\nfiles: ['parcels*.csv']\nsubject_kind: enterprise\n",
}
REGISTER = f"""enterprise,name,place,industry,size_class,ownership,group_owner,valid_from,valid_to
{A},甲有限公司,440310,C1371,small,,,2020-01-01,
{B},乙有限公司,440305,C3911,small,,,2020-01-01,
"""
HOLDERS = f"""kind,subject,enterprise,name,address,place,share,valid_from,valid_to
meter,M1,{A},甲有限公司,,440310,,2020-01-01,
meter,M2,{A},甲有限公司,,440310,,2020-01-01,
meter,M3,{B},乙有限公司,,440305,,2020-01-01,
meter,M4,,无人知晓,,440305,,2020-01-01,
"""
POWER = """meter,date,kwh
M1,2024-03-01,10
M2,2024-03-01,5
M3,2024-03-01,7
M4,2024-03-01,99
M1,2024-03-02,11
M3,2024-03-02,8
M1,2024-03-03,12
M2,2024-03-03,6
M3,2024-03-03,9
"""
Desk = Callable[..., Observed]


@pytest.fixture
def desk(tmp_path: Path, mbi) -> Desk:
    """Return a function from further files to what the desk knew in 2026 after taking them in."""

    def build(settings: str = "", power: str = POWER, **files: str) -> Observed:
        folder = tmp_path / "desk"
        incoming = folder / "incoming"
        incoming.mkdir(parents=True)
        (folder / "bureau.toml").write_text(SETTINGS + settings, encoding="utf-8")
        for name, contract in SOURCES.items():
            (folder / "sources" / name).mkdir(parents=True)
            (folder / "sources" / name / "source.yml").write_text(contract, encoding="utf-8")
        given = {"enterprise_register": REGISTER, "holders": HOLDERS, "power": power, **files}
        for name, text in given.items():
            if text:
                (incoming / f"{name}.csv").write_text(text, encoding="utf-8")
        said = mbi("-b", folder, "ingest")
        assert said.code == 0, said.err
        return observed(load_bureau(folder))

    return build


def observed(bureau: Bureau) -> Observed:
    return Observed(bureau, datetime(2026, 1, 1, tzinfo=UTC), newest(bureau.store))
