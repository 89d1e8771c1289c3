"""The text becomes again what it was (恢复文稿), and a file becomes the text (导入文件)."""

from dataclasses import replace
from datetime import datetime

from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused
from zhongshu.org.models import Person
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import drafting, keeping
from zhongshu.outgoing.models import OutgoingDocument, Version
from zhongshu.outgoing.rules import importing

UNSENT = "您对文稿的修改还没有提交。请先打开文稿提交或者放弃修改，再{what}。"


def restore(document: int, order: int, *, base: int, by: Person, at: datetime, request_key: str = "") -> Version:
    """Hand in the text of an earlier version as the next one (恢复到这一版), `base` being the one in force.

    What numbering and printing have added since stays. Raises Stale, and Refused as handing in does.
    """
    row = OutgoingDocument.objects.get(pk=document)
    check_nothing_unsent(row, by, "恢复")
    old = Version.objects.filter(document=row, order=order).first()
    if old is None:
        raise Refused("没有要恢复的版本，请从文稿版本中重新选择。")
    current = queries.draft_of(queries.latest(row))
    draft = replace(queries.draft_of(old), **{name: getattr(current, name) for name in rules.ADDED})
    note = f"恢复到第{order}版"
    return drafting.hand_in(document, draft=draft, base=base, note=note, by=by, at=at, request_key=request_key)


def bring_in(document: int, given: Draft, *, base: int, by: Person, at: datetime) -> None:
    """Put what a file says into what a person is writing (导入文件), from version `base`; handed in it is not yet.

    Raises Stale where somebody has handed in a newer version, Refused over what was written and not handed in.
    """
    row = OutgoingDocument.objects.get(pk=document)
    check_nothing_unsent(row, by, "导入")
    current = queries.latest(row)
    if base != current.order:
        raise rules.Stale(f"{current.by.name}已提交第{current.order}版，文件没有导入。请对照新版本后重新导入。")
    draft = importing.brought_in(queries.draft_of(current), given)
    keeping.keep(document, draft=draft, base=base, by=by, at=at)


def check_nothing_unsent(document: OutgoingDocument, by: Person, what: str) -> None:
    """Refuse to write over what somebody has written and not handed in."""
    if queries.working_copy(document, by):
        raise Refused(UNSENT.format(what=what))
