"""The lists of the guardians and of one's own account (安全日志、复核、导入、凭证、登录设备), as their pages show."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.http import Http404

from zhongshu.org import queries as org
from zhongshu.org.actions.confirming import OPERATIONS
from zhongshu.org.models import Account, OrgImport
from zhongshu.org.queries import guarding
from zhongshu.org.queries import tokens as tokens_of
from zhongshu.org.rules import confirming, sheets
from zhongshu.org.rules import tokens as rules
from zhongshu.portal import queries as portal
from zhongshu.portal.forms.guarding import SecurityLogForm
from zhongshu.portal.queries import security
from zhongshu.trail.models import Checkpoint
from zhongshu.ui.lists import DAY, MOMENT, NUMBER, Asking, Column, List

RECENT = timedelta(days=30)
CHECKPOINTS = 30  # as many of the latest are offered
KINDS = {"added": "新增", "changed": "修改", "ended": "终止"}
VERDICTS, SCOPES = dict(confirming.VERDICTS), dict(rules.SCOPES)
SHEETS = {sheet.name: sheet.title for sheet in sheets.SHEETS}


def log_form(asking: Asking) -> SecurityLogForm:
    """Return the filters, at first those of the last days: the whole trail is long."""
    recent = {"first": (org.local_day(asking.at) - RECENT).isoformat()}
    asked = {name: value for name, value in asking.params.items() if name != "page"}
    return SecurityLogForm(asked or recent, label_suffix="")


SECURITY_LOG = List(
    key="security_log",
    title="安全日志",
    page="security_log",
    rows=lambda asking: security.log(asking.administrator, dict(asking.wanted)),
    drawn=lambda rows, asking: security.lines(rows),
    form=log_form,
    columns=(
        Column("时间", lambda line, asking: line.at, sort=MOMENT, width=18),
        Column("操作人", lambda line, asking: line.by, width=14),
        Column("操作", lambda line, asking: line.words, width=24),
        Column("结果", lambda line, asking: "成功" if line.is_good else "失败", width=8),
        Column("对象", lambda line, asking: line.about, width=26),
        Column("来自", lambda line, asking: f"{line.address} {line.device}".strip(), width=28),
    ),
)


def _confirmations(asking: Asking) -> list[Any]:
    return [*guarding.open_confirmations(asking.at), *guarding.past_confirmations(asking.at)]


def _settled(rows: Sequence[Any], asking: Asking) -> Iterator[Any]:
    names = portal.actors(ref for row in rows for ref in (row.asked_by, row.settled_by))
    for row in rows:
        over = "已过期" if row.expires_at <= asking.at else "等待复核"
        verdict = VERDICTS[row.verdict] if row.settled_by else over
        by = names[row.settled_by] if row.settled_by else ""
        yield SimpleNamespace(row=row, asked_by=names[row.asked_by], by=by, verdict=verdict)


CONFIRMATIONS = List(
    key="confirmations",
    title="复核记录",
    page="confirmations",
    rows=_confirmations,
    drawn=_settled,
    columns=(
        Column("操作", lambda one, asking: OPERATIONS[one.row.operation].title, width=18),
        Column("内容", lambda one, asking: one.row.sentence, width=44),
        Column("提出", lambda one, asking: one.asked_by, width=14),
        Column("提出时间", lambda one, asking: one.row.asked_at, sort=MOMENT, width=18),
        Column("复核", lambda one, asking: one.by, width=14),
        Column("复核时间", lambda one, asking: one.row.settled_at, sort=MOMENT, width=18),
        Column("结果", lambda one, asking: one.verdict, width=12),
    ),
)


def _imported(rows: Iterable[OrgImport], asking: Asking) -> Iterator[Any]:
    rows = list(rows)
    names = portal.actors(row.checked_by for row in rows)
    for row in rows:
        state = "已撤销" if row.undone_at else "已导入" if row.applied_at else "未导入"
        yield SimpleNamespace(row=row, by=names[row.checked_by], state=state)


IMPORTS = List(
    key="org_imports",
    title="机构人员导入记录",
    page="org_imports",
    rows=lambda asking: guarding.imports(),
    drawn=_imported,
    columns=(
        Column("工作簿", lambda one, asking: one.row.name, width=36),
        Column("检查", lambda one, asking: one.by, width=14),
        Column("检查时间", lambda one, asking: one.row.checked_at, sort=MOMENT, width=18),
        Column("生效日期", lambda one, asking: one.row.on, sort=DAY, width=13),
        Column("状态", lambda one, asking: one.state, width=10),
    ),
)


def _import(asking: Asking) -> OrgImport:
    found = OrgImport.objects.defer("content").filter(pk=asking.number("import")).first()
    if found is None:
        raise Http404
    return found


def changes(outcome: dict[str, Any], asking: Asking) -> list[Any]:
    """Return what a workbook would change (变更), of one sheet if one is asked for."""
    only = asking.params.get("sheet", "")
    return [row for row in outcome["changes"] if not only or row[0] == only]


def _about_import(asking: Asking) -> str:
    only = SHEETS.get(asking.params.get("sheet", ""), "")
    return "；".join(filter(None, (f"工作簿：{_import(asking).name}", only)))


CHANGES = List(
    key="import_changes",
    title="机构人员导入变更",
    page="org_import",
    of=("import",),
    rows=lambda asking: changes(json.loads(_import(asking).outcome), asking),
    said=_about_import,
    columns=(
        Column("工作表", lambda row, asking: SHEETS[row[0]], width=14),
        Column("变更", lambda row, asking: KINDS[row[1]], width=10),
        Column("对象", lambda row, asking: row[2], width=30),
        Column("内容", lambda row, asking: row[3], width=56),
    ),
)
FAULTS = List(
    key="import_faults",
    title="机构人员导入错误",
    page="org_import",
    of=("import",),
    rows=lambda asking: json.loads(_import(asking).outcome)["faults"],
    said=lambda asking: f"工作簿：{_import(asking).name}",
    columns=(
        Column("工作表", lambda row, asking: row[0], width=16),
        Column("行", lambda row, asking: row[1] or None, sort=NUMBER, width=8),
        Column("列", lambda row, asking: row[2], width=18),
        Column("问题", lambda row, asking: row[3], width=60),
    ),
)


# Of a token only what it is for: the secret itself is kept nowhere.
TOKEN = (
    Column("名称", lambda row, asking: row.name, width=20),
    Column("使用范围", lambda row, asking: "、".join(SCOPES[key] for key in row.scopes), width=34),
    Column("生成", lambda row, asking: row.made_at, sort=DAY, width=13),
    Column("有效期至", lambda row, asking: row.expires_at, sort=DAY, width=13),
    Column("最近使用", lambda row, asking: row.used_at, sort=MOMENT, width=18),
)
TOKENS = List(
    key="tokens",
    title="本人的访问凭证",
    page="tokens",
    rows=lambda asking: tokens_of.tokens(asking.user, asking.at),
    columns=TOKEN,
)
OFFICE_TOKENS = List(
    key="office_tokens",
    title="全部访问凭证",
    page="office_tokens",
    rows=lambda asking: tokens_of.every_token(asking.at),
    columns=(Column("使用人", lambda row, asking: row.account.display_name, width=16), *TOKEN),
)


def _account(asking: Asking) -> Account:
    found = Account.objects.filter(pk=asking.number("account")).first()
    if found is None:
        raise Http404
    return found


def _sessions(asking: Asking) -> Any:
    return org.open_sessions(_account(asking), asking.at)


def _whose(asking: Asking) -> str:
    return f"账号：{_account(asking).login}"


DEVICE = (
    Column("设备", lambda row, asking: row.device, width=30),
    Column("网络地址", lambda row, asking: row.address, width=20),
    Column("登录时间", lambda row, asking: row.began_at, sort=MOMENT, width=18),
    Column("最近使用", lambda row, asking: row.seen_at, sort=MOMENT, width=18),
)
OWN_DEVICES = List(
    key="own_devices",
    title="本人的登录设备",
    page="security",
    rows=lambda asking: org.open_sessions(asking.user, asking.at),
    columns=DEVICE,
)
DEVICES = List(
    key="devices", title="登录设备", page="account", of=("account",), rows=_sessions, said=_whose, columns=DEVICE
)
CHECKED = List(
    key="checkpoints",
    title="校验点",
    page="verification",
    rows=lambda asking: list(Checkpoint.objects.order_by("-id")[:CHECKPOINTS]),
    columns=(
        Column("生成时间", lambda one, asking: one.at, sort=MOMENT, width=18),
        Column("覆盖至记录", lambda one, asking: one.upto, sort=NUMBER, width=14),
    ),
)
EVERY = (
    SECURITY_LOG,
    CONFIRMATIONS,
    IMPORTS,
    CHANGES,
    FAULTS,
    TOKENS,
    OFFICE_TOKENS,
    OWN_DEVICES,
    DEVICES,
    CHECKED,
)
