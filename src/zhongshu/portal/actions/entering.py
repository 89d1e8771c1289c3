"""Beginning a session (建立会话): the row of the device, and word to the person when the device is new."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from zhongshu.notices import actions as notices
from zhongshu.notices.models import Notice
from zhongshu.org.actions import accounts, sessions
from zhongshu.org.models import Account, Session


@transaction.atomic(durable=True)
def enter(
    account: Account, *, key: str, machine: str, user_agent: str, address: str, at: datetime, is_shown_in: bool = False
) -> Session:
    """Note where somebody has signed in (登录设备); a person hears of a device that was not seen before.

    Arguments as of `org.actions.sessions.begin`. Whether they may come in was decided, and is on the trail, before;
    but for those whom a demonstration shows in (`is_shown_in`), who were asked nothing: it is noted here.
    """
    if is_shown_in:
        accounts.note_success(account, address=address, at=at)
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


@transaction.atomic
def tell_of_removed_factors(account: int, *, at: datetime) -> None:
    """Tell the person, once, that two administrators have removed what was asked in the second step at that moment."""
    found = Account.objects.get(pk=account)
    about = accounts.stream(found)
    if found.person_id is None or Notice.objects.filter(person=found.person_id, about=about, at=at).exists():
        return
    notices.tell(
        [found.person_id],
        text="管理员已按程序解除您账号的第二步验证。请尽快重新设置；如非本人要求，请立即联系安全保密管理员。",
        link=reverse("security"),
        about=about,
        at=at,
        urgent=True,
    )
