"""The demonstration office (演示数据): whether this database holds one, and who is in its cast."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from zhongshu.org import queries as org
from zhongshu.org.models import Account
from zhongshu.trail.models import Entry

PLANTED = "config.demonstration_planted"
GROUPS = ("收文登记与机要", "办公室主任", "领导", "督查", "单位负责人", "工作人员", "管理员")
_GROUP_OF_ROLE = {"registrar": 0, "confidential_registrar": 0, "office_head": 1, "leader": 2, "supervisor": 3}


def is_planted() -> bool:
    """Tell whether this database was filled by `zhongshu demo`, which only an empty one allows."""
    return Entry.objects.filter(stream="settings", verb=PLANTED).exists()


def cast() -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the people to sign in as, in groups: (group, [{account, name, words}]), the office's own first."""
    known, now = org.directory(), timezone.now()
    groups: dict[int, list[dict[str, Any]]] = {}
    accounts = Account.objects.exclude(activated_at=None).filter(disabled_at=None).order_by("person__order", "id")
    for account in accounts:
        group, words = _describe(account, known, now)
        groups.setdefault(group, []).append({"account": account.pk, "name": account.display_name, "words": words})
    return [(GROUPS[group], groups[group]) for group in sorted(groups)]


def _describe(account: Account, known: org.Directory, now: datetime) -> tuple[int, str]:
    if account.person_id is None:
        return len(GROUPS) - 1, ""
    today = known.on(org.local_day(now))
    post = next(iter(today.posts_of.get(account.person_id, ())), None)
    words = f"{today.units[post.unit_id].short_name} {post.name}" if post else ""
    roles = org.roles_of(account.person_id, now, known=known)
    ranked = [_GROUP_OF_ROLE[role] for role in roles if role in _GROUP_OF_ROLE]
    return (min(ranked) if ranked else 4 if post and post.is_head else 5), words
