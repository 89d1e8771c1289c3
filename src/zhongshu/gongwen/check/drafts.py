"""A draft as a sheet (文稿待检): its parts as they will be printed, each knowing its path in the draft.

What laying out adds (主送机关 its colon, 附件 its number, 抄送 its label and full stop, 附注 its brackets) is written
here too, unless somebody has written it already: then it would be printed twice, and a rule says so.
"""

from collections.abc import Iterator
from dataclasses import replace

from zhongshu.gongwen.check import segments, shapes, sheet
from zhongshu.gongwen.check.sheet import Paragraph, Role, Sheet
from zhongshu.gongwen.draft.model import Block, Draft, Picture

Path = tuple[str | int, ...]
# What the mark that laying out makes says of the genre.
_MARKED = {"order": "令", "minutes": "会议纪要"}


def of_draft(draft: Draft) -> Sheet:
    """Return a draft as a sheet; the source of each paragraph is its path in the draft's written form."""
    paragraphs = [*_head(draft), *_main(draft), *_imprint(draft), *_attachments(draft)]
    direction = draft.direction or segments.direction(paragraphs, draft.title)
    whole = sheet.made(paragraphs, direction, draft.signed)
    seals, is_piece = tuple(seal.name for seal in draft.seals), draft.form == "plain"
    return replace(whole, sealing=draft.sealing, seals=seals, is_piece=is_piece)


def _line(text: str, role: Role, *path: str | int, before: str = "", after: str = "") -> Iterator[Paragraph]:
    """Yield a part, where it is written, with what is printed round it."""
    if text.strip():
        yield sheet.paragraph(f"{before}{text}{after}", role, path, -len(before))


def _head(draft: Draft) -> Iterator[Paragraph]:
    yield from _line(draft.copy_number, "copy_number", "copy_number")
    yield from _line(draft.secrecy, "secrecy", "secrecy")
    yield from _line(draft.urgency, "urgency", "urgency")
    yield from _line(draft.mark, "mark", "mark")
    if draft.form in _MARKED and not draft.mark:
        yield from _line("".join(draft.issuers[:1]), "mark", "issuers", 0, after=_MARKED[draft.form])
    yield from _line(draft.number, "number", "number")
    for at, signer in enumerate(draft.signers):
        before = "" if at else "签发人："
        yield from _line(signer.name, "signer", "signers", at, "name", before=before)


def _main(draft: Draft) -> Iterator[Paragraph]:
    yield from _title(draft.title)
    yield from _line(draft.adopted, "adopted", "adopted")
    colon = "" if draft.recipients.rstrip().endswith(("：", ":")) else "："
    yield from _line(draft.recipients, "recipients", "recipients", after=colon)
    for at, block in enumerate(draft.body):
        yield from _block(block, False, "body", at)
    yield from _notes(draft)
    for at, name in enumerate(draft.signature):
        yield from _line(name, "signature", "signature", at)
    yield from _line(draft.date, "date", "date")
    bracketed = draft.note.startswith(("（", "("))
    yield from _line(draft.note, "note", "note", before="" if bracketed else "（", after="" if bracketed else "）")
    for name, label in (("present", "出席："), ("absent", "请假："), ("observers", "列席：")):
        for at, people in enumerate(getattr(draft, name)):
            yield from _line(people, "present", name, at, before="" if at else label)


def _title(title: str) -> Iterator[Paragraph]:
    """Yield the lines of the title, as far as somebody has broken it."""
    begin = 0
    for line in title.split("\n"):
        if line.strip():
            yield sheet.paragraph(line, "title", ("title",), begin)
        begin += len(line) + 1


def _block(block: Block, is_attached: bool, *path: str | int) -> Iterator[Paragraph]:
    """Yield the paragraph, the cells of the table or the title of the picture."""
    if isinstance(block, str):
        attached: Role = "attachment_body" if is_attached else "body"
        role: Role = "heading" if not is_attached and shapes.is_heading(block) else attached
        yield from _line(block, role, *path)
        return
    inside: Role = "attachment_table" if is_attached else "table"
    yield from _line(block.title, inside, *path, "title")
    if isinstance(block, Picture):
        return
    for row, cells in enumerate(block.rows):
        for column, text in enumerate(cells):
            yield from _line(text, inside, *path, "rows", row, column)


def _notes(draft: Draft) -> Iterator[Paragraph]:
    """Yield 附件说明 as it is printed: numbered where there are several."""
    for at, one in enumerate(draft.attachments):
        number = f"{at + 1}." if len(draft.attachments) > 1 else ""
        before = f"附件：{number}" if at == 0 else number
        yield from _line(one.title, "attachment_note", "attachments", at, "title", before=before)


def _imprint(draft: Draft) -> Iterator[Paragraph]:
    labelled = shapes.COPIED_TO.match(draft.copied_to)
    stop = "" if draft.copied_to.rstrip().endswith("。") else "。"
    yield from _line(draft.copied_to, "copied_to", "copied_to", before="" if labelled else "抄送：", after=stop)
    yield from _line(draft.printer, "printed", "printer")
    printed = "" if draft.printed.rstrip().endswith("印发") else "印发"
    yield from _line(draft.printed, "printed", "printed", after=printed)


def _attachments(draft: Draft) -> Iterator[Paragraph]:
    """Yield the attachments that have a text of their own; their titles are those of 附件说明."""
    for at, one in enumerate(draft.attachments):
        if one.body:
            for place, block in enumerate(one.body):
                yield from _block(block, True, "attachments", at, "body", place)
