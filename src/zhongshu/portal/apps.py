from django.apps import AppConfig

SYSTEM, SECURITY, AUDIT = ADMINISTRATORS = (
    "administrator:sysadmin",
    "administrator:secadmin",
    "administrator:auditor",
)


class PortalConfig(AppConfig):
    name = "zhongshu.portal"
    label = "portal"
    verbose_name = "门户"
    lists = "zhongshu.portal.views.lists.EVERY"
    navigation = (
        ("", "工作台", "home", "home", ""),
        ("", "消息", "notices", "bell", ""),
        ("", "必达通知", "broadcasts", "checklist", ""),
        *(("", "管理首页", "administration", "home", who) for who in ADMINISTRATORS),
        *(("", "待复核", "confirmations", "checklist", who) for who in ADMINISTRATORS),
        ("组织机构", "机构和岗位", "units", "sitemap", SYSTEM),
        ("组织机构", "人员", "people", "users", SYSTEM),
        ("组织机构", "账号", "accounts", "user", SYSTEM),
        ("组织机构", "导入机构人员", "org_imports", "upload", SYSTEM),
        ("对外连接", "消息渠道", "channels", "send", SYSTEM),
        ("对外连接", "事件推送", "webhooks", "arrow-forward-up", SYSTEM),
        ("对外连接", "外发消息", "outbox", "mail-forward", SYSTEM),
        ("对外连接", "访问凭证", "office_tokens", "lock", SYSTEM),
        ("系统维护", "系统运行", "running", "settings", SYSTEM),
        ("系统维护", "后台作业", "jobs", "list-details", SYSTEM),
        ("系统维护", "放假安排", "calendar", "calendar-event", SYSTEM),
        ("账号和权限", "账号", "accounts", "user", SECURITY),
        ("账号和权限", "人员", "people", "users", SECURITY),
        ("账号和权限", "角色", "roles", "shield-lock", SECURITY),
        ("账号和权限", "领导分管", "charges", "sitemap", SECURITY),
        ("账号和权限", "代办委托", "office_delegations", "user-check", SECURITY),
        ("账号和权限", "三员", "administrators", "users-group", SECURITY),
        ("安全管理", "安全策略", "security_policy", "shield-lock", SECURITY),
        ("安全管理", "安全日志", "security_log", "history", SECURITY),
        ("安全管理", "留痕查询", "trail", "list-details", SECURITY),
        ("安全审计", "安全日志", "security_log", "history", AUDIT),
        ("安全审计", "留痕查询", "trail", "list-details", AUDIT),
        ("安全审计", "留痕核验", "verification", "checks", AUDIT),
        ("办文", "公文工具", "drafting", "file-text", ""),
        ("统计评价", "待评价", "ratings", "star", ""),
        ("统计评价", "效率统计", "efficiency", "chart-bar", ""),
        ("办公室管理", "流程设计", "routes", "route", "role:route_editor role:office_head"),
        ("办公室管理", "工作移交", "handovers", "arrows-exchange", "role:office_head"),
        ("本人", "委托代办", "delegations", "user-check", ""),
        ("本人", "我的下载", "products", "download", ""),
        *(("本人", "我的下载", "products", "download", who) for who in ADMINISTRATORS),
        ("本人", "消息接收", "notice_choices", "bell", ""),
        ("本人", "访问凭证", "tokens", "lock", ""),
    )
