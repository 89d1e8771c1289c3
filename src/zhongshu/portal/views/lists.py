"""The lists of administration and of oneself (名册、记录): what stands in each, for its page, workbook and print."""

from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from zhongshu.org import queries as org
from zhongshu.org import rules
from zhongshu.portal import queries
from zhongshu.portal.forms import accounts as forms
from zhongshu.portal.forms import system
from zhongshu.portal.views import (
    figure_lists,
    guarding_lists,
    message_lists,
    own_lists,
    route_lists,
    running_lists,
    work_lists,
)
from zhongshu.ui.lists import DAY, MOMENT, NUMBER, Asking, Column, List

STAFF_TYPES, ROLES, OFFICES = dict(rules.STAFF_TYPES), dict(rules.ROLES), dict(rules.ADMINISTRATORS)


def _people(asking: Asking) -> Any:
    wanted = asking.wanted
    return queries.people(org.local_day(asking.at), typed=wanted.get("q", ""), state=wanted.get("state", ""))


def posts_of(person: Any, asking: Asking) -> str:
    """Return where somebody is (岗位), or when they left."""
    today = org.local_day(asking.at)
    day = asking.known.on(today)
    held = [f"{day.units[post.unit_id].short_name} {post.name}" for post in day.posts_of.get(person.pk, ())]
    has_left = person.valid_to and person.valid_to <= today
    return "；".join(held) or (f"{person.valid_to:%Y-%m-%d}离岗" if has_left else "尚无岗位")


def _login(person: Any, asking: Asking) -> str:
    account = getattr(person, "account", None)
    if account is None:
        return "没有账号"
    state = "（已停用）" if account.disabled_at else "" if account.activated_at else "（待启用）"
    return f"{account.login}{state}"


PEOPLE = List(
    key="people",
    title="人员名册",
    page="people",
    rows=_people,
    form=lambda asking: forms.PersonFilterForm(asking.params),
    columns=(
        Column("姓名", lambda one, asking: one.name, width=12),
        Column("岗位", posts_of, width=34),
        Column("人员类别", lambda one, asking: STAFF_TYPES.get(one.staff_type, ""), width=10),
        Column("电话", lambda one, asking: one.telephone, width=16),
        Column("账号", _login, width=22),
    ),
)


def _accounts(asking: Asking) -> Any:
    wanted = asking.wanted
    conditions = {"typed": wanted.get("q", ""), "state": wanted.get("state", "")}
    return queries.accounts(asking.at, **conditions, known=asking.known)


def drawn_accounts(accounts: Iterable[Any], asking: Asking) -> Iterator[Any]:
    """Yield accounts with their state and office in words: `account`, `state`, `office`."""
    locked = queries.locked(asking.at, known=asking.known)
    offices = {row.account_id: OFFICES[row.role] for row in org.administrators()}
    for account in accounts:
        standing = "已锁定" if account.pk in locked else "使用中"
        state = "已停用" if account.disabled_at else standing if account.activated_at else "待启用"
        yield SimpleNamespace(account=account, state=state, office=offices.get(account.pk, ""))


ACCOUNTS = List(
    key="accounts",
    title="账号名册",
    page="accounts",
    rows=_accounts,
    drawn=drawn_accounts,
    form=lambda asking: forms.AccountFilterForm(asking.params),
    columns=(
        Column("使用人", lambda one, asking: one.account.display_name, width=18),
        Column("登录名", lambda one, asking: one.account.login, width=22),
        Column("状态", lambda one, asking: one.state, width=10),
        Column("管理员类别", lambda one, asking: one.office, width=18),
        Column("最近登录", lambda one, asking: one.account.last_login, sort=MOMENT, width=18),
    ),
)


def _units(asking: Asking) -> list[Any]:
    today = org.local_day(asking.at)
    organs = org.organs(today, known=asking.known)
    return [row for organ in organs for row in org.tree(organ.id, today, known=asking.known)]


def _heads(row: Any, asking: Asking) -> str:
    day = asking.known.on(org.local_day(asking.at))
    posts = [post for post in day.posts_in.get(row[0].id, ()) if post.is_head]
    return "、".join(person.name for post in posts for person in day.people_in.get(post.id, ()))


def _leaders(row: Any, asking: Asking) -> str:
    day = asking.known.on(org.local_day(asking.at))
    return "、".join(leader.name for leader in day.leaders.get(row[0].id, ()))


