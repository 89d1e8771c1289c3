"""What is made of a list to be taken along (导出、打印): at once when it is small, else by a job for who asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from zhongshu.files import actions as files
from zhongshu.files.models import Product
from zhongshu.kit import dates
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Attachment
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.ui import copies, lists, papers, workbooks

TASK = "zhongshu.ui.jobs.make_product"
Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which a list leaves the house (导出方式): how many rows at once, and what is made of it."""

    at_once: int
    check: Callable[[int], None]
    make: Callable[[lists.List, lists.Asking, Report], bytes]
    suffix: str
    media_type: str


WAYS = {
    "print": Way(papers.AT_ONCE, papers.check, papers.print_list, "pdf", papers.MEDIA_TYPE),
    "workbook": Way(workbooks.AT_ONCE, workbooks.check, workbooks.make, "xlsx", workbooks.MEDIA_TYPE),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made at once: its name, what it holds, of which sort it is."""

    name: str
    content: bytes
    media_type: str


def take(how: str, listed: lists.List, asking: lists.Asking) -> Made | Product:
    """Make a list into a file, or have it made (导出、打印列表). Raises Refused. Either way it is on the trail."""
    lists.check(asking)
    way, count = WAYS[how], lists.count(listed.rows(asking))
    way.check(count)
    name = f"{listed.title}（{dates.show_date(org.local_day(asking.at))}）.{way.suffix}"
    about: dict[str, Any] = {"list": listed.key, "rows": count}
    if count > way.at_once:
        recipe = {"list": listed.key, "how": how, "query": asking.params.urlencode(), "address": asking.address}
        return files.order_product(name, how, recipe=recipe, task=TASK, detail=about, by=asking.by, at=asking.at)
    content = way.make(listed, asking, lambda done: None)
    files.note_taken(how, detail=about, by=asking.by, at=asking.at)
    return Made(name, content, way.media_type)


def take_copy(found: Attachment, words: str, *, by: str, at: datetime) -> Product:
    """Have the copy of a large attachment made (生成水印副本)."""
    recipe = {"attachment": found.pk, "words": words, "file": found.file.digest}
    about = {"matter": found.matter_id, "file": found.file.digest}
    return files.order_product(copies.name_of(found), "copy", recipe=recipe, task=TASK, detail=about, by=by, at=at)


def may_fetch(product: Product, person: Person | None, at: datetime) -> bool:
    """Tell whether what was made may still be handed out: the copy of an attachment only to who may see it now."""
    number = product.recipe.get("attachment")
    return number is None or (person is not None and matters.attachment(person, number, at) is not None)


def make(recipe: Mapping[str, Any], by: str, report: Callable[[int, int], None]) -> bytes:
    """Make what was ordered, as whoever ordered it may see it now. Raises PermissionDenied when they no longer may."""
    if "attachment" in recipe:
        return copies.make_ordered(recipe, by)
    listed, way = lists.every()[recipe["list"]], WAYS[recipe["how"]]
    account = org.account_of(by)
    assert account is not None, by  # noqa: S101 - accounts are never deleted
    person = None if org.administrator_role(account) else account.person
    params, address = QueryDict(recipe["query"]), recipe["address"]
    asking = lists.put(listed, lists.Asking(account, person, params, timezone.now(), org.directory(), address))
    total = lists.count(listed.rows(asking))
    return way.make(listed, asking, lambda done: report(done, total))
