"""Enterprises are found by any part of their name, by the beginning of their code, and page by page without gaps."""

from __future__ import annotations

import pytest

from openmbi.core.access import Scope
from openmbi.core.tables import Colour
from openmbi.flow.enterprise_list import EnterpriseList, Sort, Wanted, listed

EVERYWHERE = Scope(("000000",))
NAMES = ("广东东莞纺织厂", "佛山纺机有限公司", "ＡＢＣ电子", "abc Trading", None, "纺织与纺织", "𠮷田纺织")


@pytest.fixture(scope="module")
def listing() -> EnterpriseList:
    count = len(NAMES)
    return listed(
        "000007",
        {
            "code": [f"9144060000000000{number}X" for number in range(count)],
            "name": list(NAMES),
            "place": ["441900", "440605", "440606", "440100", None, "440605", "440600"],
            "industry": ["C17", "C3551", "C39", "C391", "391", None, "C1711"],
            "light": [1, 3, 0, 1, 3, 1, 2],
            "alert": [None, Colour.RED, None, None, Colour.YELLOW, None, None],
            "weight": [0.3, 0.1, None, 0.2, 0.05, 0.3, 0.05],
            "level": [99.0, 50.0, None, 101.0, 10.0, 98.0, 97.0],
        },
    )


def found(listing: EnterpriseList, scope: Scope = EVERYWHERE, **asked: object) -> set[str | None]:
    chosen = listing.found(Wanted(**asked), scope)  # type: ignore[arg-type]
    rows = listing.after(chosen, Sort.WEIGHT, 0, 100)
    return {line["name"] for line in listing.lines(rows)}  # type: ignore[misc]


@pytest.mark.parametrize("word", ["纺织", "莞纺", "abc", "ＡＢＣ", "电子", "𠮷", "厂", "无", "Trad", "织与纺"])
def test_a_part_of_a_name_finds_what_a_plain_search_finds(listing: EnterpriseList, word: str):
    plain = {
        name
        for name in NAMES
        if name and word.replace("ＡＢＣ", "abc").lower() in name.replace("ＡＢＣ", "abc").lower()
    }
    assert found(listing, query=word) == plain


def test_several_words_must_all_be_there(listing: EnterpriseList):
    assert found(listing, query="纺织  东莞") == {"广东东莞纺织厂"}


def test_a_code_is_found_by_its_beginning_only(listing: EnterpriseList):
    assert found(listing, query="91440600000000001x") == {"佛山纺机有限公司"}
    assert len(found(listing, query="914406")) == len(NAMES)
    assert found(listing, query="00000001X") == set()


def test_a_name_does_not_run_into_the_next_one(listing: EnterpriseList):
    assert found(listing, query="厂佛") == set()


def test_filters(listing: EnterpriseList):
    assert found(listing, place="440600") == {"佛山纺机有限公司", "ＡＢＣ电子", "纺织与纺织", "𠮷田纺织"}
    assert found(listing, industry="C39") == {"ＡＢＣ电子", "abc Trading", None}
    assert found(listing, light=Colour.RED) == {"佛山纺机有限公司", None}
    assert found(listing, alert=Colour.YELLOW) == {None}
    assert found(listing, alerted=True) == {"佛山纺机有限公司", None}


def test_a_scope_bounds_what_is_found(listing: EnterpriseList):
    assert found(listing, Scope(("440605",))) == {"佛山纺机有限公司", "纺织与纺织"}
    assert found(listing, Scope((), ("91440600000000003X",))) == {"abc Trading"}
    assert found(listing, Scope()) == set()
    assert found(listing, Scope(("440600",)), place="441900") == set()


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_hold_everything_once_and_in_order(listing: EnterpriseList, sort: Sort):
    chosen = listing.found(Wanted(), EVERYWHERE)
    place, seen = 0, []
    while len(rows := listing.after(chosen, sort, place, 2)):
        seen += rows.tolist()
        place = listing.place_after(int(rows[-1]), sort)
    lines = [listing.lines(rows)[0] for rows in ([row] for row in seen)]
    assert sorted(seen) == list(range(len(NAMES)))
    if sort is Sort.WEIGHT:
        weights = [line["weight"] or 0.0 for line in lines]
        assert weights == sorted(weights, reverse=True)
    else:
        names = [line["name"] for line in lines if line["name"]]
        assert names == sorted(names)
        assert lines[-1]["name"] is None
