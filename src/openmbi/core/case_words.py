"""States, causes, closings and steps of a case in words."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.cases import ActionKind, CaseState, Cause, Closing
from openmbi.core.language import Text

STATES = MappingProxyType(
    {
        CaseState.OPEN: Text("已立单", "open"),
        CaseState.ASSIGNED: Text("已分派", "assigned"),
        CaseState.ACKNOWLEDGED: Text("已签收", "acknowledged"),
        CaseState.SELF_CHECKED: Text("已自查", "self-checked"),
        CaseState.MEASURE_TAKEN: Text("已采取措施", "measure taken"),
        CaseState.FEEDBACK_GIVEN: Text("已反馈，待数据核验", "feedback given, to be verified by the data"),
        CaseState.DISPUTED: Text("有异议", "disputed"),
        CaseState.CLOSED: Text("已办结", "closed"),
    }
)
CAUSES = MappingProxyType(
    {
        Cause.HOLIDAY: Text("放假", "holiday"),
        Cause.MAINTENANCE: Text("检修", "maintenance"),
        Cause.ORDER_LOSS: Text("订单减少", "loss of orders"),
        Cause.RELOCATION: Text("搬迁", "relocation"),
        Cause.POWER_CUT: Text("停电限电", "power cut"),
        Cause.METER_FAULT: Text("表计故障", "meter fault"),
        Cause.ENVIRONMENTAL_STOP: Text("环保停产", "environmental stop"),
        Cause.ACCIDENT: Text("事故", "accident"),
        Cause.OTHER: Text("其他", "other"),
        Cause.NO_EVENT: Text("经核实无异常", "confirmed no event"),
    }
)
CLOSINGS = MappingProxyType(
    {
        Closing.VERIFIED: Text("经数据核验恢复", "verified by the data"),
        Closing.RECOVERED: Text("自行恢复", "recovered by itself"),
        Closing.FALSE_ALARM: Text("误报", "false alarm"),
        Closing.DISPUTE_UPHELD: Text("异议成立", "dispute upheld"),
        Closing.EXPLAINED: Text("原因属实，变动将持续", "explained: the movement is real and will last"),
    }
)
ACTIONS = MappingProxyType(
    {
        ActionKind.ASSIGN: Text("分派", "assigned"),
        ActionKind.ACKNOWLEDGE: Text("签收", "acknowledged"),
        ActionKind.SELF_CHECK: Text("填报自查", "self-check filed"),
        ActionKind.MEASURE: Text("采取措施", "measure taken"),
        ActionKind.FEEDBACK: Text("反馈", "feedback given"),
        ActionKind.DISPUTE: Text("提出异议", "disputed"),
        ActionKind.RESOLVE_DISPUTE: Text("裁定异议", "dispute decided"),
        ActionKind.VERIFY: Text("经数据核验", "verified by the data"),
        ActionKind.CLOSE: Text("办结", "closed"),
        ActionKind.REOPEN: Text("重新立单", "reopened"),
        ActionKind.OPEN: Text("立单", "opened"),
        ActionKind.REFRESH: Text("更新证据", "evidence renewed"),
        ActionKind.MUTE: Text("由所在群体的工单代为处理", "muted by the case of its group"),
        ActionKind.UNMUTE: Text("恢复单独处理", "no longer muted"),
        ActionKind.ESCALATE: Text("升级", "escalated"),
        ActionKind.RECOVER: Text("数据自行恢复", "the data recovered"),
        ActionKind.FAIL_VERIFICATION: Text("数据核验未通过", "the data did not verify it"),
    }
)
