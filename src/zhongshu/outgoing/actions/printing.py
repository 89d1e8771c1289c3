"""Printing (印制): the document as it was numbered, set as OFD and PDF, kept as files that never change."""

import io
from datetime import datetime

from django.db import transaction

from zhongshu.files import actions as files
from zhongshu.gongwen.typeset import writing
from zhongshu.jobs import actions as jobs
from zhongshu.matters import actions as matters
from zhongshu.matters.kinds import Step
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import FINAL
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import finishing
from zhongshu.outgoing.queries import draft_files, telegrams, texts
from zhongshu.outgoing.queries import printing as printed
from zhongshu.ui import papers

JOB = "zhongshu.outgoing.jobs.lay_down"
SUFFIXES = (".ofd", ".pdf")


def order(step: Step) -> None:
    """Have the files made by the worker (印制作业), as a row of the act that ends 印制."""
    finishing.date(step)
    about = [step.matter.pk, step.by.pk, step.at.isoformat()]
    jobs.enqueue(JOB, at=step.at, args=about, unique_key=f"outgoing:{step.matter.pk}")


def lay_down(matter: int, *, by: Person, at: datetime) -> None:
    """Set the document, attach it in both formats (正式文件). Done again it finds the same bytes and adds nothing.

    It is set as of the act that ended 印制, however late the worker comes to it: the same second, the same bytes. A
    text that nobody has signed is not printed: the document was returned before the worker came, or while it worked.
    """
    row = Matter.objects.get(pk=matter)
    when = _printed_at(row)
    if when is None:
        return
    draft = telegrams.printed(queries.document_of(row))
    name = draft_files.name_of(draft)
    stored = []
    for suffix in SUFFIXES:
        made = writing.write(draft, suffix, fonts=papers.fonts(), at=when)
        stored.append((files.store(io.BytesIO(made), name=f"{name}{suffix}", by=by.ref, at=at), f"{name}{suffix}"))
    with transaction.atomic(durable=True):
        Matter.objects.select_for_update().get(pk=matter)
        if _printed_at(row) == when:
            matters.attach_files(row, stored, role=FINAL, by=by, at=at)


def _printed_at(matter: Matter) -> datetime | None:
    """Return when a document was printed last, or None where what was printed does not stand any more."""
    return printed.printed_at(matter) if texts.is_as_signed(queries.document_of(matter)) else None
