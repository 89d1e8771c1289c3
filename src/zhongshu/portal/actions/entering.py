"""Beginning a session (建立会话): the row of the device, and word to the person when the device is new."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from zhongshu.notices import actions as notices
from zhongshu.org.actions import accounts, sessions
from zhongshu.org.models import Account, Session


@transaction.atomic(durable=True)
def enter(account: Account, *, key: str, machine: str, user_agent: str, address: str, at: datetime) -> Session:
    """Note where somebody has signed in (登录设备); a person hears of a device that was not seen before.

    Arguments as of `org.actions.sessions.begin`. Whether they may come in was decided before.
    """
    begun, is_new = sessions.begin(account, key=key, machine=machine, user_agent=user_agent, address=address, at=at)
    if is_new and account.person_id:
        shown = timezone.localtime(at)
        notices.tell(
            [account.person_id],
            text=f"您的账号于{shown:%-m月%-d日 %H:%M}在新设备上登录（{begun.device}）。如不是本人，请立即修改口令。",
            link=reverse("security"),
            about=accounts.stream(account),
            at=at,
            urgent=True,
        )
    return begun
