"""Whom the queue offers, in which order, and on what evidence."""

import pyarrow as pa
import pytest

from openmbi.linking.candidates import candidates
from openmbi.linking.link import link
from openmbi.simulation.codes import credit_code

A, B, C, _ = (credit_code(place, number) for number, place in enumerate(("440606", "440605", "440103", "440303"), 1))


@pytest.fixture
def offered(register, books, decisions, parameters):
    """Return a function from holders to what is offered for those that wait, by subject."""

    def offer(*rows: dict, order: int = 1) -> dict[str, list[dict]]:
        linked = link(books(*rows), register, decisions(), parameters)
        shuffled = register.take(pa.array(list(range(register.num_rows))[::order]))
        table = candidates(linked.waiting, shuffled, parameters, addresses=linked.addresses)
        found: dict[str, list[dict]] = {}
        for row in table.to_pylist():
            found.setdefault(row["subject"], []).append(row)
        return found

    return offer


def test_the_most_alike_name_comes_first(offered):
    found = offered({"subject": "m1", "name": "佛山瑞丰化工厂", "place": "440600"})["m1"]
    assert (found[0]["candidate"], found[0]["rank"]) == (B, 1)
    # 佛山瑞丰化工厂 has 7 letters, 瑞丰化工 4, and they share 4: 100 · 8 / 11.
    assert found[0]["name_likeness"] == 72.7
    assert found[0]["registered_name"] == "佛山市瑞丰化工有限公司"


def test_an_older_name_counts(offered):
    found = offered({"subject": "m1", "name": "恒大电器", "place": "440606"})["m1"]
    assert (found[0]["candidate"], found[0]["registered_name"]) == (A, "佛山市恒达电器有限公司")


def test_other_places_are_searched_where_the_own_has_nobody_like(offered):
    found = offered({"subject": "m1", "name": "嘉源纸业", "place": "440600"})["m1"]
    assert C in [row["candidate"] for row in found[:2]]


def test_a_code_but_for_one_slip_stands_above_an_alike_name(offered):
    slipped = A[:5] + A[6] + A[5] + A[7:]
    found = offered({"subject": "m1", "enterprise": slipped, "name": "恒达化工", "place": "440606"})["m1"]
    assert [(row["candidate"], row["code_is_near"]) for row in found[:2]] == [(A, True), (B, False)]


def test_the_enterprise_of_a_contradicted_code_is_offered_too(offered):
    found = offered({"subject": "m1", "enterprise": A, "name": "瑞丰化工", "place": "440606"})["m1"]
    assert {row["candidate"] for row in found} == {A, B}


def test_the_address_of_what_is_linked_finds_a_holder_without_a_name(offered):
    found = offered(
        {"subject": "m1", "enterprise": B, "name": "瑞丰化工", "address": "佛山市禅城区 创业路八号"},
        {"subject": "m2", "address": "佛山市禅城区创业路8号"},
    )["m2"]
    assert [(row["candidate"], row["address_likeness"], row["name_likeness"]) for row in found] == [(B, 100.0, 0.0)]


def test_who_cannot_be_guessed_has_no_candidates(offered):
    assert offered({"subject": "m1"}) == {}


def test_the_order_of_the_register_changes_nothing(offered):
    rows = [
        {"subject": f"m{k}", "name": name, "place": "440600"}
        for k, name in enumerate(["嘉源", "瑞丰", "恒达科技", "纸业"])
    ]
    assert offered(*rows) == offered(*rows, order=-1)


def test_no_more_than_the_catalog_says(offered, parameters):
    found = offered({"subject": "m1", "enterprise": A, "name": "嘉源瑞丰", "place": "440600"})
    assert 1 <= len(found["m1"]) <= parameters.candidates