def _strength(row: Any, asking: Asking) -> int:
    day = asking.known.on(org.local_day(asking.at))
    return len({one.id for post in day.posts_in.get(row[0].id, ()) for one in day.people_in.get(post.id, ())})


UNITS = List(
    key="units",
    title="机构名册",
    page="units",
    rows=_units,
    columns=(
        Column("机构", lambda row, asking: "　" * row[1] + row[0].short_name, width=32),
        Column("主要负责人", _heads, width=18),
        Column("分管领导", _leaders, width=18),
        Column("人数", _strength, sort=NUMBER, width=8),
    ),
)
ADMINISTRATORS = List(
    key="administrators",
    title="三员名单",
    page="administrators",
    rows=lambda asking: org.administrators(),
    columns=(
        Column("类别", lambda one, asking: OFFICES[one.role], width=18),
        Column("姓名", lambda one, asking: one.account.display_name, width=16),
        Column("登录名", lambda one, asking: one.account.login, width=22),
        Column("任命时间", lambda one, asking: one.given_at, sort=MOMENT, width=18),
    ),
)


def _given(role: Any, asking: Asking) -> str:
    post = role.holder.post
    return f"岗位：{post.unit.short_name}{post.name}" if post else role.holder.person.name


SPAN = (
    Column("起始日期", lambda one, asking: one.valid_from, sort=DAY, width=13),
    Column("截止日期", lambda one, asking: one.valid_to, sort=DAY, width=13),
)
GIVEN_ROLES = List(
    key="roles",
    title="已授予的角色",
    page="roles",
    rows=lambda asking: queries.roles(org.local_day(asking.at)),
    columns=(
        Column("角色", lambda one, asking: ROLES.get(one.key, one.key), width=18),
        Column("适用机构", lambda one, asking: one.unit.short_name, width=20),
        Column("授予", _given, width=26),
        *SPAN,
    ),
)
CHARGES = List(
    key="charges",
    title="领导分管",
    page="charges",
    rows=lambda asking: queries.charges(org.local_day(asking.at)),
    columns=(
        Column("分管领导", lambda one, asking: one.leader.name, width=14),
        Column("分管机构", lambda one, asking: one.unit.name, width=30),
        *SPAN,
    ),
)
DELEGATED = (
    Column("委托人", lambda one, asking: one.principal.name, width=12),
    Column("受托人", lambda one, asking: one.delegate.name, width=12),
    Column("开始", lambda one, asking: one.begins_at, sort=MOMENT, width=18),
    Column("结束", lambda one, asking: one.ends_at, sort=MOMENT, width=18),
    Column("事由", lambda one, asking: one.reason, width=30),
)
DELEGATIONS = List(
    key="delegations",
    title="本人的委托",
    page="delegations",
    rows=lambda asking: org.delegations_of(asking.reader.pk),
    columns=(*DELEGATED, Column("撤销", lambda one, asking: one.revoked_at, sort=MOMENT, width=18)),
)
OFFICE_DELEGATIONS = List(
    key="office_delegations",
    title="有效的委托",
    page="office_delegations",
    rows=lambda asking: queries.delegations(asking.at),
    columns=DELEGATED,
)


def _acts(rows: Sequence[Any], asking: Asking) -> list[queries.Act]:
    return queries.acts(rows)


TRAIL = List(
    key="trail",
    title="留痕",
    page="trail",
    rows=lambda asking: queries.entries(asking.administrator, dict(asking.wanted)),
    drawn=_acts,
    form=lambda asking: system.TrailFilterForm(asking.params, label_suffix=""),
    columns=(
        Column("时间", lambda one, asking: timezone.localtime(one.at), sort=MOMENT, width=18),
        Column("操作人", lambda one, asking: one.by, width=14),
        Column("代谁", lambda one, asking: one.on_behalf_of, width=12),
        Column("操作", lambda one, asking: one.words, width=22),
        Column("对象", lambda one, asking: one.stream, width=18),
        Column("序号", lambda one, asking: one.seq, sort=NUMBER, width=8),
        Column("内容", lambda one, asking: one.about, width=44),
    ),
)
EVERY = (
    *own_lists.EVERY,
    *figure_lists.EVERY,
    *guarding_lists.EVERY,
    *message_lists.EVERY,
    *route_lists.EVERY,
    *running_lists.EVERY,
    *work_lists.EVERY,
    PEOPLE,
    ACCOUNTS,
    UNITS,
    ADMINISTRATORS,
    GIVEN_ROLES,
    CHARGES,
    DELEGATIONS,
    OFFICE_DELEGATIONS,
    TRAIL,
)
