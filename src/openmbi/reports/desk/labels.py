"""The words of the case desk."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.cases import ActionKind
from openmbi.core.language import Text

TITLE = Text("工单", "Cases")
PLAIN_TITLE = Text("本企业的核查事项", "Matters to check with your enterprise")
VIEWS = MappingProxyType(
    {
        "mine": Text("待我办理", "Mine"),
        "overdue": Text("逾期", "Overdue"),
        "open": Text("全部未办结", "All open"),
        "closed": Text("已办结", "Closed"),
    }
)
BULK = MappingProxyType(
    {
        ActionKind.ACKNOWLEDGE: Text("签收", "Acknowledge"),
        ActionKind.ASSIGN: Text("分派…", "Assign…"),
        ActionKind.VERIFY: Text("以最新数据核验", "Verify by the newest data"),
    }
)
LABELS = MappingProxyType(
    {
        "lead": Text(
            "每个预警立一件工单：分派、签收、企业自查、采取措施、反馈，由数据核验后办结。期限最近的在前。",
            "One case follows each alert: assigned, acknowledged, checked by the enterprise, mended, reported on, and closed once the data verify it. "
            "What is due soonest comes first.",
        ),
        "plain_lead": Text(
            "数据显示本企业近期有异常变动。请点开事项，告诉我们发生了什么：选择原因、写几句说明，必要时附上文件。如认为有误，可以提出异议。",
            "The data show an unusual movement in your enterprise. Open a matter and tell us what happened: choose the cause, write a few words, attach a "
            "file if it helps. If you think that it is mistaken, you may dispute it.",
        ),
        "views": Text("视图", "Views"),
        "narrow": Text("筛选", "Narrow down"),
        "state": Text("状态", "State"),
        "level": Text("层级", "Level"),
        "place": Text("地区", "Place"),
        "owner": Text("承办", "Owner"),
        "any": Text("不限", "any"),
        "show": Text("显示", "Show"),
        "total": Text("共 {count} 件", "{count} in all"),
        "none": Text("没有这样的工单。", "There is no such case."),
        "number": Text("编号", "No."),
        "subject": Text("对象", "About"),
        "light": Text("灯", "Light"),
        "due": Text("期限", "Due"),
        "overdue": Text("逾期", "overdue"),
        "escalated": Text("已升级", "escalated"),
        "muted": Text("由所在群体代办", "covered by its group"),
        "since": Text("异动自", "Moving since"),
        "opened": Text("立单", "Opened"),
        "closing": Text("结果", "Outcome"),
        "pick": Text("选择工单 {number}", "choose case {number}"),
        "choose": Text("选", "Pick"),
        "bulk": Text("对所选工单", "With the chosen cases"),
        "next": Text("下一页", "Next page"),
        "first": Text("第一页", "First page"),
        "open_case": Text("打开并办理", "Open"),
        "bulk_title": Text("批量办理：{step}", "With several cases: {step}"),
        "bulk_lead": Text(
            "将对以下 {count} 件工单执行同一步骤。逐件执行，一件不成不影响其余。",
            "The same step is taken with these {count} cases, one by one; where one fails the others go on.",
        ),
        "confirm": Text("确认执行", "Do it"),
        "back": Text("返回工单", "Back to the cases"),
        "note": Text("说明（可不填）", "What is to be said of it (may be empty)"),
        "to": Text("分派给", "Give them to"),
        "results": Text("结果", "What came of it"),
        "done": Text("已办", "done"),
        "failed": Text("未办", "not done"),
        "tally": Text("已办 {done} 件，未办 {failed} 件。", "{done} done, {failed} not done."),
        "choose_some": Text("没有选择工单，请返回选择。", "No case was chosen: go back and choose some."),
        "choose_owner": Text("请选择分派给谁。", "Choose to whom they are given."),
        "problem": Text("原因", "Why"),
        "fix": Text("可以怎样", "What to do"),
    }
)
