"""Work of the exchange outside the request: delivering, reminding, making packages and reading what came in them."""

from django.utils import timezone
from django_tasks import task

from zhongshu.exchange import actions
from zhongshu.org.models import Person


@task()
def deliver(dispatch: int) -> int:
    """Let the receivers find a document (送达公文); return at how many it is new."""
    return actions.deliver(dispatch, at=timezone.now())


@task()
def deliver_left() -> int:
    """Deliver what its job was given up over (补送达公文); return of how many dispatches."""
    return actions.deliver_left(at=timezone.now())


@task()
def announce(deliveries: list[int], verb: str, words: str, person: int, act: str) -> None:
    """Tell receivers what the sender did with a document that is out (告知收文机关)."""
    by = Person.objects.get(pk=person)
    actions.announce(deliveries, verb, words, by=by, act=act, at=timezone.now())


@task()
def remind() -> int:
    """Remind of what ought to have been signed for (催签逾期公文); return of how many."""
    return actions.remind_overdue(at=timezone.now())


@task()
def collect() -> int:
    """Import what lies in the watched folder of packages (收取交换包); return how many were looked at."""
    return actions.collect(at=timezone.now())


@task()
def pack(delivery: int, again: bool = False) -> None:
    """Make the package of a document or of a receipt (生成交换包)."""
    actions.pack(delivery, at=timezone.now(), again=again)


@task()
def look(dispatch: int) -> None:
    """Read the files of a document that came in a package (识读来包)."""
    actions.look(dispatch, at=timezone.now())
