"""What is there already of a file that waits (查重): registered before, or twice in the same batch."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from zhongshu.documents.models import Arrival, IncomingDocument
from zhongshu.documents.queries import incoming
from zhongshu.documents.queries.readings import details, reading
from zhongshu.files import queries as files
from zhongshu.gongwen import numbers
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Attachment
from zhongshu.org.models import Person

Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Something that is there already (疑似重复): how it is the same, and as what it was registered, if it was."""

    reason: str
    number: str = ""
    matter: int = 0


def copy_of(person: Person, arrival: Arrival, at: datetime) -> Attachment | None:
    """Return the same bytes on a matter that the person may see (文件完全相同), or None."""
    return _visible_copies(person, [arrival.file_id] if arrival.file_id else [], at).first()


def likenesses(
    person: Person, arrivals: Sequence[Arrival], batch: Sequence[Arrival], at: datetime
) -> dict[int, list[Likeness]]:
    """Return what is there already of each file (查重): {arrival number: likenesses}, the surest first.

    By number and issuer, by the same bytes, and by nearly the same text; among what the person may see, and among
    what was read of the same batch, which is given in its order.
    """
    found: dict[int, list[Likeness]] = {}
    for look in (_by_number, _by_bytes, _by_text):
        for number, like in look(person, arrivals, batch, at):
            found.setdefault(number, []).append(like)
    return {number: _told(likes) for number, likes in found.items()}


def _told(likes: list[Likeness]) -> list[Likeness]:
    """Say of each matter once all that is the same; of the batch one line is enough, and it comes last."""
    told: dict[int, Likeness] = {}
    for like in likes:
        same = told.setdefault(like.matter, like)
        if same is not like and like.matter:
            told[like.matter] = replace(same, reason=f"{same.reason}，{like.reason}")
    return sorted(told.values(), key=lambda like: not like.matter)


def _by_number(
    person: Person, arrivals: Sequence[Arrival], batch: Sequence[Arrival], at: datetime
) -> Iterable[tuple[int, Likeness]]:
    keys = _grouped(arrivals, _number_key)
    same = incoming.visible_to(person, at).filter(number_key__in=list(keys)).exclude(matter__outcome="voided")
    for document in same.select_related("matter").order_by("pk"):
        for arrival in keys[document.number_key]:
            yield arrival.pk, Likeness(_number_words(document, arrival), document.matter.number, document.pk)
    yield from _again(arrivals, _grouped(batch, _number_key), "与本批另一文件字号相同")


def _number_key(arrival: Arrival) -> str:
    return numbers.number_key(details(arrival)["sender_number"])


def _grouped(arrivals: Iterable[Arrival], key: Callable[[Arrival], Key]) -> dict[Key, list[Arrival]]:
    """Those without a key are left out."""
    groups: dict[Key, list[Arrival]] = {}
    for arrival in arrivals:
        if found := key(arrival):
            groups.setdefault(found, []).append(arrival)
    return groups


def _again(
    arrivals: Iterable[Arrival], batch: Mapping[Any, list[Arrival]], words: str
) -> Iterable[tuple[int, Likeness]]:
    """The first of its batch is not like the others: they are like it."""
    later = {arrival.pk for same in batch.values() for arrival in same[1:]}
    return ((arrival.pk, Likeness(words)) for arrival in arrivals if arrival.pk in later)


def _number_words(document: IncomingDocument, arrival: Arrival) -> str:
    same = document.sender == details(arrival)["sender"]
    return "字号和来文单位相同" if same else "字号相同，来文单位不同"


def _by_bytes(
    person: Person, arrivals: Sequence[Arrival], batch: Sequence[Arrival], at: datetime
) -> Iterable[tuple[int, Likeness]]:
    wanted = _grouped(arrivals, _file)
    for kept in _visible_copies(person, wanted, at):
        for arrival in wanted[kept.file_id]:
            if arrival.matter_id != kept.matter_id:
                yield arrival.pk, Likeness("文件完全相同", kept.matter.number, kept.matter_id)
    yield from _again(arrivals, _grouped(batch, _file), "与本批另一文件完全相同")


def _file(arrival: Arrival) -> int:
    return arrival.file_id or 0


def _by_text(
    person: Person, arrivals: Sequence[Arrival], batch: Sequence[Arrival], at: datetime
) -> Iterable[tuple[int, Likeness]]:
    alike = files.alike([text for arrival in arrivals if (text := reading(arrival))])
    others = {other for shares in alike.values() for other in shares}
    kept = {each.file_id: each for each in _visible_copies(person, others, at)}
    waiting = {each.file_id: each for each in batch}
    for arrival in arrivals:
        for other, share in alike.get(_file(arrival), {}).items():
            words = f"内容相近（{share:.0%}）"
            if other in kept:
                yield arrival.pk, Likeness(words, kept[other].matter.number, kept[other].matter_id)
            elif other in waiting and waiting[other].pk < arrival.pk:
                yield arrival.pk, Likeness(f"与本批“{waiting[other].name}”{words}")


def _visible_copies(person: Person, numbers: Iterable[int], at: datetime) -> QuerySet[Attachment]:
    seen = Attachment.objects.filter(file__in=list(numbers), matter__in=matters.visible_to(person, at))
    return seen.filter(withheld_at=None).exclude(matter__outcome="voided").select_related("matter").order_by("pk")
