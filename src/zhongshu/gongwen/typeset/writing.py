"""A draft as a file of one of the formats (成文文件)."""

from datetime import datetime

from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.typeset import plan

SUFFIXES = (".pdf", ".docx", ".ofd")


def write(draft: Draft, suffix: str, *, fonts: Fonts, at: datetime, archival: bool = False) -> bytes:
    """Return a draft as the file of a suffix of SUFFIXES. Raises Refused for one that cannot stand.

    archival: a PDF is made for the archive (PDF/A-2b).
    """
    made = plan.make(draft)
    if suffix == ".docx":
        from zhongshu.gongwen.typeset import docx

        return docx.to_docx(made, at=at)
    from zhongshu.gongwen.typeset import pdf

    printed = pdf.print_plan(made, fonts=fonts, at=at, archival=archival).pdf
    if suffix == ".pdf":
        return printed
    from zhongshu.gongwen.typeset.ofd import writing

    return writing.to_ofd(printed, title=made.name, author="、".join(draft.issuers), number=made.number, at=at)
