"""Notices that must be read (必达通知): sent, confirmed, sent again to those who have not read, withdrawn."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhongshu.gongwen import marks
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import LABELS
from zhongshu.notices import queries
from zhongshu.notices.actions import telling
from zhongshu.notices.models import Broadcast, Notice, Receipt, Resending
from zhongshu.notices.rules import times
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail

TITLE_LIMIT, TEXT_LIMIT = 200, 5000


@transaction.atomic(durable=True)
def broadcast(
    *,
    organ: int,
    title: str,
    words: str,
    label: str,
    people: Iterable[int] = (),
    units: Iterable[int] = (),
    to_all: bool = False,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Broadcast:
    """Send a notice that must be read (发送必达通知) to people, to units with what is below them, or to a whole organ.

    `people` are numbers of people. Who gets it is settled now. Raises Refused for somebody without the role, for an
    empty text, a mark of secrecy, and when nobody would get it.
    """
    key = digests.sm3(f"{request_key}\x1f{by.ref}") if request_key else None
    earlier = Broadcast.objects.filter(request_key=key).first() if key else None
    if earlier:
        return earlier
    if organ not in queries.organs_to_address(by, at):
        raise Refused("只有本机关的办公室主任和收文登记人员可以发送必达通知。")
    title = text.clean_line(title, TITLE_LIMIT, "标题", field="title")
    words = text.clean_text(words, TEXT_LIMIT, "内容", field="words")
    _check(title, words, label)
    found = queries.recipients(organ, people=people, units=units, to_all=to_all, day=org.local_day(at))
    if not found:
        raise Refused("没有可送达的人员，请选择接收人员或单位。", field="people")
    row = Broadcast.objects.create(
        organ_id=organ, title=title, text=words, label=label, sender=by, at=at, request_key=key
    )
    Receipt.objects.bulk_create(Receipt(broadcast=row, person_id=person, unit_id=unit) for person, unit in found)
    _tell(row, [person for person, _ in found], at, urgent=False)
    detail = {"people": len(found), "text": digests.sm3(words), "label": label}
    trail.record(row.stream, "notices.broadcast_sent", by=by.ref, at=at, detail=detail)
    return row


def _check(title: str, words: str, label: str) -> None:
    if not title:
        raise Refused("请填写标题。", field="title")
    if not words:
        raise Refused("请填写内容。", field="words")
    if label not in dict(LABELS):
        raise Refused("请选择密级标志。", field="label")
    if marks.find_secret_mark(f"{title}\n{words}"):
        raise Refused("内容中发现国家秘密标志，系统没有保存。涉密内容不得在本系统处理。")


def _tell(row: Broadcast, people: list[int], at: datetime, *, urgent: bool) -> None:
    telling.tell(
        people,
        kind="broadcast",
        text=f"必达通知：{row.title}",
        outside=f"必达通知：{row.title}" if row.label == "public" else "",
        link=f"/broadcasts/{row.pk}/",
        about=row.stream,
        at=at,
        urgent=urgent,
    )


@transaction.atomic(durable=True)
def confirm(broadcast: int, *, by: Person, at: datetime) -> int:
    """Confirm that one has read (确认已阅), for oneself and for those for whom one acts; return for how many.

    Raises Refused when it was withdrawn, or was not sent to them.
    """
    row = Broadcast.objects.select_for_update().get(pk=broadcast)
    if row.withdrawn_at is not None:
        raise Refused("该通知已撤回，无须确认。")
    mine = Receipt.objects.filter(broadcast=row, person__in=queries.readers_for(by.pk, at))
    if not mine.exists():
        raise Refused("该通知没有发送给您，无须确认。")
    waiting = list(mine.filter(read_at=None).values_list("person", flat=True))
    if waiting:
        mine.filter(read_at=None).update(read_at=at, read_by=by)
        Notice.objects.filter(person__in=waiting, about=row.stream, read_at=None).update(read_at=at)
        trail.record(row.stream, "notices.broadcast_read", by=by.ref, at=at, detail={"people": waiting})
    return len(waiting)


@transaction.atomic(durable=True)
def resend_broadcast(broadcast: int, *, by: Person, at: datetime) -> int:
    """Send a notice again to those who have not read it (再次发送), as urgent; return to how many.

    Raises Refused within half an hour of the last sending, and when nobody is left to remind.
    """
    row = Broadcast.objects.select_for_update().get(pk=broadcast)
    _check_keeper(row, by, at)
    last = Resending.objects.filter(broadcast=row).order_by("-at").values_list("at", flat=True).first() or row.at
    wait = times.RESEND_EVERY - (at - last)
    if wait.total_seconds() > 0:
        minutes = -(-int(wait.total_seconds()) // 60)
        raise Refused(f"刚刚发送过，请在{minutes}分钟后再次发送，以免过多打扰。")
    here = org.directory().on(org.local_day(at)).people
    unread = Receipt.objects.filter(broadcast=row, read_at=None).values_list("person", flat=True)
    people = [person for person in unread if person in here]
    if not people:
        raise Refused("在岗的接收人员都已阅读，无须再次发送。")
    Resending.objects.create(broadcast=row, by=by, at=at, people=len(people))
    _tell(row, people, at, urgent=True)
    trail.record(row.stream, "notices.broadcast_resent", by=by.ref, at=at, detail={"people": len(people)})
    return len(people)


@transaction.atomic(durable=True)
def withdraw_broadcast(broadcast: int, *, reason: str, by: Person, at: datetime) -> Broadcast:
    """Withdraw a notice (撤回) with a reason, which stands in its place; nobody is asked to confirm it any more."""
    row = Broadcast.objects.select_for_update().get(pk=broadcast)
    _check_keeper(row, by, at)
    clean = text.required_line(reason, 200, "撤回原因", field="reason")
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, at, clean
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    telling.recall(row.stream, at=at)
    detail = {"reason": digests.sm3(clean)}
    trail.record(row.stream, "notices.broadcast_withdrawn", by=by.ref, at=at, detail=detail)
    return row


def _check_keeper(row: Broadcast, by: Person, at: datetime) -> None:
    if not queries.keeps_broadcast(row, by, at):
        raise Refused("只有发送人和本机关办公室主任可以办理。")
    if row.withdrawn_at is not None:
        raise Refused("该通知已撤回，不能再办理。")
