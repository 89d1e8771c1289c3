"""What every act on what others say of a text begins with (意见办理): its matter under lock, a form that comes once."""

from dataclasses import dataclass
from datetime import datetime

from zhongshu.documents import rules as secrecy
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.actions import telling
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import check_open, form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import OutgoingDocument, Version
from zhongshu.outgoing.queries import passages
from zhongshu.outgoing.rules import consulting as rules
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


@dataclass(frozen=True, slots=True)
class Hearing:
    """One act on a document whose matter is locked (办理中). is_done: the same form was carried out before."""

    matter: Matter
    document: OutgoingDocument
    by: Person
    at: datetime
    key: str
    is_done: bool


def begin(matter: int, request_key: str, what: str, *about: object, by: Person, at: datetime) -> Hearing:
    """Lock a matter for an act within the caller's transaction. Raises Refused for one that is closed."""
    check_transaction()
    row = Matter.objects.select_for_update().get(pk=matter)
    key = form_key(request_key, by, what, matter, *about)
    is_done = bool(spine.by_request(key))
    if not is_done:
        check_open(row)
    return Hearing(row, OutgoingDocument.objects.get(matter=row), by, at, key, is_done)


def version(heard: Hearing, order: int) -> Version:
    """Return the version that something is said of. Raises Refused for one that there is not."""
    found = Version.objects.filter(document=heard.document, order=order).first()
    if found is None:
        raise Refused("没有这一版文稿，请刷新页面后重试。")
    return found


def passage(on: Version, paragraph: int, quote: str) -> tuple[str, str]:
    """Return field and quote of a passage of a version, as `passages.chosen`."""
    return passages.chosen(passages.paragraphs(queries.draft_of(on)), paragraph, text.visible(quote).strip())


def record(heard: Hearing, verb: str, **detail: object) -> None:
    """Put the act on the trail, and keep its form from being carried out again."""
    check_transaction()
    trail.record(heard.matter.stream, verb, by=heard.by.ref, at=heard.at, detail=detail)
    matters.touch(heard.matter, at=heard.at)
    matters.remember(heard.key, heard.matter.stream, at=heard.at)


def tell(heard: Hearing, people: set[int], words: str) -> None:
    """Tell people something about the document, but not the one who acts."""
    known = org.directory()
    holders = [org.holder_of(one, known=known) for one in sorted(people)]
    telling.tell(heard.matter, holders, words, by=heard.by, at=heard.at, known=known)


def said(words: str, name: str, *, field: str = "words", most: int = rules.WORDS, required: bool = True) -> str:
    """Return what somebody wrote, clean and without a mark of secrecy. Raises Refused, SecretFound."""
    clean = text.clean_text(words, most, name, field=field)
    if required and not clean:
        raise Refused(f"请填写{name}。", field=field)
    secrecy.check_no_secret(clean)
    return clean
