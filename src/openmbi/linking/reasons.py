"""On what a link rests, and why a holder waits: stable codes and their meaning."""

from __future__ import annotations

from enum import StrEnum

from openmbi.core.language import Text


class LinkBasis(StrEnum):
    """What a link rests on."""

    DECISION = "decision"
    CODE = "code"
    NAME = "name"


class WaitReason(StrEnum):
    """Why a holder waits for a person."""

    NO_CODE = "no_code"
    UNKNOWN_CODE = "unknown_code"
    WRONG_CHECK_DIGIT = "wrong_check_digit"
    NOT_IN_FORCE = "not_in_force"
    CODE_AND_NAME_DISAGREE = "code_and_name_disagree"
    AMBIGUOUS_NAME = "ambiguous_name"
    OTHER_PLACE = "other_place"
    SHARES_EXCEED_ONE = "shares_exceed_one"


BASIS_MEANS = {
    LinkBasis.DECISION: Text("人工决定", "a person decided"),
    LinkBasis.CODE: Text("代码已登记，名称相符", "the code is registered and the name agrees"),
    LinkBasis.NAME: Text(
        "全名仅一家企业所有，且地点相符", "the full name is one enterprise's alone, and the place agrees"
    ),
}

REASON_MEANS = {
    WaitReason.NO_CODE: Text("户主没有代码，名称也未登记", "the holder has no code, and the name is not registered"),
    WaitReason.UNKNOWN_CODE: Text("代码未登记", "the code is not registered"),
    WaitReason.WRONG_CHECK_DIGIT: Text("代码的校验位不符", "the check digit of the code is wrong"),
    WaitReason.NOT_IN_FORCE: Text(
        "该代码的企业在此期间不存在", "the enterprise of the code did not exist in that time"
    ),
    WaitReason.CODE_AND_NAME_DISAGREE: Text("代码与名称指向不同企业", "code and name speak of different enterprises"),
    WaitReason.AMBIGUOUS_NAME: Text("同名企业不止一家", "several enterprises have had this name"),
    WaitReason.OTHER_PLACE: Text(
        "同名企业在别处，或期间不符", "the enterprise of this name is elsewhere, or of another time"
    ),
    WaitReason.SHARES_EXCEED_ONE: Text("同一天的分摊比例之和大于 1", "the shares of one day sum to more than 1"),
}
