"""Company names in comparable form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CACHED = 1 << 17
_FORM = re.compile(r"有限责任公司|责任有限公司")
_LEGAL_FORM = re.compile(
    r"(?:集团)?(?:股份)?(?:有限公司|合伙企业|个人独资企业|个体工商户|公司|(?:co|company)?(?:ltd|limited|inc|corp|llc))$"
)
_BRANCH = re.compile(r"(?<=公司).{0,10}?(?:分公司|分厂|办事处|营业部|项目部|车间)$")
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    "台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_PREFIX = re.compile(
    rf"^(?:中国)?(?:(?:{_PROVINCES})(?:省|(?:壮族|回族|维吾尔)?自治区|特别行政区)?)?(?:[^\W\da-z]{{2,3}}?市)?(?:[^\W\da-z]{{2,3}}?[区县镇])?"
)


@lru_cache(maxsize=_CACHED)
def plain_name(name: str) -> str:
    """Return a name as letters and digits alone: NFKC, small letters, no blanks or punctuation (what stands in brackets stays), 有限责任公司 as 有限公司.

    Two names of one plain form are one name, written differently. Traditional characters stay what they are.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _FORM.sub("有限公司", "".join(character for character in folded if character.isalnum()))


@lru_cache(maxsize=_CACHED)
def core_name(name: str) -> str:
    """Return the plain name without what many share, for likeness only.

    Taken off: the suffix of a branch after 公司 (…分公司, 分厂, 办事处, 营业部, 项目部, 车间), the legal form (有限公司, 股份有限公司, 集团…, Co., Ltd. …), and
    before the name a province, a …市 and a …区, …县 or …镇 of two or three characters. Where nothing would be left the plain name stands.
    """
    plain = plain_name(name)
    short = _LEGAL_FORM.sub("", _BRANCH.sub("", plain))
    return _PREFIX.sub("", short) or short or plain
