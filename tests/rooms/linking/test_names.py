"""Names and addresses in comparable form."""

import pytest

from openmbi.linking.addresses import plain_address
from openmbi.linking.likeness import agrees, likeness
from openmbi.linking.names import core_name, plain_name


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("佛山（恒达） 电器有限责任公司", "佛山恒达电器有限公司"),
        ("ＡＢＣ Co., Ltd.", "abccoltd"),
        ("恒达·电器", "恒达电器"),
        ("恆達電器", "恆達電器"),
    ],
)
def test_one_name_written_differently(name: str, plain: str):
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("广东省佛山市顺德区恒达电器有限公司", "恒达电器"),
        ("广东恒达电器股份有限公司", "恒达电器"),
        ("恒达电器集团有限公司", "恒达电器"),
        ("恒达电器有限公司佛山分公司", "恒达电器"),
        ("恒达电器（深圳）有限公司", "恒达电器深圳"),
        ("内蒙古自治区恒达有限公司", "恒达"),
        ("Hengda Co., Ltd.", "hengda"),
        ("恒达五金厂", "恒达五金厂"),
        ("有限公司", "有限公司"),
        ("佛山市", "佛山市"),
    ],
)
def test_what_many_names_share_is_taken_off(name: str, core: str):
    assert core_name(name) == core


@pytest.mark.parametrize(
    ("one", "other"),
    [("创业路８号２栋", "创业路 八号，二栋"), ("科技路10号A座", "科技路10号a座"), ("环城路一〇八号", "环城路108号")],
)
def test_one_address_written_differently(one: str, other: str):
    assert plain_address(one) == plain_address(other)


def test_a_road_keeps_its_number_word():
    assert plain_address("三元里大道5号") == "三元里大道5号"


def test_likeness_by_hand():
    assert likeness("恒达电器", "恒达电气") == 75  # 100 · 2 · 3 / 8
    assert likeness("恒达", "瑞丰") == 0


@pytest.mark.parametrize(("name", "is_like"), [("恒达", True), ("恒", False), ("恒达智能", True), ("瑞丰智能", False)])
def test_a_short_name_agrees_where_it_stands_whole_within_the_full_one(name: str, is_like: bool):
    assert agrees(name, ["广东恒达智能科技股份有限公司"], 60) == is_like
