"""Words of the pages at which officers look after users."""

from __future__ import annotations

from openmbi.core.language import Text

LABELS = {
    "title": Text("用户", "Users"),
    "lead": Text(
        "系统管理员增加与停用用户，安全管理员授予角色与范围并解锁，审计管理员只读；无人能改自己的用户。每一步都记入审计链。",
        "The administrator adds and disables users, the security officer grants roles and scopes and unlocks, the auditor reads; nobody changes their own "
        "user. Each step is a line of the audit chain.",
    ),
    "identifier": Text("用户名", "User"),
    "name": Text("姓名", "Name"),
    "role": Text("角色", "Role"),
    "no_role": Text("未授予", "none granted"),
    "reach": Text("范围", "Scope"),
    "state": Text("状态", "State"),
    "sessions": Text("登录", "Sessions"),
    "tokens": Text("令牌", "Tokens"),
    "disabled": Text("已停用", "disabled"),
    "locked": Text("已锁定", "locked"),
    "due": Text("须改口令", "password due"),
    "over": Text("初始口令已过期", "temporary password over"),
    "password_until": Text("初始口令有效至", "Temporary password good until"),
    "active": Text("正常", "active"),
    "waiting": Text("待授权", "waits for a role"),
    "add_title": Text("增加用户", "Add a user"),
    "identifier_help": Text(
        "小写字母开头，可含数字与 . _ -，例如 wang.fang",
        "begins with a small letter; digits and . _ - may follow, such as wang.fang",
    ),
    "oidc": Text("统一身份认证中的标识", "Name at the identity provider"),
    "oidc_help": Text("留空则使用口令，系统给出一次性初始口令", "empty: by password; a temporary one is made"),
    "add": Text("增加", "Add"),
    "password_once": Text(
        "初始口令，只显示这一次，请以可靠途径交给本人：",
        "Temporary password, shown this once; hand it to the person by a way you trust:",
    ),
    "locked_until_unlocked": Text(
        "安全管理员解锁之前，该用户不能登录。", "The user cannot sign in until the security officer unlocks it."
    ),
    "done": Text("已完成。", "Done."),
    "back": Text("全部用户", "All users"),
    "grant_title": Text("角色与范围", "Role and scope"),
    "places": Text("地区代码", "Codes of places"),
    "places_help": Text("GB/T 2260，以逗号分隔；000000 为全部", "GB/T 2260, separated by commas; 000000 is everywhere"),
    "enterprises": Text("企业代码", "Codes of enterprises"),
    "enterprises_help": Text("只用于企业角色，以逗号分隔", "for the role of an enterprise only, separated by commas"),
    "owner": Text("代表的单位", "Acts for"),
    "owner_help": Text("owners.yml 中的标识，可留空", "an identifier of owners.yml, or empty"),
    "grant": Text("授予", "Grant"),
    "acts_title": Text("操作", "Actions"),
    "disable": Text("停用", "Disable"),
    "enable": Text("启用", "Enable"),
    "unlock": Text("解锁", "Unlock"),
    "reset": Text("重置口令", "Reset the password"),
    "end": Text("结束全部登录", "End all sessions"),
    "none": Text("无", "none"),
    "source": Text("来源地址", "From"),
    "started": Text("开始", "Begun"),
    "seen": Text("最近使用", "Last used"),
    "until": Text("有效至", "Valid until"),
    "label": Text("用途", "For"),
    "created": Text("创建", "Created"),
    "changed": Text("最近更改", "Last changed"),
    "by": Text("登录方式", "Signs in by"),
    "by_password": Text("口令", "password"),
    "by_oidc": Text("统一身份认证", "the identity provider"),
    "failed": Text("连续输错口令 {count} 次", "{count} wrong passwords in a row"),
}
