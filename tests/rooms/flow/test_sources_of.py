import pytest

from openmbi.core.problems import Problem
from openmbi.flow.bureau import load_bureau
from openmbi.flow.sources_of import Feeding, source_of

LORRIES = "enterprise,date,value\n91440310827523280X,2024-03-01,2.5\n"


def test_the_source_that_provides_an_indicator(desk):
    bureau = desk(lorries=LORRIES).bureau
    assert source_of(bureau, "use_kwh") == Feeding("power", "meter")
    assert source_of(bureau, "freight_t") == Feeding("lorries", "enterprise")
    assert source_of(bureau, "export_cny") is None
    assert source_of(bureau, "freight_t", manifest=0) is None


def test_two_sources_are_a_problem_until_the_settings_choose(desk):
    bureau = desk(lorries=LORRIES, parcels=LORRIES).bureau
    with pytest.raises(Problem) as caught:
        source_of(bureau, "freight_t")
    assert caught.value.code == "run.two-sources"
    assert "lorries" in caught.value.found.en
    assert "parcels" in caught.value.found.en
    file = bureau.folder / "bureau.toml"
    file.write_text(file.read_text(encoding="utf-8") + '[sources_of]\nfreight_t = "parcels"\n', encoding="utf-8")
    assert source_of(load_bureau(bureau.folder), "freight_t") == Feeding("parcels", "enterprise")


def test_a_contract_that_is_gone_is_a_problem(desk):
    bureau = desk(lorries=LORRIES).bureau
    (bureau.folder / "sources" / "lorries" / "source.yml").unlink()
    with pytest.raises(Problem) as caught:
        source_of(load_bureau(bureau.folder), "freight_t")
    assert caught.value.code == "run.source-undeclared"
