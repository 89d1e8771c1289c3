"""The first page of each administrator (管理首页): what one may do, and what waits for one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.jobs import queries as jobs
from zhongshu.notices import queries as notices
from zhongshu.org import queries as org
from zhongshu.org import rules
from zhongshu.org.queries import guarding
from zhongshu.portal import queries
from zhongshu.portal.queries import running
from zhongshu.trail import queries as trail
from zhongshu.trail.models import Checkpoint, Entry
from zhongshu.ui import access
from zhongshu.ui.pages import page

# What each may do: title, url name, icon, in one sentence.
DUTIES = {
    "sysadmin": (
        ("待复核", "confirmations", "checklist", "重要操作须两人办理：复核他人提出的，查看自己提出的。"),
        ("机构和岗位", "units", "sitemap", "设立、更名、撤销机构，设置和撤销岗位。"),
        ("人员", "people", "users", "登记人员，修改信息，办理任职、免职、离岗。"),
        ("账号", "accounts", "user", "创建账号，重置口令，停用账号。启用由安全保密管理员办理。"),
        ("导入机构人员", "org_imports", "upload", "用一份工作簿登记全部单位、岗位、人员和任职，可以撤销。"),
        ("消息渠道", "channels", "send", "添加、试发、启用和停用邮件、短信等渠道。"),
        ("事件推送", "webhooks", "arrow-forward-up", "办件动态自动告知单位的其他系统：添加、试推送、停用。"),
        ("外发消息", "outbox", "mail-forward", "查看待发和失败的消息，重发。看不到消息内容。"),
        ("访问凭证", "office_tokens", "lock", "查看其他系统使用的访问凭证，撤销不再需要的。"),
        ("系统运行", "running", "settings", "查看存储、磁盘、后台进程和备份是否正常。"),
        ("后台作业", "jobs", "list-details", "查看等待、运行和失败的后台作业。"),
        ("放假安排", "calendar", "calendar-event", "每年导入一次放假通知，期限按工作日计算。"),
        ("受信任的证书", "seal_trust", "shield-lock", "导入和停用签发电子印章证书的机构，验证印章以此为准。"),
    ),
    "secadmin": (
        ("待复核", "confirmations", "checklist", "重要操作须两人办理：复核他人提出的，查看自己提出的。"),
        ("账号", "accounts", "user", "启用、解锁账号，强制下线。自己创建的账号不能由自己启用。"),
        ("人员", "people", "users", "查看人员的岗位、角色和账号。"),
        ("角色", "roles", "shield-lock", "授予和收回收文登记、办公室主任、领导等角色。"),
        ("领导分管", "charges", "sitemap", "明确和调整领导分管的机构。"),
        ("代办委托", "office_delegations", "user-check", "为不能亲自办理的人员登记、撤销委托。"),
        ("三员", "administrators", "users-group", "任命和解除系统管理员、安全保密管理员、安全审计员。"),
        ("安全策略", "security_policy", "shield-lock", "口令、锁定、会话时间和管理员登录地址。"),
        ("安全日志", "security_log", "history", "查看用户和安全审计员的登录、查阅、导出和被拒绝的访问。"),
        ("留痕查询", "trail", "list-details", "按对象、人员、操作、日期查询用户和安全审计员的操作记录。"),
    ),
    "auditor": (
        ("待复核", "confirmations", "checklist", "重要操作须两人办理：复核其他管理员提出的操作。"),
        (
            "安全日志",
            "security_log",
            "history",
            "查看系统管理员、安全保密管理员的登录、权限变更和被拒绝的访问，导出带校验的文件。",
        ),
        ("留痕查询", "trail", "list-details", "按对象、人员、操作、日期查询系统管理员、安全保密管理员的操作记录。"),
        ("留痕核验", "verification", "checks", "核验记录是否被改动，生成和导出校验点。"),
    ),
}


@require_GET
@access.administrator("sysadmin", "secadmin", "auditor")
def home(request: HttpRequest) -> HttpResponse:
    """管理首页."""
    role = org.administrator_role(request.user)  # type: ignore[arg-type]
    return page(
        request,
        "portal/administration/home.html",
        title=dict(rules.ADMINISTRATORS)[role],
        duties=DUTIES[role],
        waiting=[*_unconfirmed(), *(_audited() if role == "auditor" else _waiting(role))],
    )


def _unconfirmed() -> list[dict[str, Any]]:
    count = guarding.open_confirmations(timezone.now()).count()
    return [{"title": "待复核操作", "name": "confirmations", "state": "", "count": count, "tone": "yellow"}]


def _waiting(role: str) -> list[dict[str, Any]]:
    now = timezone.now()
    counts = [
        ("待启用账号", "accounts", "waiting", queries.accounts(now, state="waiting").count(), ""),
        ("已锁定账号", "accounts", "locked", len(queries.locked(now)), "yellow"),
    ]
    if role == "sysadmin":
        counts.append(("需要处理的运行问题", "running", "", len(running.troubles(now)), "red"))
        counts.append(("失败作业", "jobs", "failed", jobs.failed().count(), "red"))
        counts.append(("外发失败", "outbox", "failed", notices.failed().count(), "red"))
    return [
        {"title": title, "name": name, "state": state, "count": count, "tone": tone}
        for title, name, state, count, tone in counts
    ]


def _audited() -> list[dict[str, Any]]:
    last = Checkpoint.objects.order_by("-id").first()
    fresh = Entry.objects.filter(id__gt=last.upto if last else 0).count()
    alarm = trail.alarm()
    alarms = [{"title": f"{timezone.localtime(alarm.at):%Y-%m-%d}核验发现异常", "count": "查看"}] if alarm else []
    return [
        *({"name": "verification", "state": "", "tone": "red", **one} for one in alarms),
        {"title": "上次校验点后的记录", "name": "verification", "state": "", "count": fresh, "tone": ""},
    ]
