"""Jobs that send (外发作业). Each channel and each webhook has a job of its own, so that one does not wait for another.

`dispatch` comes every minute; whatever was written since the last time leaves within it.
"""

from django.utils import timezone
from django_tasks import task

from zhongshu.notices.actions import sweeping
from zhongshu.notices.jobs import sending


@task()
def dispatch() -> int:
    """Decide when new messages leave, and start a sender where something is due (安排外发); return how many senders."""
    return sending.dispatch(at=timezone.now())


@task()
def send(channel: int) -> int:
    """Send what is due by a channel (发送消息); return how many messages went out."""
    return sending.send(channel, now=timezone.now)


@task()
def push(webhook: int) -> int:
    """Push the events that are due to another system (推送事件); return how many went out."""
    return sending.push(webhook, now=timezone.now)


@task()
def sweep() -> int:
    """Forget messages of long ago (清理过期消息); return how many rows."""
    return sweeping.sweep(at=timezone.now())


@task()
def try_out(channel: int, address: str) -> str:
    """Send a test message by a channel (试发); return why it did not go out, or nothing."""
    return sending.try_out(channel, address, now=timezone.now)
