"""Reading OFD (版式文件识读, GB/T 33190-2016): the text that it carries, and the scans that it carries instead."""

from typing import BinaryIO

from zhongshu.gongwen.read import layout, scans
from zhongshu.gongwen.read.limits import NAME
from zhongshu.gongwen.read.model import Line, Page, Paper, Recogniser, Report
from zhongshu.gongwen.read.ofd import document as documents
from zhongshu.gongwen.read.ofd import lines, scanned
from zhongshu.gongwen.read.ofd.document import Document, Sheet

MOST_PAGES = 2_000
_LISTED = 10  # attachments named


def read(source: BinaryIO, *, report: Report | None = None, recogniser: Recogniser | None = None) -> Paper:
    """Read an OFD file: all its documents, page by page; of a page its content, its templates, its annotations.

    Raises Unreadable when it is broken or encrypted as a whole; a page that is, is left out with a warning.
    """
    opened = documents.open_documents(source)
    listed = documents.sheets(opened)
    sheets = listed[:MOST_PAGES]
    desk = scans.Desk(recogniser)
    pages, unread = _texts(sheets, desk, report)
    if len(listed) > MOST_PAGES:
        desk.warnings.append(f"共{len(listed)}页，只识读了前{MOST_PAGES}页。")
    desk.warnings += _attached(opened)
    for done, number in enumerate(desk.chosen(unread), len(pages) - len(unread) + 1):
        pages[number] = _recognised(sheets[number], number, pages[number], desk)
        if report:
            report(done, len(pages))
    return Paper("ofd", layout.aligned(pages), desk.close(pages))


def _texts(sheets: list[Sheet], desk: scans.Desk, report: Report | None) -> tuple[list[Page], list[int]]:
    """Return the pages with the text that they carry, and the numbers of those that must be looked at.

    Raises Unreadable when not a single one is whole.
    """
    pages: list[Page] = []
    unread: list[int] = []
    for number, sheet in enumerate(sheets):
        if sheet.root is None:
            desk.warnings.append(f"第{number + 1}页无法识读，其他页不受影响。")
        page, is_scan = _page(sheet)
        pages.append(page)
        if is_scan:
            unread.append(number)
        elif report:
            report(len(pages) - len(unread), len(sheets))
    if len(desk.warnings) == len(sheets):
        raise documents.nothing_left(sheets[0].document.parts)
    return pages, unread


def _attached(opened: list[Document]) -> list[str]:
    names = [name for document in opened for name in document.attachments()]
    listed = "、".join(name[:NAME] for name in names[:_LISTED]) + (f"等{len(names)}个" if len(names) > _LISTED else "")
    return [f"文件内带附件：{listed}，请另行核对。"] if names else []


def _page(sheet: Sheet) -> tuple[Page, bool]:
    """Return a page with the text that it carries, and whether it must be looked at as well."""
    own = list(lines.runs(sheet.content()))
    behind = list(lines.runs((*sheet.templates(foreground=False), *sheet.templates(foreground=True))))
    said = lines.lines(own) + lines.lines(behind) + lines.lines(list(lines.runs(sheet.annotations())))
    return Page(said, sheet.box[2], sheet.box[3]), scanned.is_scan(sheet, [*own, *behind])


def _recognised(sheet: Sheet, number: int, text: Page, desk: scans.Desk) -> Page:
    """Return the page as it was looked at, with what text it carries beside its scan."""
    picture = scanned.picture(sheet)
    if picture is None:
        desk.warnings.append(f"第{number + 1}页的图像无法识读，其他页不受影响。")
        return text
    seen = desk.page(picture, number, text.width)
    if seen.turn or not seen.lines or not text.lines:
        return seen if seen.lines else text
    return Page(tuple(sorted((*text.lines, *seen.lines), key=_top)), text.width, text.height)


def _top(line: Line) -> float:
    return line.box.top if line.box else 0.0
