"""What roles are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from openmbi.core.access import UserRole
from openmbi.core.language import Text

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
