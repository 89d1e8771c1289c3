"""The templates of an organ (文稿模板): which there are, which a document begins with, how one came to be."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.org.rules.security import is_guarded
from zhongshu.outgoing.models import Template
from zhongshu.outgoing.rules import pieces
from zhongshu.seals import queries as seals

KEEPERS = ("registrar", "office_head")


def organ_kept_by(person: Person, at: datetime, *, known: org.Directory | None = None) -> int | None:
    """Return the organ whose templates a registrar or office head keeps (文稿模板管理), or None for whoever is none."""
    known = known or org.directory()
    organ = seals.organ_of(person, at, known=known)
    if organ and any(org.has_role(person.pk, role, at, unit=organ, known=known) for role in KEEPERS):
        return organ
    return None


def may_become(matter: Matter) -> bool:
    """Tell whether the text of a document may become a template (存为模板): all who draft in the organ see that."""
    return not is_guarded(matter.label, matter.restricted_at is not None)


def in_force(organ: int) -> list[Template]:
    """Return the templates of an organ by genre; of one genre the one kept longest comes first and is the default."""
    first = Template.objects.filter(organ=OuterRef("organ"), genre=OuterRef("genre"), name=OuterRef("name"))
    kept = Template.objects.filter(organ=organ, ended_at=None).select_related("by")
    kept = kept.annotate(since=Subquery(first.order_by("pk").values("pk")[:1]))
    order = {genre: place for place, (genre, _) in enumerate(pieces.WRITTEN)}
    return sorted(kept, key=lambda one: (order.get(one.genre, len(order)), one.since))  # type: ignore[attr-defined]


def chosen(organ: int, genre: str, number: int | None) -> Template | None:
    """Return the template that a document begins with: the chosen one, else the first of its genre, or none.

    Raises Refused for one that has been changed or stopped meanwhile, or is for another genre.
    """
    offered = [one for one in in_force(organ) if one.genre == genre]
    if not number:
        return offered[0] if offered else None
    found = next((one for one in offered if one.pk == number), None)
    if found is None:
        raise Refused("所选模板不是所选文种的，或者已经修改、停用。请重新选择。", field="template")
    return found


def kept_in(organ: int) -> QuerySet[Template]:
    """Return all templates that an organ has or had."""
    return Template.objects.filter(organ=organ).select_related("by", "ended_by")


def history(template: Template) -> QuerySet[Template]:
    """Return what stood under the name of a template (历次修改), the last one first."""
    return kept_in(template.organ_id).filter(genre=template.genre, name=template.name).order_by("-pk")
