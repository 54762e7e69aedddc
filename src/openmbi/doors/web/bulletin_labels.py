"""Words of the page of bulletins."""

from __future__ import annotations

from openmbi.core.language import Text

BULLETINS = {
    "title": Text("月报", "Bulletins"),
    "lead": Text(
        "文字按规则由数字写成。内部版列有企业名称，不得外传；公开版只由已签发的公开版数据编制。下载的文件记有下载人，并记入审计日志。",
        "Text written from the figures by rules. The internal edition names enterprises and must not leave the bureau; the public one is made of signed "
        "releases alone. A file says who took it, and the audit log has a line of it.",
    ),
    "internal": Text("内部版", "Internal edition"),
    "public": Text("公开版", "Public edition"),
    "as_known": Text("截至该时点所知（计算号）", "As known on (run)"),
    "show": Text("显示", "Show"),
    "run": Text("{as_of}（{run}）", "{as_of} ({run})"),
    "newest": Text("{as_of}（{run}，最近一次）", "{as_of} ({run}, the newest)"),
    "older": Text("较早的一次计算：不含工单。", "An older run: without cases."),
    "month": Text("月份", "Month"),
    "state": Text("状态", "State"),
    "complete": Text("完整", "complete"),
    "provisional": Text("暂定：本月尚未结束", "provisional: the month is not over"),
    "release": Text("公开版号", "Release"),
    "known": Text("截至所知", "As known on"),
    "signed": Text("签发", "Signed"),
    "notice": Text("更正", "Correction"),
    "corrects": Text("更正第 {number} 号：{why}", "corrects {number}: {why}"),
    "corrected_by": Text("已由第 {number} 号更正", "corrected by {number}"),
    "read": Text("阅读", "Read"),
    "take": Text("下载", "Download"),
    "none": Text("尚无已签发且已解禁的公开版。", "There is no signed release that is free yet."),
    "no_run": Text("尚无计算结果。", "Nothing has been computed yet."),
    "pdf": Text("PDF", "PDF"),
    "word": Text("Word", "Word"),
    "page": Text("网页", "page"),
    "in_zh": Text("中文：", "Chinese: "),
    "in_en": Text("英文：", "English: "),
}
