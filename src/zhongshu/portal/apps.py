from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhongshu.portal"
    label = "portal"
    verbose_name = "门户"
    lists = "zhongshu.portal.views.lists.EVERY"
    navigation = (
        ("", "工作台", "home", "home", ""),
        ("", "管理首页", "administration", "home", "administrator:sysadmin"),
        ("", "管理首页", "administration", "home", "administrator:secadmin"),
        ("", "管理首页", "administration", "home", "administrator:auditor"),
        ("组织机构", "人员", "people", "users", "administrator:sysadmin"),
        ("组织机构", "机构和岗位", "units", "sitemap", "administrator:sysadmin"),
        ("组织机构", "账号", "accounts", "user", "administrator:sysadmin"),
        ("组织机构", "导入机构人员", "org_imports", "upload", "administrator:sysadmin"),
        ("系统", "待复核", "confirmations", "checklist", "administrator:sysadmin"),
        ("系统", "放假安排", "calendar", "calendar-event", "administrator:sysadmin"),
        ("系统", "系统运行", "running", "settings", "administrator:sysadmin"),
        ("系统", "访问凭证", "office_tokens", "lock", "administrator:sysadmin"),
        ("系统", "后台作业", "jobs", "list-details", "administrator:sysadmin"),
        ("系统", "消息渠道", "channels", "send", "administrator:sysadmin"),
        ("系统", "外发消息", "outbox", "mail-forward", "administrator:sysadmin"),
        ("账号和权限", "账号", "accounts", "user-check", "administrator:secadmin"),
        ("账号和权限", "角色", "roles", "shield-lock", "administrator:secadmin"),
        ("账号和权限", "领导分管", "charges", "sitemap", "administrator:secadmin"),
        ("账号和权限", "三员", "administrators", "users-group", "administrator:secadmin"),
        ("账号和权限", "代办委托", "office_delegations", "arrows-exchange", "administrator:secadmin"),
        ("安全管理", "待复核", "confirmations", "checklist", "administrator:secadmin"),
        ("安全管理", "安全策略", "security_policy", "shield-lock", "administrator:secadmin"),
        ("安全管理", "安全日志", "security_log", "history", "administrator:secadmin"),
        ("账号和权限", "人员", "people", "users", "administrator:secadmin"),
        ("安全审计", "安全日志", "security_log", "list-details", "administrator:auditor"),
        ("安全审计", "待复核", "confirmations", "checklist", "administrator:auditor"),
        ("安全审计", "留痕查询", "trail", "history", "administrator:auditor"),
        ("安全审计", "留痕核验", "verification", "checks", "administrator:auditor"),
        ("统计评价", "待评价", "ratings", "star", ""),
        ("统计评价", "效率统计", "efficiency", "chart-bar", ""),
        ("本人", "访问凭证", "tokens", "lock", ""),
        ("流程", "流程设计", "routes", "route", "role:route_editor role:office_head"),
        ("本人", "必达通知", "broadcasts", "checklist", ""),
        ("本人", "消息接收", "notice_choices", "bell", ""),
        ("本人", "委托代办", "delegations", "user-check", ""),
        ("本人", "我的下载", "products", "download", ""),
        ("本人", "我的下载", "products", "download", "administrator:sysadmin"),
        ("本人", "我的下载", "products", "download", "administrator:secadmin"),
        ("本人", "我的下载", "products", "download", "administrator:auditor"),
        ("本人", "工作移交", "handovers", "arrows-exchange", "role:office_head"),
    )
