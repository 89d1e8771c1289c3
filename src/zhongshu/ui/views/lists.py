"""The lists of the common pages (消息、我的下载、传阅情况), as these show them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404

from zhongshu.files import queries as files
from zhongshu.matters import queries as matters
from zhongshu.matters import rules
from zhongshu.matters.models import Matter
from zhongshu.notices import queries as notices
from zhongshu.ui import slips
from zhongshu.ui.lists import LABEL, LABELS, MOMENT, NUMBER, Asking, Column, List

WITHHELD = "（内容已按保密要求隔离）"
NOTICES = List(
    key="notices",
    title="消息",
    page="notices",
    rows=lambda asking: notices.inbox(asking.reader.pk),
    columns=(
        Column("消息", lambda one, asking: one.text or WITHHELD, width=60),
        Column("紧急", lambda one, asking: "紧急" if one.is_urgent else "", width=8),
        Column("时间", lambda one, asking: one.at, sort=MOMENT, width=18),
        Column("状态", lambda one, asking: "已读" if one.read_at else "未读", width=8),
    ),
)


def _state(one: Any, asking: Asking) -> str:
    if one.failed_at:
        return f"没有生成：{one.reason}"
    return "已下载" if one.fetched_at else "可以下载" if one.made_at else "正在生成"


PRODUCTS = List(
    key="products",
    title="我的下载",
    page="products",
    rows=lambda asking: files.products(asking.user.ref, asking.at),
    columns=(
        Column("文件", lambda one, asking: one.name, width=44),
        Column("大小（字节）", lambda one, asking: one.size if one.made_at else None, sort=NUMBER, width=14),
        Column("状态", _state, width=30),
        Column("申请时间", lambda one, asking: one.asked_at, sort=MOMENT, width=18),
        Column("保留至", lambda one, asking: one.expires_at, sort=MOMENT, width=18),
    ),
)


def _matter(asking: Asking) -> Matter:
    """Return the matter that is asked for, as far as the person may see it. Raises Http404."""
    found = matters.visible_to(asking.reader, asking.at, known=asking.known).filter(pk=asking.number("matter")).first()
    if found is None:
        raise Http404
    return found


def _about(asking: Asking) -> str:
    matter = _matter(asking)
    return "　".join(filter(None, (matter.number, matter.title)))


def _copies(rows: Iterable[Any], asking: Asking) -> Iterator[dict[str, Any]]:
    matter = _matter(asking)
    slip = slips.Slip(asking.known, asking.at, matter, asking.reader)
    for row in rows:
        yield slip.task(row) | {"label": matter.label}


def _words(copy: dict[str, Any], asking: Asking) -> str:
    return rules.DOUBTFUL if copy["doubtful"] else str(copy["opinion"])


READERS = List(
    key="readers",
    title="传阅情况",
    page="matter",
    of=("matter",),
    rows=lambda asking: matters.readers(_matter(asking)),
    drawn=_copies,
    said=_about,
    columns=(
        Column("阅件人", lambda copy, asking: copy["who"], width=14),
        Column("单位", lambda copy, asking: copy["unit"], width=20),
        Column("代谁", lambda copy, asking: copy["behalf"], width=12),
        Column("阅读情况", lambda copy, asking: _reading(copy), width=14),
        Column("已阅时间", lambda copy, asking: copy["at"], sort=MOMENT, width=18),
        Column("意见", _words, width=40),
        Column(LABEL, lambda copy, asking: LABELS[copy["label"]], width=10),
    ),
)


def _reading(copy: dict[str, Any]) -> str:
    return "已阅" if copy["at"] else "已打开，未阅" if copy["seen_at"] else "未阅"


EVERY = (NOTICES, PRODUCTS, READERS)
