"""Telling people of what concerns their account (账号提醒)."""

from datetime import datetime

from django_tasks import task

from zhongshu.portal import actions


@task()
def tell_of_removed_factors(account: int, at: str) -> None:
    """Tell somebody that their second factors were removed (第二步验证已解除); again, it says nothing more."""
    actions.tell_of_removed_factors(account, at=datetime.fromisoformat(at))
