"""What the pages of public releases say around their figures."""

from __future__ import annotations

from openmbi.core.language import Text
from openmbi.core.releases import ReleaseState

LABELS = {
    "lead": Text(
        "公开发布一经签发不再改动；更正另出一期，并注明更正哪一期、为何。抑制的数值为空。",
        "A release is never changed once it is signed; a correction is another release that says which it corrects, and why. What is suppressed is left out.",
    ),
    "none": Text(
        "尚无可见的公开发布。签发且解禁之后即列于此。",
        "There is no release to be seen yet. It stands here once it is signed and its embargo is over.",
    ),
    "listed": Text("各期发布", "Releases"),
    "number": Text("第 {number} 期", "No. {number}"),
    "as_of": Text("知悉截止", "As known on"),
    "signed": Text("签发", "Signed"),
    "state": Text("状态", "State"),
    "embargo": Text("{moment} 解禁", "under embargo until {moment}"),
    "corrects": Text("更正第 {number} 期", "corrects no. {number}"),
    "corrected_by": Text("已由第 {number} 期更正", "corrected by no. {number}"),
    "tables": Text("表", "Tables"),
    "use": Text("取用", "Use"),
    "open": Text("打开最新一期", "Open the newest"),
    "method": Text("方法", "Methodology"),
    "method_how": Text(
        "现行公式、权重与阈值，各附依据。", "The formulas, weights and thresholds in force, each with what it rests on."
    ),
    "api": Text("接口", "API"),
    "api_how": Text(
        "程序用令牌取数；令牌在「API 令牌」页自行创建。各期发布的地址：",
        "A program reads with a token, which you make on the page “API tokens”. The addresses of releases:",
    ),
    "cite": Text("引用", "Cite"),
    "cite_how": Text(
        "{bureau}，公开发布第 {number} 期，知悉截止 {as_of}。",
        "{bureau}, public release no. {number}, as known on {as_of}.",
    ),
    "group": Text("主体", "Group"),
    "level": Text("层级", "Level"),
    "code": Text("代码", "Code"),
    "release_lead": Text(
        "第 {number} 期公开发布，知悉截止 {as_of}。空缺为抑制或无数据，抑制的单元其灯与贡献一并不发布。",
        "Public release no. {number}, as known on {as_of}. What is empty is suppressed or not known; lights and contributions of a suppressed cell are not "
        "published either.",
    ),
    "unit": Text("单位：{unit}", "unit: {unit}"),
    "newest": Text("最近 {n} 天，其余见接口", "the newest {n} days, the others by the API"),
    "left_out": Text("另有 {n} 组被抑制或无数据", "{n} further groups are suppressed or not known"),
    "nothing_told": Text("各组均被抑制或无数据。", "Every group is suppressed or not known."),
}
STATES = {
    ReleaseState.PRELIMINARY: Text("待审核", "preliminary"),
    ReleaseState.REVIEWED: Text("已审核", "reviewed"),
    ReleaseState.SIGNED: Text("已签发", "signed"),
}
