"""The words of the page."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.core.quality import Basis

SHORT_TITLE = Text("预警质量", "Alert quality")
TITLE = Text("预警质量：预警有多少是错的", "Early-warning quality: how often alerts are wrong")
BASES = MappingProxyType(
    {
        Basis.FEEDBACK: Text("工单反馈", "feedback of cases"),
        Basis.REPLAY: Text("模拟回放", "replay on a simulation"),
    }
)
KINDS = MappingProxyType(
    {
        "shutdown": Text("停产", "shutdown"),
        "output_cut": Text("减产", "output cut"),
        "slow_decline": Text("缓慢下滑", "slow decline"),
        "relocation_from": Text("搬迁（迁出）", "relocation, the site that falls"),
        "relocation_to": Text("搬迁（迁入）", "relocation, the site that rises"),
        "spike": Text("骤增", "spike"),
        "cell_shock": Text("地市 × 行业共同冲击", "shock of a cell"),
        "cell_dip": Text("地市 × 行业共同下跌", "dip of a cell"),
        "wrong_multiplier": Text("电表倍率错误", "wrong multiplier of a meter"),
        "typhoon": Text("台风", "typhoon"),
        "power_rationing": Text("有序用电", "power rationing"),
    }
)
LABELS = MappingProxyType(
    {
        "lights": Text("每种灯的误报占比", "How often each light was false"),
        "lights_note": Text(
            "误报指已核实、确认没有发生任何事情的预警；尚未核实的单独计数，不算对也不算错。横条为 95% 区间，竖线处为目标。",
            "False: verified, and nothing had happened. Unverified ones are counted apart, neither right nor wrong. Bars are 95 % intervals, the mark is "
            "the aim.",
        ),
        "level": Text("层级", "Level"),
        "light": Text("灯", "Light"),
        "basis": Text("依据", "Measured on"),
        "opened": Text("预警", "Alerts"),
        "confirmed": Text("属实", "Right"),
        "false": Text("误报", "False"),
        "unverified": Text("未核实", "Unverified"),
        "share": Text("误报占比", "False, share"),
        "interval": Text("95% 区间", "95 % interval"),
        "months": Text("逐月", "Month by month"),
        "months_note": Text(
            "按发现预警的月份；各月的预警随核实陆续归入属实或误报，以前各月的数字因此会变，按当时所知的台账用 --as-of 查看。",
            "By the month in which alerts were found; they move to right or false as they are verified, so past months change. --as-of shows the "
            "ledger of then.",
        ),
        "month": Text("月份", "Month"),
        "dot_share": Text("误报占比与 95% 区间", "share of false ones, with its 95 % interval"),
        "aim": Text("目标", "aim"),
        "strata": Text("按组", "By stratum"),
        "strata_note": Text(
            "组是共用一个误报分布的企业或单元；误报多的在前。样本少的组区间很宽，不宜据以排序。",
            "A stratum shares one distribution of false alarms; those with most false ones come first. Small strata have wide intervals: do not rank "
            "by them.",
        ),
        "stratum": Text("组", "Stratum"),
        "seasons": Text("春节前后与平时", "Around the Spring Festival, and other weeks"),
        "season": Text("时段", "Weeks"),
        "episodes": Text("发生了什么，发现了什么", "What happened, and what was found"),
        "episodes_note": Text(
            "由回放得出：模拟的真值文件说明发生过什么。事件按起讫计为一段，首个预警算发现；重复、连带和由其他真实情况引起的预警单独计数。"
            "计算“半数在第几天前发现”时，从未发现的也计入。",
            "From the replay: the simulation's truth says what happened. An event is one episode and its first alert finds it; repeats, echoes and "
            "alerts of "
            "something else that is true are counted apart. The days by which half and nine in ten were found count those never found as well.",
        ),
        "subjects": Text("主体数", "Watched"),
        "span": Text("评价区间", "Days"),
        "precision": Text("查准率", "Precision"),
        "recall": Text("查全率", "Recall"),
        "half": Text("半数在第几天前发现", "Half found by day"),
        "most": Text("九成在第几天前发现", "Nine in ten by day"),
        "never": Text("未达到", "not reached"),
        "false_alarms": Text("每千主体年误报", "False per 1,000 subject-years"),
        "apart": Text("重复 / 连带 / 其他", "Repeats / echoes / other"),
        "young": Text("过新未评", "Too young"),
        "kind": Text("事件种类", "Kind of event"),
        "episodes_of": Text("事件数", "Events"),
        "found": Text("发现", "Found"),
        "signals": Text("作为信号的价值", "Worth as a signal"),
        "signals_note": Text(
            "单位：每段事件，以及每个主体没有事件的每个月。噪声信号比小于 1 才有用；有用性 1 为完美、0 为无用（漏报的权重 {preference}）；"
            "AUROC 以首个预警的 −log₁₀ p 排序，没有预警的计 0，± 为标准误（Hanley–McNeil，假定各单位独立）。",
            "Counted over episodes, and over months of subjects without one. A noise-to-signal ratio below 1 says something; usefulness is 1 at best, "
            "0 of no use "
            "(weight of misses {preference}); AUROC ranks by −log₁₀ p of the first alert, 0 without any, with its standard error (Hanley–McNeil, units "
            "taken as "
            "independent).",
        ),
        "noise_to_signal": Text("噪声信号比", "Noise-to-signal"),
        "usefulness": Text("相对有用性", "Relative usefulness"),
        "auroc": Text("AUROC", "AUROC"),
        "reliability": Text("所说的概率是否如实", "Do stated probabilities come true?"),
        "reliability_note": Text(
            "横轴为所说的“属实概率”，纵轴为其中实际属实的比例，竖线为 95% 区间，每点的预警数大致相等；点在虚线上即如实，在其下方即过于自信。",
            "Across: the stated probability of being right. Upwards: how many were, with 95 % intervals. On the dashed line statements are true, below it "
            "too sure.",
        ),
        "brier": Text(
            "{number} 个预警；Brier 评分 {brier}，一律说平均比例时为 {base}，越小越好",
            "{number} alerts; Brier score {brier}, {base} when the mean share is stated for each: smaller is better",
        ),
        "known_by": Text("依据{basis}。", "By {basis}. "),
        "bounds": Text("只用过去定出的界限", "Bounds fixed on the past alone"),
        "bounds_note": Text(
            "每月初，用此前已核实的预警定出 q 值界限：误报占比不超过 {nominal}% 的最宽界限；其后的月份只用来检验它。以后的数据从不改变以前的界限。"
            "回放中，判定在预警发出 {days} 天后才算已知。",
            "At the start of each month the loosest bound of q under which at most {nominal} % of the alerts verified before were false; the month "
            "after only tests "
            "it. Later data never alter an earlier bound. In a replay a verdict counts as known {days} days after its alert.",
        ),
        "judged_from": Text("自", "From"),
        "bound": Text("q 值界限", "Bound of q"),
        "no_bound": Text("尚不能定", "none yet"),
        "learnt": Text("所依据的预警", "Fixed on"),
        "kept": Text("界限之内的误报", "False within it"),
        "dropped": Text("界限之外的误报", "False beyond it"),
        "of": Text("{whole} 个中 {part} 个", "{part} of {whole}"),
        "limits": Text("依据与局限", "What this rests on, and its limits"),
        "limit_verified": Text(
            "反馈只说明得到核实的预警。核实与否并非随机：未核实的预警中误报的比例可能不同。",
            "Feedback speaks for verified alerts alone. Which ones are verified is not chance: of the others another share may be false.",
        ),
        "limit_replay": Text(
            "模拟回放只说明模拟中的事件与噪声；真实世界的误报率以反馈为准。",
            "A replay speaks for the events and the noise of its simulation; for the real world feedback counts.",
        ),
        "limit_independent": Text(
            "区间假定各预警相互独立；同一原因引起的多个预警会使实际区间更宽。",
            "Intervals take alerts as independent; several alerts of one cause make the true ones wider.",
        ),
        "limit_missed": Text(
            "没有预警的事件不会进入工单，因此反馈无法给出查全率。",
            "What no alert was given for enters no case: feedback cannot tell recall.",
        ),
    }
)


def kind_name(kind: str) -> Text:
    """Return a kind of episode in words, or its code where it has none."""
    return KINDS.get(kind, Text(kind, kind))
