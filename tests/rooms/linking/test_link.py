"""What is linked, on what it rests, and why the rest waits; each case by hand."""

from datetime import date

import pytest

from openmbi.linking.link import link
from openmbi.simulation.codes import credit_code

A, B, C, D = (credit_code(place, number) for number, place in enumerate(("440606", "440605", "440103", "440303"), 1))
SINCE = date(2018, 1, 1)
MISTYPED = B[:-1] + ("0" if B[-1] != "0" else "1")


@pytest.fixture
def verdict(register, books, decisions, parameters):
    """Return a function from one holder to its enterprise and basis, or to the reason for which it waits."""

    def judge(**holder):
        linked = link(books({"subject": "m1"} | holder), register, decisions(), parameters)
        made = [(row["enterprise"], row["basis"]) for row in linked.links.to_pylist()]
        return made[0] if made else linked.waiting["reason"][0].as_py()

    return judge


@pytest.mark.parametrize(
    "name",
    [
        "佛山市恒达电器有限公司",
        "佛山恒达电器有限责任公司",
        "恒达",
        "佛山市恒达电气有限公司",
        "广东恒达智能科技股份有限公司",
        None,
    ],
)
def test_a_registered_code_links_where_no_name_contradicts(verdict, name):
    assert verdict(enterprise=A, name=name) == (A, "code")


@pytest.mark.parametrize("name", ["佛山市瑞丰化工有限公司", "瑞丰化工", "完全另一家五金厂"])
def test_a_code_whose_name_is_wholly_unlike_waits(verdict, name):
    assert verdict(enterprise=A, name=name) == "code_and_name_disagree"


def test_a_name_that_is_anothers_contradicts_however_alike(register, books, decisions, parameters):
    sister = register.slice(0, 1).to_pylist()[0] | {"enterprise": "S", "name": "佛山市恒达电子有限公司"}
    with_sister = type(register).from_pylist([*register.to_pylist(), sister], schema=register.schema)
    holders = books({"subject": "m1", "enterprise": A, "name": "佛山市恒达电子有限公司"})
    assert link(holders, register, decisions(), parameters).links.num_rows == 1  # a slip, as far as the register knows
    waiting = link(holders, with_sister, decisions(), parameters).waiting
    assert waiting["reason"].to_pylist() == ["code_and_name_disagree"]


def test_a_code_of_which_nothing_is_known_waits(verdict):
    assert verdict(enterprise=MISTYPED, name="瑞峰") == "wrong_check_digit"
    assert verdict(enterprise="X7", name="佛山市瑞丰化工有限公司") == "unknown_code"
    assert verdict(enterprise=None, name="瑞丰") == "no_code"
    assert verdict(enterprise=None, name=None) == "no_code"


def test_an_enterprise_owns_its_past_but_not_what_came_after(verdict):
    assert verdict(enterprise=D, name=None, valid_from=date(2016, 1, 1)) == (D, "code")
    assert verdict(enterprise=D, name=None, valid_from=date(2019, 12, 31)) == (D, "code")
    assert verdict(enterprise=D, name=None, valid_from=date(2020, 1, 1)) == "not_in_force"
    assert verdict(enterprise=D, name=None, valid_from=date(2010, 1, 1), valid_to=date(2014, 12, 31)) == "not_in_force"


def test_a_full_name_links_where_it_is_one_enterprises_and_the_place_agrees(verdict):
    name = "佛山市瑞丰化工有限责任公司"
    assert verdict(enterprise=None, name=name, place="440604") == (B, "name")
    assert verdict(enterprise=MISTYPED, name=name, place="440604") == (B, "name")
    assert verdict(enterprise=None, name=name, place="440100") == "other_place"
    assert verdict(enterprise=None, name=name) == "other_place"


def test_a_name_of_two_enterprises_links_nobody(verdict):
    assert verdict(enterprise=None, name="广东嘉源纸业有限公司", place="440103") == "ambiguous_name"
    assert verdict(enterprise=C, name="广东嘉源纸业有限公司") == (C, "code")


