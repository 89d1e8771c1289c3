"""The door (可编辑公文): a plan → DOCX. The same plan and second give the same bytes."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

from zhongshu.gongwen.typeset.docx import body, closing, heads, ordering, paper, styles
from zhongshu.gongwen.typeset.plan import Plan


def to_docx(plan: Plan, *, at: datetime) -> bytes:
    """Return the editable file of a document (可编辑公文)."""
    import docx  # here alone: it takes a while to load

    document = docx.Document()
    styles.define(document)
    section = document.sections[0]
    paper.set_up(section)
    paper.number_pages(document, section)
    heads.write(document, plan)
    body.write(document, plan.body)
    body.note_attachments(document, plan)
    closing.sign(document, plan)
    closing.call_roll(document, plan)
    body.enclose(document, plan)
    closing.imprint(document, plan.imprint)
    _describe(document, plan, at)
    _settle(document)
    made = io.BytesIO()
    document.save(made)
    return _dated(made, at)


def _describe(document: Any, plan: Plan, at: datetime) -> None:
    """Say what it is and nothing of who made it, which would have to be removed before it goes out (SEC-04)."""
    known = document.core_properties
    known.title, known.author, known.last_modified_by, known.comments = plan.name, "", "", ""
    known.created = known.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _settle(document: Any) -> None:
    ordering.settle(document.element)
    ordering.settle(document.styles.element)
    for section in document.sections:
        for part in (section.footer, section.even_page_footer, section.first_page_footer, section.first_page_header):
            if not part.is_linked_to_previous:
                ordering.settle(part._element)


def _dated(made: io.BytesIO, at: datetime) -> bytes:
    """Return the package with one time on all its parts, since the library puts the hour of writing on them."""
    local = at.astimezone(UTC)
    stamp = (max(local.year, 1980), local.month, local.day, local.hour, local.minute, local.second)
    again = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return again.getvalue()
