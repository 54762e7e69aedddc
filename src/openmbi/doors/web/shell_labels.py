"""Words of the shell: what stands around every served page."""

from __future__ import annotations

from openmbi.core.access import UserRole
from openmbi.core.language import Text

ROLES = {
    UserRole.PROVINCE: Text("省级", "province"),
    UserRole.CITY: Text("市级", "city"),
    UserRole.COUNTY: Text("县级", "county"),
    UserRole.ENTERPRISE: Text("企业", "enterprise"),
    UserRole.RESEARCHER: Text("研究", "researcher"),
    UserRole.ADMINISTRATOR: Text("系统管理员", "administrator"),
    UserRole.SECURITY: Text("安全管理员", "security officer"),
    UserRole.AUDIT: Text("审计管理员", "auditor"),
}

SHELL = {
    "skip": Text("跳到正文", "Skip to content"),
    "languages": Text("语言", "Language"),
    "tools": Text("工具", "Tools"),
    "search": Text("搜索企业", "Search enterprises"),
    "search_go": Text("搜索", "Search"),
    "cases": Text("工单", "Cases"),
    "signed_in": Text("已登录", "Signed in"),
    "sessions": Text("我的登录", "My sessions"),
    "tokens": Text("API 令牌", "API tokens"),
    "users": Text("用户", "Users"),
    "audit": Text("审计", "Audit"),
    "freshness": Text("数据新鲜度", "Freshness"),
    "calendar": Text("日历", "Calendar"),
    "releases": Text("公开发布", "Releases"),
    "bulletins": Text("月报", "Bulletins"),
    "methodology": Text("方法", "Methodology"),
    "sign_out": Text("退出", "Sign out"),
    "local": Text("本机，未设用户", "this machine, no users"),
    "internal": Text("仅限内部使用", "Internal only"),
}
