"""The words of the list of alerts: headings, column heads, filters."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text

LABELS = MappingProxyType(
    {
        "lead": Text(
            "数据截至日仍然成立的异动，重者在前。一处整体异动只出一条群体预警，其成员的预警注明由其覆盖。",
            "The unusual movements that stand on the newest day of the data, the gravest first. What moved as a group is one alert of the group; "
            "alerts of its members say that it covers them.",
        ),
        "none": Text("目前没有预警。", "There is no alert at present."),
        "total": Text("共 {count} 条", "{count} in all"),
        "new": Text("其中当日新增 {count} 条", "{count} of them new on the day"),
        "covered": Text("由群体预警覆盖 {count} 条", "{count} covered by a group's alert"),
        "provisional": Text("日历暂定", "calendar provisional"),
        "provisional_lead": Text(
            "标有“日历暂定”的 {count} 条：所涉日期的放假安排尚未公布，按法规推定；公布后预警可能改变或撤销。",
            "“calendar provisional” ({count}): the holidays of its days are not announced and follow the law; once they are, the alert may change or go.",
        ),
        "level": Text("层级", "Level"),
        "show": Text("筛选", "Show"),
        "every_light": Text("全部灯", "all lights"),
        "every_level": Text("全部层级", "all levels"),
        "uncovered": Text("隐藏已被覆盖的", "hide those covered"),
        "cities": Text("按地市", "By city"),
        "city_count": Text("{count} 条，红 {red}", "{count}, {red} red"),
        "all_cities": Text("全域", "Whole zone"),
        "subject": Text("主体", "Subject"),
        "change": Text("变动", "Change"),
        "since": Text("起始", "Since"),
        "days": Text("{days} 天", "{days} days"),
        "why": Text("原因要点", "Why"),
        "rate": Text("此类灯的误报率", "How often such lights were false"),
        "case": Text("工单", "Case"),
        "no_case": Text("未立单", "none"),
        "case_number": Text("{number} 号", "no. {number}"),
        "overdue": Text("逾期", "overdue"),
        "muted": Text("并入群体工单", "under the group's case"),
        "new_tag": Text("新", "new"),
        "agree": Text("{same}/{known} 源一致", "{same} of {known} sources agree"),
        "covered_by": Text("由 {name} 的预警覆盖", "covered by the alert of {name}"),
        "rest": Text("另有 {count} 条未列出，见各地市页", "{count} more are not listed: see the lists of the cities"),
        "rates": Text("这些灯有多少是误报", "How many of such lights were false"),
        "rates_lead": Text(
            "误报是经核实并无异动的预警；未核实的另计，不算对也不算错。",
            "False is what was verified as no event; what is not verified is counted apart, as neither right nor wrong.",
        ),
        "quality": Text("按月、按组与按事件种类", "By month, stratum and kind of event"),
        "caption": Text("预警列表", "List of alerts"),
    }
)
MEANINGS = MappingProxyType(
    {
        "red": Text(
            "两个数据源一致，或一个数据源持续已久：先行核查",
            "two sources agree, or one has said so for long: check first",
        ),
        "yellow": Text(
            "一个数据源有显著异动，尚未持续已久：予以关注",
            "one source moved significantly, not for long yet: keep an eye on it",
        ),
    }
)
"""What the light of an alert says, by colour; it may be of a rise as well as of a fall."""