def test_names_link_nobody_where_the_catalog_says_so(register, books, decisions, parameters):
    strict = parameters.model_copy(update={"link_by_name": False})
    holders = books({"subject": "m1", "name": "佛山市瑞丰化工有限公司", "place": "440605"})
    assert link(holders, register, decisions(), strict).waiting["reason"].to_pylist() == ["no_code"]


def test_a_person_stands_above_the_rules_and_the_latest_word_holds(register, books, decisions, parameters):
    holders = books(
        {"subject": "m1", "enterprise": A, "name": "瑞丰化工"}, {"subject": "m2", "enterprise": A, "name": "恒达"}
    )
    decided = decisions(("m1", "瑞丰化工", B, 3), ("m1", "瑞丰化工", A, 2), ("m2", "恒达", None, 1))
    linked = link(holders, register, decided, parameters)
    assert [(row["subject"], row["enterprise"], row["basis"]) for row in linked.links.to_pylist()] == [
        ("m1", B, "decision")
    ]
    assert linked.left_out["subject"].to_pylist() == ["m2"]
    assert linked.waiting.num_rows == 0


def test_a_decision_on_another_name_is_about_another_holder(register, books, decisions, parameters):
    holders = books({"subject": "m1", "enterprise": "X7", "name": "新户主"})
    linked = link(holders, register, decisions(("m1", "旧户主", B, 1)), parameters)
    assert linked.waiting["reason"].to_pylist() == ["unknown_code"]


def test_shares_above_one_link_none_of_them(register, books, decisions, parameters):
    holders = books(
        {"subject": "m1", "enterprise": A, "share": "0.6", "valid_to": date(2018, 12, 31)},
        {
            "subject": "m1",
            "enterprise": B,
            "share": "0.6",
            "valid_from": date(2018, 12, 31),
            "valid_to": date(2019, 12, 31),
        },
        {"subject": "m1", "enterprise": C, "share": "0.4", "valid_from": date(2019, 1, 1)},
    )
    linked = link(holders, register, decisions(), parameters)
    assert linked.links["enterprise"].to_pylist() == [C]
    assert linked.waiting["reason"].to_pylist() == ["shares_exceed_one"] * 2
    assert linked.waiting["enterprise"].to_pylist() == [A, B]


def test_a_holder_taken_out_makes_room(register, books, decisions, parameters):
    holders = books(
        {"subject": "m1", "enterprise": A, "name": "恒达"}, {"subject": "m1", "enterprise": B, "name": "瑞丰"}
    )
    assert link(holders, register, decisions(), parameters).links.num_rows == 0
    linked = link(holders, register, decisions(("m1", "瑞丰", None, 1)), parameters)
    assert linked.links["enterprise"].to_pylist() == [A]


def test_a_link_is_its_row_of_the_books(register, books, decisions, parameters):
    holders = books(
        {"kind": "account", "subject": "a1", "enterprise": A, "share": "0.25", "valid_to": date(2020, 6, 30)}
    )
    row = link(holders, register, decisions(), parameters).links.to_pylist()[0]
    assert (row["kind"], row["subject"], float(row["share"])) == ("account", "a1", 0.25)
    assert (row["valid_from"], row["valid_to"]) == (SINCE, date(2020, 6, 30))


def test_every_holder_is_linked_waits_or_was_left_out(register, books, decisions, parameters):
    holders = books(*({"subject": f"m{k}", "enterprise": (A, "X", None, B)[k % 4], "name": "恒达"} for k in range(20)))
    linked = link(holders, register, decisions(("m0", "恒达", None, 1)), parameters)
    assert linked.links.num_rows + linked.waiting.num_rows + linked.left_out.num_rows == 20
    assert linked.left_out.num_rows == 1


def test_the_order_of_the_register_changes_nothing(register, books, decisions, parameters):
    holders = books({"subject": "m1", "enterprise": A, "valid_from": date(2021, 1, 1)})
    turned = register.take(list(range(register.num_rows))[::-1])
    assert link(holders, turned, decisions(), parameters).links["enterprise"].to_pylist() == [A]
