"""What the parameters of declarations are called on the page of the method. Their fields and units are told by the models in `openmbi.catalog`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from openmbi.core.case_words import CAUSES
from openmbi.core.language import Text
from openmbi.flow.gate.catalog import FREQUENCIES, LEVELS

PARAMETERS: Mapping[str, Text] = MappingProxyType(
    {
        # indexes
        "method": Text("方法", "method"),
        "indicator": Text("指标", "indicator"),
        "dated": Text("确定日期", "set on"),
        "frequency": Text("频率", "frequency"),
        "base": Text("基期", "base period"),
        "base_first": Text("基期首日", "first day of the base period"),
        "base_last": Text("基期末日", "last day of the base period"),
        "first": Text("首日", "first day"),
        "last": Text("末日", "last day"),
        "weight": Text("权重", "weight"),
        "minimum_base_days": Text("成员在基期的最少活跃天数", "active days of the base period that make a member"),
        "minimum_base_periods": Text(
            "成员在基期的最少活跃期数", "active periods of the base period that make a member"
        ),
        "entry_active_days": Text("新进企业纳入前的活跃天数", "active days after which an entrant joins"),
        "entry_active_periods": Text("新进企业纳入前的活跃期数", "active periods after which an entrant joins"),
        "idle_days_filled": Text("停用之初以拟合值代替的天数", "first days of an idle run that take the fit"),
        "idle_periods_filled": Text("停用之初以拟合值代替的期数", "first periods of an idle run that take the fit"),
        "spike_least_factor": Text("尖峰：至少为拟合值的倍数", "spike: at least so many times the fit"),
        "spike_scale_multiple": Text("尖峰：至少为残差尺度的倍数", "spike: at least so many scales of the residual"),
        "spike_days_capped": Text("连续尖峰按上限计入的天数", "days of a run of spikes that count at the cap"),
        "spike_periods_capped": Text("连续尖峰按上限计入的期数", "periods of a run of spikes that count at the cap"),
        "calendar_adjusted": Text("剔除日历影响", "calendar effects are taken out"),
        "fit_periods": Text("拟合值取多少活跃期的中位数", "active periods whose median is the fit"),
        "deflator": Text("平减所用的价格指数", "price index that turns money into real terms"),
        "target_trend": Text("目标趋势", "target trend"),
        "components": Text("构成", "components"),
        "change": Text("变动算法", "how change is measured"),
        "inverted": Text("反向计入", "counts inverted"),
        "scale": Text("合成前的尺度", "scale before aggregation"),
        "minimum_coverage": Text("最低数据覆盖率", "least coverage of data"),
        "minimum_weight": Text("到数指标的最低权重", "least weight of the indicators that have arrived"),
        "domains": Text("分项", "domains"),
        "domain": Text("分项代码", "code of the domain"),
        "indicators": Text("指标", "indicators"),
        "trend_months": Text("长于多少个月的周期视为趋势", "cycles longer than so many months are trend"),
        "smooth_months": Text("短于多少个月的周期视为噪声", "cycles shorter than so many months are noise"),
        "logged": Text("取对数", "of logarithms"),
        "outlier_scales": Text(
            "离群：偏离中位数的稳健标准差倍数", "outlier: robust standard deviations from the median"
        ),
        "minimum_months": Text("最少月数", "least number of months"),
        "power": Text("载荷的幂次", "power of the loadings"),
        "tolerance": Text("视为持平的变动幅度", "change that counts as none"),
        "threshold_share": Text("视为复工的基期用电占比", "share of base use above which an enterprise has resumed"),
        "fallback_first": Text("替代基期首日", "first day of the base where history starts later"),
        "fallback_last": Text("替代基期末日", "last day of the base where history starts later"),
        "month": Text("月", "month"),
        "day": Text("日", "day"),
        "window_first": Text("起始日（距春节天数）", "first day, from New Year"),
        "window_last": Text("终止日（距春节天数）", "last day, from New Year"),
        # lights
        "kind": Text("类型", "kind"),
        "level": Text("层级", "level"),
        "levels": Text("层级", "levels"),
        "polarity": Text("灯色含义", "what red means"),
        "palette": Text("色板", "palette"),
        "recent_days": Text("近期窗口天数", "days of the recent window"),
        "reference_days": Text("对照窗口天数", "days of the window that it is judged against"),
        "minimum_history_days": Text("最少历史天数", "least days of history"),
        "idle_red_days": Text("连续停用多少天亮红灯", "idle days that make a light red"),
        "note_below_members": Text(
            "成员少于此数时在理由中注明", "members below which the reason says how many they are"
        ),
        "thresholds": Text("阈值", "thresholds"),
        "bounds": Text("界限", "bounds"),
        "colour": Text("灯色", "colour"),
        "open": Text("亮灯界限", "opens at"),
        "close": Text("熄灯界限", "closes at"),
        "cut_offs": Text("分数界限", "cut-offs"),
        "bands": Text("分数段", "bands"),
        "at_least": Text("最低分", "lowest score"),
        "highest": Text("最高分", "highest score"),
        "words": Text("措辞", "words"),
        "value": Text("有数值时", "where there is a value"),
        "missing": Text("无数值时", "where there is none"),
        "measured_revisions": Text("实测修订", "measured revisions"),
        "factor": Text("误差放大倍数", "errors are taken so many times"),
        # targets
        "place": Text("地区", "place"),
        "combined_january_february": Text("一二月合并公布", "January and February are published combined"),
        "estimate": Text("估计方法", "estimated by"),
        "estimate_because": Text("选用该方法的理由", "why by this method"),
        "reference_growth": Text("参照增速", "reference growth"),
        "trailing_months": Text("取以往多少个月的中位数", "months whose median it is"),
        "least_months": Text("至少需要的月数", "months that are needed at least"),
        "fallback": Text("不足时", "where there are fewer"),
        "growth_pct": Text("约定增速（%）", "agreed growth, %"),
        # detection, cases, linking
        "parameters": Text("参数", "parameters"),
        "lags": Text("合并判断的最近天数", "last days that are judged together"),
        "needed_days": Text("对照期内须有的正常天数", "regular days that the reference needs"),
        "most_deviation": Text("单日偏离计入的上限（对数）", "what a day's deviation counts for at most, log points"),
        "smoothing": Text("慢变中最新一日的权重", "weight of the newest day in the slow change"),
        "pattern_days": Text("比较周末与工作日的天数", "days whose weekends are compared with workdays"),
        "false_discovery_rate": Text("误报比例上限", "share of alerts that may be expected to be false"),
        "pooled_days": Text("误报比例的计算天数", "days over which that share is counted"),
        "tail": Text("尾部比例", "share of days in the tail"),
        "shrinkage": Text("共同变动折半的成员数", "members at which half of the common move is taken out"),
        "fewest": Text("群体单独判断的最少成员数", "members of a group that is judged itself"),
        "least_of_groups": Text("群体预警的最小偏离（对数）", "least deviation of a group, log points"),
        "least_of_enterprises": Text("企业预警的最小偏离（对数）", "least deviation of an enterprise, log points"),
        "least_silence_days": Text("视为断数的最少无数据天数", "days without a reading that are no mere gap"),
        "deep_festival": Text("春节前后停产属常态的起止日", "days from New Year on which standing still is usual"),
        "learning_days": Text("首次预警前的学习天数", "days of history before the first alert"),
        "learning_settles_after": Text(
            "学习期内变动定为常态的天数", "days after which a move of that history is the level"
        ),
        "close_share": Text("解除：偏离低于原偏离的占比", "back: below this share of its own deviation"),
        "close_scales": Text("解除：偏离低于尺度的倍数", "back: within so many scales"),
        "close_days": Text("须连续满足的天数", "days in a row that it takes"),
        "long_days": Text("单一来源持续多少天转红", "days after which an alert of one source is red"),
        "agreement": Text("他源印证的 p 值上限", "p-value below which another source agrees"),
        "after_event_days": Text("已知事件结束后仍可解释的天数", "days for which a known event explains after its end"),
        "history_days": Text("每次计算所用的最近天数", "newest days that a run goes through"),
        "judged_days": Text("每次计算给出预警的最近天数", "newest days of which a run tells alerts"),
        "idle_share": Text("视为停产的用电占比", "share of use below which one stands still"),
        "suspect": Text("暂缓计入的得分", "score above which one waits before it is counted"),
        "beyond_noise": Text("不视为噪声的得分", "score above which it is no noise"),
        "outlying": Text("不计入中心的偏离尺度", "scales at which a cell is left out of the centres"),
        "feed_down": Text("视为数据中断的主体占比", "share of subjects at which the feed is taken to be down"),
        "others_alone": Text("非主来源可单独预警", "sources that do not lead raise alerts by themselves"),
        "recover_days": Text("自行恢复办结所需天数", "days in a row that close a case by itself"),
        "reopen_days": Text("办结后重新立单的天数", "days within which a closed case is taken up again"),
        "escalate_after_days": Text("逾期升级的间隔（工作日）", "working days from one escalation to the next"),
        "cover_days": Text("单元工单代管的起始日差距", "days within which a cell's case mutes its members'"),
        "maintenance_tail_days": Text("检修结束后不立单的天数", "days after maintenance that open no case"),
        "lasting_causes": Text("数据不恢复也可办结的原因", "causes for which a case closes though the data stay"),
        "clocks": Text("时限", "limits"),
        "first_office": Text("首办单位", "first office"),
        "red": Text("红灯", "red"),
        "yellow": Text("黄灯", "yellow"),
        "assign": Text("分派（天）", "to assign, days"),
        "acknowledge": Text("签收（天）", "to acknowledge, days"),
        "self_check": Text("自查（天）", "for the self-check, days"),
        "measure": Text("采取措施（天）", "to take a measure, days"),
        "feedback": Text("反馈（天）", "to give feedback, days"),
        "verify": Text("数据核验（天）", "for the data to verify, days"),
        "decide": Text("裁定异议（天）", "to decide a dispute, days"),
        "least_agreeing_likeness": Text(
            "代码与名称相符的最低相似度", "least likeness of the name where the code is one's own"
        ),
        "link_by_name": Text("可仅凭全称关联", "a full name links without a code"),
        "place_digits": Text("地区代码须相同的位数", "digits of the place that must be equal"),
        "candidates": Text("每条给出的候选数", "candidates that are offered"),
        "least_candidate_likeness": Text("候选的最低相似度", "least likeness of a candidate"),
        "address_weight": Text("地址相同加分", "points for an equal address"),
        "code_weight": Text("代码仅一处之差加分", "points for a code but for one slip"),
        "wide_below": Text("低于此相似度时扩大到全部地区", "likeness below which all places are searched"),
        # indicators
        "unit": Text("单位", "unit"),
    }
)
"""By the name of the field. What it is of stands before it: a parameter of detection stands under detection."""

_COLOURS = {
    "red": Text("红", "red"),
    "orange": Text("橙", "orange"),
    "yellow_red": Text("黄红", "yellow-red"),
    "yellow": Text("黄", "yellow"),
    "green": Text("绿", "green"),
    "yellow_blue": Text("黄蓝", "yellow-blue"),
    "blue": Text("蓝", "blue"),
}
_LEVELS = {level.value: text for level, text in LEVELS.items()}
VALUES: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "colour": _COLOURS,
        "frequency": {frequency.value: text for frequency, text in FREQUENCIES.items()},
        "level": _LEVELS,
        "levels": _LEVELS,
        "first_office": {
            "province": Text("省级", "province"),
            "city": Text("市级", "city"),
            "county": Text("县级", "county"),
            "enterprise": Text("企业", "enterprise"),
        },
        "lasting_causes": {cause.value: text for cause, text in CAUSES.items()},
        "kind": {
            "change": Text("按变动", "by change"),
            "score": Text("按分数", "by score"),
            "flow": Text("流量", "flow"),
            "stock": Text("存量", "stock"),
        },
        "polarity": {
            "risk": Text("风险：红为差", "risk: red is bad"),
            "cycle5": Text("景气：红为过热，蓝为过冷", "cycle: red is overheated, blue is cold"),
        },
        "weight": {
            "base_period_use": Text("基期用电量", "use of the base period"),
            "value_added": Text("增加值", "value added"),
        },
        "scale": {
            "indexed": Text("定基指数", "indexed to the base period"),
            "standardised": Text("标准化", "standardised"),
        },
        "change": {
            "symmetric": Text("对称变动率", "symmetric percentage change"),
            "difference": Text("差分", "difference"),
        },
    }
)
"""What the closed values of a field are called."""
YES, NO = Text("是", "yes"), Text("否", "no")
