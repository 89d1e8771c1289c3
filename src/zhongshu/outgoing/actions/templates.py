"""Templates of an organ (文稿模板): added, changed by ending one and adding the next, stopped."""

from datetime import datetime

from django.db import transaction

from zhongshu.documents import rules as secrecy
from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.org.models import Person, Unit
from zhongshu.outgoing import rules
from zhongshu.outgoing.models import Template
from zhongshu.outgoing.queries import templates
from zhongshu.outgoing.rules import pieces
from zhongshu.trail import actions as trail

LONGEST_NAME = 60
STREAM = "settings"


@transaction.atomic(durable=True)
def add_template(*, genre: str, name: str, draft: Draft, by: Person, at: datetime) -> Template:
    """Add a template under a name that no other of its genre has (增加模板). Raises Refused with the field."""
    organ = _kept_by(by, at)
    if genre not in dict(pieces.WRITTEN):
        raise Refused("请选择文种。", field="genre")
    name = text.required_line(name, LONGEST_NAME, "模板名称", field="name")
    secrecy.check_no_secret(name)
    if Template.objects.filter(organ=organ, genre=genre, name=name, ended_at=None).exists():
        raise Refused(f"该文种已有名为“{name}”的模板，请换一个名称，或者打开原模板修改。", field="name")
    return _write(organ, genre, name, draft, "outgoing.template_added", by=by, at=at)


@transaction.atomic(durable=True)
def change_template(number: int, *, draft: Draft, by: Person, at: datetime) -> Template:
    """Put another text in the place of a template's (修改模板): the old one ends and stays to be seen."""
    organ = _kept_by(by, at)
    before = _in_force(organ, number)
    if before.text == schema.dump(pieces.fitted(draft, before.genre)):
        raise Refused("模板没有改动，不需要保存。")
    Template.objects.filter(pk=before.pk).update(ended_at=at, ended_by=by)
    return _write(organ, before.genre, before.name, draft, "outgoing.template_changed", by=by, at=at)


@transaction.atomic(durable=True)
def stop_template(number: int, *, by: Person, at: datetime) -> Template:
    """Offer a template no longer (停用模板). Documents that began with it stay as they are."""
    kept = _in_force(_kept_by(by, at), number)
    Template.objects.filter(pk=kept.pk).update(ended_at=at, ended_by=by)
    trail.record(STREAM, "outgoing.template_stopped", by=by.ref, at=at, detail={"template": kept.pk})
    return kept


def _kept_by(by: Person, at: datetime) -> int:
    """Return the organ whose templates a person keeps, locked: of two who take a name the second is told."""
    organ = templates.organ_kept_by(by, at)
    if organ is None:
        raise Refused("文稿模板由本机关收文登记人员、办公室主任管理。")
    Unit.objects.select_for_update().get(pk=organ)
    return organ


def _in_force(organ: int, number: int) -> Template:
    found = templates.kept_in(organ).filter(pk=number, ended_at=None).first()
    if found is None:
        raise Refused("该模板已经修改或者停用，请返回模板列表打开现行的模板。")
    return found


def _write(organ: int, genre: str, name: str, draft: Draft, verb: str, *, by: Person, at: datetime) -> Template:
    if not any(one.strip() if isinstance(one, str) else one for one in draft.body):
        raise Refused("模板正文是空的，请填写正文。", field="body")
    rules.check_no_secret(draft)
    written = schema.dump(pieces.fitted(draft, genre))
    made = Template.objects.create(organ_id=organ, genre=genre, name=name, text=written, by=by, at=at)
    trail.record(STREAM, verb, by=by.ref, at=at, detail={"template": made.pk, "text": digests.sm3(written)})
    return made
