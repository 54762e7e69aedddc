"""What the page says around its figures."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "lead": Text(
        "这里只有贵企业自己的情况：灯、预警、需要贵方办理的工单，以及已公开发布的数据。",
        "Your own matters alone: light, alert, the cases that wait for you, and what is publicly released.",
    ),
    "to_do": Text("请贵方办理", "What waits for you"),
    "nothing": Text("目前没有需要贵方办理的事项。", "Nothing waits for you at present."),
    "answer": Text("办理", "Answer"),
    "due": Text("请于 {due} 前办理", "due by {due}"),
    "overdue": Text("已逾期", "overdue"),
    "activity": Text("活跃度", "Activity level"),
    "how": Text("近 7 日均值，自身基期 = 100", "mean of the last 7 days, own base = 100"),
    "alert": Text("预警", "Alert"),
    "no_alert": Text("{day} 没有预警。", "No alert stands on {day}."),
    "profile": Text("企业页：各数据源、登记与关联", "Profile: every source, register and links"),
    "cases": Text("工单", "Cases"),
    "no_cases": Text("没有工单。", "There is no case."),
    "all_cases": Text("全部工单", "All cases"),
    "number": Text("{number} 号", "no. {number}"),
    "state": Text("状态", "State"),
    "since": Text("起始", "Since"),
    "closed": Text("办结", "Closed"),
    "released": Text("公开发布", "Public releases"),
    "released_how": Text("全省与各地的已公开数据。", "What is published of the province and its places."),
    "rights": Text(
        "对预警或结论有异议，可在工单页提出异议并附证据；自查表填报后由数据核验。",
        "If you disagree with an alert or a finding, dispute it on the page of the case, with evidence; what you file is verified by the data.",
    ),
}
