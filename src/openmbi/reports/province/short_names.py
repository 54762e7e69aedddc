"""Short names for narrow places: a bureau's own first, then the usual ones of the divisions of manufacturing, else the name itself."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.core.tables import Level
from openmbi.reports.province.inputs import ProvinceInput

_DIVISIONS = MappingProxyType(
    {
        "C13": Text("农副食品", "Agri-food"),
        "C14": Text("食品", "Foods"),
        "C15": Text("酒饮茶", "Beverages"),
        "C16": Text("烟草", "Tobacco"),
        "C17": Text("纺织", "Textiles"),
        "C18": Text("服装服饰", "Apparel"),
        "C19": Text("皮革制鞋", "Leather, shoes"),
        "C20": Text("木材加工", "Timber"),
        "C21": Text("家具", "Furniture"),
        "C22": Text("造纸", "Paper"),
        "C23": Text("印刷", "Printing"),
        "C24": Text("文体用品", "Toys, sport"),
        "C25": Text("石油煤炭", "Fuels"),
        "C26": Text("化工", "Chemicals"),
        "C27": Text("医药", "Medicines"),
        "C28": Text("化纤", "Fibres"),
        "C29": Text("橡胶塑料", "Rubber, plastics"),
        "C30": Text("非金属矿物", "Minerals"),
        "C31": Text("钢铁", "Ferrous metals"),
        "C32": Text("有色金属", "Other metals"),
        "C33": Text("金属制品", "Metal products"),
        "C34": Text("通用设备", "General mach."),
        "C35": Text("专用设备", "Special mach."),
        "C36": Text("汽车", "Automobiles"),
        "C37": Text("船舶航空等", "Ships, aircraft"),
        "C38": Text("电气机械", "Electrical"),
        "C39": Text("计算机电子", "Electronics"),
        "C40": Text("仪器仪表", "Instruments"),
        "C41": Text("其他制造", "Other"),
        "C42": Text("废弃资源", "Recycling"),
        "C43": Text("设备修理", "Repair"),
    }
)


def short_name(source: ProvinceInput, level: Level, code: str) -> Text:
    """Return a group's short name; a Chinese city goes without 市."""
    return source.short_names.get(level, {}).get(code) or usual_short_name(level, code, source.name(level, code))


def usual_short_name(level: Level, code: str, name: Text) -> Text:
    """Return the short name that a group usually has, by its full one."""
    if level is Level.INDUSTRY and code in _DIVISIONS:
        return _DIVISIONS[code]
    return Text(name.zh.removesuffix("市") or name.zh, name.en) if level is Level.CITY else name
