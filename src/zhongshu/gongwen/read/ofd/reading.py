"""Reading OFD (版式文件识读, GB/T 33190-2016): the text that it carries, and the scans that it carries instead."""

from typing import BinaryIO

from zhongshu.gongwen.read import layout, scans
from zhongshu.gongwen.read.model import Page, Paper, Recogniser, Report, Unreadable
from zhongshu.gongwen.read.ofd import document as documents
from zhongshu.gongwen.read.ofd import lines
from zhongshu.gongwen.read.ofd.document import Sheet


def read(source: BinaryIO, *, report: Report | None = None, recogniser: Recogniser | None = None) -> Paper:
    """Read an OFD file: all its documents, page by page; of a page its content, its templates, its annotations.

    Raises Unreadable when it is broken or encrypted as a whole; a page that is, is left out with a warning.
    """
    opened = documents.open_documents(source)
    sheets = documents.sheets(opened)
    pages: list[Page] = []
    warnings: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        if sheet.root is None:
            warnings.append(f"第{number}页无法识读，其他页不受影响。")
        pages.append(_page(sheet))
        if report:
            report(number, len(sheets))
    if all(sheet.root is None for sheet in sheets):
        raise Unreadable(documents.ENCRYPTED if documents.is_encrypted(opened[0].parts) else documents.INCOMPLETE)
    attached = [name for document in opened for name in document.attachments()]
    if attached:
        warnings.append(f"文件内带附件：{'、'.join(attached)}，请另行核对。")
    return Paper("ofd", layout.aligned(pages), tuple(warnings))


def _page(sheet: Sheet) -> Page:
    behind = list(lines.runs([*sheet.templates(foreground=False), *sheet.templates(foreground=True)]))
    text = lines.lines(list(lines.runs(sheet.content()))) + lines.lines(behind)
    return Page(text + lines.lines(list(lines.runs(sheet.annotations()))), sheet.box[2], sheet.box[3])
