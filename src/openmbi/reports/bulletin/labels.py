"""The words of the bulletin beside its sentences: titles, heads of tables, what stands on every page."""

from __future__ import annotations

from types import MappingProxyType

from openmbi.core.language import Text

LABELS = MappingProxyType(
    {
        "contents": Text("目录", "Contents"),
        "page": Text("页", "Page"),
        "chart": Text("图", "Chart"),
        "table": Text("表", "Table"),
        "marker": Text("■", "■"),
    }
)
TITLE = Text("制造业大数据指数月报", "Manufacturing Big-Data Index: Monthly Bulletin")
PROVISIONAL = Text("暂定", "Provisional")
FOOTER = Text(
    "截至 {as_of} 所知 · 数据至 {data_until} · 计算 {run}{release} · 编制 {made_at}",
    "As known on {as_of} · data until {data_until} · run {run}{release} · made {made_at}",
)
RELEASE = Text(" · 发布 {release}", " · release {release}")
NO_RELEASE = Text("（未定版）", " (no release)")
IMPRINT = Text("{issued_by}　{made}编制", "{issued_by}, {made}")
CONTACT = Text("　联系：{contact}", ". Contact: {contact}")
KEYWORDS = (Text("制造业", "manufacturing"), Text("大数据指数", "big-data index"), Text("红绿灯", "traffic lights"))
