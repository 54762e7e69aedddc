"""What roles and permissions are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from openmbi.core.language import Text
from openmbi.core.roles import Permission, UserRole

ROLE_WORDS: Mapping[UserRole, Text] = MappingProxyType(
    {
        UserRole.PROVINCE: Text("省级用户", "province"),
        UserRole.CITY: Text("市级用户", "city"),
        UserRole.COUNTY: Text("县级用户", "county"),
        UserRole.ENTERPRISE: Text("企业用户", "enterprise"),
        UserRole.RESEARCHER: Text("研究人员", "researcher"),
        UserRole.ADMINISTRATOR: Text("系统管理员", "administrator"),
        UserRole.SECURITY: Text("安全管理员", "security officer"),
        UserRole.AUDIT: Text("审计管理员", "auditor"),
    }
)
"""Each role in words, as beside a user's name."""
PERMISSION_WORDS: Mapping[Permission, Text] = MappingProxyType(
    {
        Permission.READ_RELEASES: Text("查看公开发布", "read public releases"),
        Permission.READ_INTERNAL: Text("查看内部数据", "read internal figures"),
        Permission.READ_OWN: Text("查看本企业数据", "read the figures of one's own enterprise"),
        Permission.WORK_CASES: Text("办理工单", "work cases"),
        Permission.ANSWER_CASES: Text("答复本企业工单", "answer the cases of one's own enterprise"),
        Permission.EXPORT: Text("导出", "export"),
        Permission.REVIEW_RELEASES: Text("复核公开发布", "review public releases"),
        Permission.SIGN_RELEASES: Text("签发公开发布", "sign public releases"),
        Permission.MANAGE_USERS: Text("管理用户", "look after users"),
        Permission.MANAGE_SECURITY: Text("授予角色与范围", "grant roles and scopes"),
        Permission.READ_AUDIT: Text("查看审计", "read the audit log"),
    }
)
"""What each permission lets its holder do, as after “may”."""
