"""The words of the page of a case: headings, column heads, and what each step is and asks for."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.cases import ActionKind
from openmbi.core.language import Text

LABELS = MappingProxyType(
    {
        "list": Text("预警", "Alerts"),
        "number": Text("工单 {number} 号", "Case no. {number}"),
        "found": Text("{day} 检出", "found on {day}"),
        "rate": Text("此类灯的误报率", "How often such lights were false"),
        "state": Text("状态", "State"),
        "owner": Text("承办", "Owner"),
        "due": Text("办理期限", "Due"),
        "overdue": Text("逾期", "overdue"),
        "escalated": Text("已升级至", "Escalated to"),
        "opened": Text("立单", "Opened"),
        "reopened": Text("重新立单", "Taken up again"),
        "times": Text("{count} 次", "{count} time(s)"),
        "closed": Text("办结", "Closed"),
        "muted": Text(
            "由 {name} 的工单代为处理：本单暂停计时，也不发通知。",
            "The case of {name} stands for this one: its clock stands still and it sends no notices.",
        ),
        "chart": Text("水平与预警", "Level and alert"),
        "chart_words": Text(
            "{name} 自 {first} 至 {last} 的每日水平，异动起始日 {since} 标有竖线",
            "Daily level of {name} from {first} to {last}; a line marks {since}, when the movement began",
        ),
        "daily": Text("每日水平（基期 = 100）", "daily level (base = 100)"),
        "mean": Text("{days} 日均值", "mean of {days} days"),
        "peers": Text("虚线：{name}", "dashed: {name}"),
        "began": Text("竖线：异动起始日 {since}", "upright line: the movement began on {since}"),
        "strip": Text("底部色条：起始至办结或最近一日", "strip below: from then to the closing, or the newest day"),
        "reasons": Text("原因", "Reasons"),
        "sources": Text("各数据源", "By source"),
        "source": Text("数据源", "Source"),
        "expected": Text("预期（日均）", "Expected a day"),
        "observed": Text("实际（日均）", "Observed a day"),
        "change": Text("变动", "Change"),
        "common": Text("共同变动", "Common with others"),
        "own": Text("自身变动", "Its own"),
        "says": Text("是否一致", "Agrees?"),
        "members": Text("哪些企业", "Which enterprises"),
        "members_lead": Text(
            "各成员日均用电（日历调整后，千瓦时）：异动期间与此前相比，逐家相加与合计分毫不差。",
            "Use of the members a day (calendar-adjusted, kWh), in the movement against before it; the lines add up to the total exactly.",
        ),
        "member": Text("企业", "Enterprise"),
        "before": Text("此前", "Before"),
        "within": Text("异动期间", "In the movement"),
        "kwh": Text("变动（千瓦时）", "Change (kWh)"),
        "share": Text("占同向变动", "Of what moved this way"),
        "others": Text("其余 {count} 家", "the other {count}"),
        "all": Text("合计 {count} 家", "all {count}"),
        "root_causes": Text("根因定位", "Root causes"),
        "root_cause": Text("根因", "Root cause"),
        "leaves": Text("涉及格数", "Leaves"),
        "past": Text("类似的已结工单", "Closed cases like it"),
        "alike": Text("相似之处", "Alike in"),
        "causes": Text("所填原因", "Causes filed"),
        "closing": Text("结果", "Outcome"),
        "no_cause": Text("未填", "none filed"),
        "case": Text("工单", "Case"),
        "about_cover": Text("归并", "Covered"),
        "about_found": Text("检出", "Detection"),
        "about_source": Text("数据源", "Sources"),
        "about_common": Text("共同变动", "Common movement"),
        "about_size": Text("规模", "How large"),
        "about_members": Text("企业", "Enterprises"),
        "about_peers": Text("同组", "Peers"),
        "about_calendar": Text("日历", "Calendar"),
        "about_events": Text("已知事件", "Known events"),
        "about_past": Text("历史工单", "Past cases"),
        "timeline": Text("办理经过", "What has been done"),
        "looked_at": Text("截至 {moment}", "as of {moment}"),
        "moment": Text("时间", "When"),
        "step": Text("步骤", "Step"),
        "by": Text("经办", "By"),
        "said": Text("内容", "What was said"),
        "system": Text("每日更新", "daily update"),
        "again": Text("共 {count} 次，至 {last}", "{count} times, until {last}"),
        "evidence": Text("证据", "Evidence"),
        "hash": Text("SHA-256 {hash}…", "SHA-256 {hash}…"),
        "next": Text("接下来可以", "What may be done next"),
        "next_none": Text("目前没有需要人办理的步骤。", "Nothing is to be done by hand at present."),
        "next_lead": Text(
            "期限 {due}。以下命令在本机执行；“…”处填写内容。",
            "Due {due}. Give one of these on this machine, with your words for “…”.",
        ),
        "next_open": Text(
            "以下命令在本机执行；“…”处填写内容。", "Give one of these on this machine, with your words for “…”."
        ),
        "colour_changed": Text("证据更新至 {day}", "evidence of {day}"),
        "assigned_to": Text("承办：{name}", "to {name}"),
        "escalated_to": Text("升级至{name}", "to the {name}"),
        "upheld": Text("异议成立", "the objection was right"),
        "rejected": Text("异议不成立", "the objection was rejected"),
        "standing": Text(
            "截至 {day} 偏离 {deviation}，已连续 {days} 天在关闭阈值内",
            "{deviation} from what was expected on {day}, inside the close threshold for {days} days in a row",
        ),
    }
)
TOPICS = ("cover", "found", "source", "common", "size", "members", "peers", "calendar", "events", "past")
"""What sentences of a reason are about, in the order in which they stand."""
NEXT = MappingProxyType(
    {
        ActionKind.ASSIGN: (Text("分派给承办单位", "assign it to its owner"), "assign {n} …"),
        ActionKind.ACKNOWLEDGE: (Text("签收", "acknowledge it"), "ack {n}"),
        ActionKind.SELF_CHECK: (Text("填报自查原因", "file the self-check with its causes"), "selfcheck {n} --cause …"),
        ActionKind.MEASURE: (Text("登记所采取的措施", "say which measure was taken"), "measure {n} --note …"),
        ActionKind.FEEDBACK: (
            Text("反馈结果，交数据核验", "give feedback, then the data verify it"),
            "feedback {n} --note …",
        ),
        ActionKind.DISPUTE: (Text("提出异议并附证据", "dispute it with evidence"), "dispute {n} --note … --evidence …"),
        ActionKind.RESOLVE_DISPUTE: (Text("裁定异议", "decide the dispute"), "resolve-dispute {n} --uphold --note …"),
        ActionKind.VERIFY: (Text("以最新数据核验", "have the newest data verify it"), "verify {n}"),
        ActionKind.CLOSE: (
            Text("办结（误报，或原因属实将持续）", "close it (false alarm, or explained and lasting)"),
            "close {n} --as … --note …",
        ),
        ActionKind.REOPEN: (Text("重新立单", "take it up again"), "reopen {n} --note …"),
    }
)
"""What each step that a person may take is, and its command after `mbi case`."""
