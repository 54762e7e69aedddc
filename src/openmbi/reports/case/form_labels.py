"""The words of the forms by which a case is worked; those for an enterprise say the same in plain words."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.cases import ActionKind
from openmbi.core.language import Text

STEPS = MappingProxyType(
    {
        ActionKind.ASSIGN: Text("分派", "Assign"),
        ActionKind.ACKNOWLEDGE: Text("签收", "Acknowledge"),
        ActionKind.SELF_CHECK: Text("填报自查", "File the self-check"),
        ActionKind.MEASURE: Text("登记措施", "Say which measure was taken"),
        ActionKind.FEEDBACK: Text("反馈结果", "Give feedback"),
        ActionKind.DISPUTE: Text("提出异议", "Dispute"),
        ActionKind.RESOLVE_DISPUTE: Text("裁定异议", "Decide the dispute"),
        ActionKind.VERIFY: Text("以最新数据核验", "Verify by the newest data"),
        ActionKind.CLOSE: Text("办结", "Close"),
        ActionKind.REOPEN: Text("重新立单", "Take up again"),
    }
)
LEADS = MappingProxyType(
    {
        ActionKind.ASSIGN: Text("交给谁办理。", "Who has to act."),
        ActionKind.ACKNOWLEDGE: Text("表示已看到，正在办理。", "It was seen and is being worked."),
        ActionKind.SELF_CHECK: Text("异动的原因，可选多项。", "What was behind the movement; several may be chosen."),
        ActionKind.MEASURE: Text("为恢复正常做了什么。", "What was done about it."),
        ActionKind.FEEDBACK: Text(
            "措施的结果；此后由数据核验。", "What the measure achieved; from then on the data verify it."
        ),
        ActionKind.DISPUTE: Text(
            "认为预警有误，附证据说明；裁定之前工单停办。",
            "The alert is mistaken: say why, with evidence. The case rests until that is decided.",
        ),
        ActionKind.RESOLVE_DISPUTE: Text(
            "异议是否成立；须由他人裁定。", "Whether the objection is right; somebody else than who raised it decides."
        ),
        ActionKind.VERIFY: Text(
            "数据回到正常范围足够天数方可办结。", "It is closed where the data are back for long enough."
        ),
        ActionKind.CLOSE: Text("误报，或原因属实且将持续。", "A false alarm, or a real movement that will last."),
        ActionKind.REOPEN: Text("说明为何重新立单。", "Say why it is taken up again."),
    }
)
PLAIN_STEPS = MappingProxyType(
    {
        ActionKind.ACKNOWLEDGE: Text("我已看到", "I have seen this"),
        ActionKind.SELF_CHECK: Text("告诉我们发生了什么", "Tell us what happened"),
        ActionKind.MEASURE: Text("告诉我们做了什么", "Tell us what you did about it"),
        ActionKind.FEEDBACK: Text("告诉我们现在怎样", "Tell us how it is now"),
        ActionKind.DISPUTE: Text("我认为有误", "I think this is mistaken"),
    }
)
PLAIN_LEADS = MappingProxyType(
    {
        ActionKind.ACKNOWLEDGE: Text("点一下即可，之后请填写原因。", "One click is enough; the cause comes next."),
        ActionKind.SELF_CHECK: Text(
            "勾选所有相符的原因。若一切正常，只选“经核实无异常”。填报不会因此受罚，它帮助主管部门了解情况、提供帮助。",
            "Tick every cause that fits. Where all is normal tick only “confirmed no event”. It lets the department understand and help.",
        ),
        ActionKind.MEASURE: Text(
            "例如：已修好设备，周五复产。", "For instance: the machine was mended, work goes on from Friday."
        ),
        ActionKind.FEEDBACK: Text(
            "之后我们会用数据核对，无需再报送其他材料。",
            "After this the data are looked at; nothing else need be sent.",
        ),
        ActionKind.DISPUTE: Text(
            "请写明哪里不对，并附上能说明的文件（照片、单据均可）。答复之前不会再催办。",
            "Say what is wrong and attach a file that shows it (a photo or a paper will do). Nobody asks again until it is decided.",
        ),
    }
)
FIELDS = MappingProxyType(
    {
        "note": Text("说明", "What is to be said of it"),
        "causes": Text("原因", "Causes"),
        "evidence": Text("证据文件", "Files of evidence"),
        "owner": Text("承办单位", "Owner"),
        "closing": Text("结果", "Outcome"),
        "upheld": Text("裁定", "Decision"),
    }
)
EVIDENCE_HELP = Text(
    "最多 {files} 个，每个不超过 {mb} MB；记录文件名与哈希。",
    "At most {files}, each of at most {mb} MB; name and hash are noted.",
)
FORM_LABELS = MappingProxyType(
    {
        "work": Text("办理", "Work the case"),
        "work_plain": Text("请答复", "Please answer"),
        "work_none": Text("目前没有由您办理的步骤。", "There is nothing for you to do at present."),
        "due": Text("期限 {due}", "due {due}"),
        "needed": Text("必填", "needed"),
        "send": Text("提交", "Send"),
        "kept": Text("已收到的文件（随本次提交）", "Files received, sent along"),
        "refused": Text("没有提交成功", "It was not taken"),
        "fix": Text("可以怎样", "What to do"),
        "changed": Text("其间有人处理了这件工单", "The case was changed meanwhile"),
        "changed_lead": Text(
            "您打开页面之后，发生了以下变化。您填写的内容还在下面，请看过变化再决定是否提交。",
            "This happened after you opened the page. What you wrote still stands below: look at the change, then decide whether to send it.",
        ),
        "changed_gone": Text(
            "您原来要办的步骤现在已不能再办。您写的说明：",
            "The step that you were about to take is no longer open. What you wrote:",
        ),
        "download": Text("下载", "Download"),
    }
)
