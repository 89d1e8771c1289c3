"""A draft made ready (排版要素): checked, every text cleaned, titles broken, headings told from what follows them.

What is here is plain data in the order of the page, without type, places or file format: the PDF and the editable
document are both made of it. All lengths are in millimetres, all widths of text in characters (字).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from zhongshu.gongwen.draft.model import Attachment, Draft, Form, Sealing
from zhongshu.gongwen.typeset import blocks, checks, pictures, seals, titles
from zhongshu.gongwen.typeset.blocks import ACROSS, Block
from zhongshu.gongwen.typeset.pictures import Image
from zhongshu.gongwen.typeset.seals import Stamp
from zhongshu.gongwen.typeset.titles import width
from zhongshu.gongwen.typeset.wording import bracketed, clean, flowing, lines_of, stopped

CHOP = 15.0  # how high the template sets the drawing of a chop
CELL = ACROSS / checks.ACROSS_LINE
SIGNER_LABEL = 6  # 签发人： and what stays free at either end of the line
Corner = Literal["copy", "secrecy", "urgency"]


@dataclass(frozen=True, slots=True)
class Hand:
    """A chop (签名章) behind a post; without an image the name is set."""

    post: str
    name: str
    image: Image | None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attachment on pages of its own (附件): label 附件 or 附件1, lines of its title, blocks."""

    label: str
    title: tuple[str, ...]
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands at the foot of the last page (版记). A letter's has neither lines nor printer (10.1)."""

    recipients: str
    copied_to: str
    printer: str
    printed: str
    copies: str
    ruled: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """An official document ready to be laid out, from the top of its first page to the foot of its last."""

    form: Form
    name: str  # the title in one line, for the properties of the file
    author: str
    corners: tuple[tuple[Corner, str, int], ...]  # 份号 密级 紧急程度: kind, text, line of the page from 0
    marks: tuple[str, ...]  # names of organs, or the whole mark in one
    mark_end: str  # “文件” beside several names, else empty
    number: str
    upward: bool  # number at the left and 签发人 at the right
    signers: tuple[tuple[str, ...], ...]  # 签发人 in their rows
    title: tuple[str, ...]
    adopted: str
    recipients: str  # with its colon
    body: tuple[Block, ...]
    attachments: tuple[str, ...]  # 附件说明: names without their numbers
    enclosures: tuple[Enclosure, ...]
    sealing: Sealing
    signature: tuple[str, ...]
    stamps: tuple[Stamp, ...]
    abreast: int  # how many seals stand in a row
    hands: tuple[Hand, ...]
    date: str
    note: str
    roll: tuple[tuple[str, str], ...]  # 出席 请假 列席: label and persons
    imprint: Imprint | None


def make(draft: Draft) -> Plan:
    """Return the plan of a draft. Raises `checks.Unfit` with the place, for what cannot stand on paper."""
    checks.check(draft)
    if draft.form == "plain":
        draft = _bare(draft)
    signed = _signed(draft)
    stamps = tuple(seals.stamps(draft, signed))
    organs = tuple(filter(None, map(clean, draft.issuers)))
    names = (*organs, *map(clean, draft.signature))
    mark, end = _mark(draft, organs)
    return Plan(
        form=draft.form,
        name="".join(map(clean, lines_of(draft.title))) or "".join(mark),
        author=organs[0] if organs else "",
        corners=tuple(_corners(draft)),
        marks=mark,
        mark_end=end,
        number=clean(draft.number),
        upward=draft.direction == "up" or bool(draft.signers),
        signers=_signers(draft),
        title=title_lines(draft.title, names, "标题"),
        adopted=bracketed(draft.adopted),
        recipients=flowing(draft.recipients).rstrip("：:") + "：" if clean(draft.recipients) else "",
        body=tuple(blocks.make(draft.body, "正文")),
        attachments=tuple(flowing(one.title) for one in draft.attachments),
        enclosures=tuple(_enclosures(draft.attachments, names)),
        sealing=draft.sealing,
        signature=() if draft.form == "minutes" else signed,
        stamps=stamps,
        abreast=seals.abreast(stamps, signed),
        hands=tuple(_hands(draft)),
        date=clean(draft.date),
        note=bracketed(draft.note),
        roll=tuple(_roll(draft)),
        imprint=_imprint(draft),
    )


def _bare(draft: Draft) -> Draft:
    """Return a piece without what only an issued document bears: 版头, 版记, seal. Who signs it stands as written."""
    return replace(
        draft, copy_number="", secrecy="", urgency="", number="", signers=(), mark="", direction="",
        sealing="none", seals=(), copied_to="", printer="", printed="", copies="",
    )  # fmt: skip


def title_lines(title: str, names: Iterable[str], place: str) -> tuple[str, ...]:
    """Return the lines of a title (标题), cleaned; breaks somebody has put in stay."""
    wanted = "\n".join(filter(None, map(clean, lines_of(title))))
    made = titles.lines(wanted, names=names)
    checks.check_title(made, place)
    return made


def with_body_on_page_one(plan: Plan) -> Plan:
    """Return the plan with 主送机关 in the 版记, where page one would otherwise show no body (7.3.2). Raises Unfit."""
    if not plan.recipients:
        raise checks.Unfit(
            "首页排不出正文。请精简标题，联合行文可以只用牵头机关的发文机关标志；"
            "正文以表格、图片开头的，请在前面写一段文字。"
        )
    empty = Imprint("", "", "", "", "", ruled=plan.form != "letter")
    imprint = replace(plan.imprint or empty, recipients=stopped(plan.recipients.removesuffix("：")))
    checks.check_imprint(imprint.recipients, imprint.copied_to)
    return replace(plan, recipients="", imprint=imprint)


def _mark(draft: Draft, organs: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Return 发文机关标志 as what is set in lines, and what stands at the right of several lines."""
    written = clean(draft.mark)
    if draft.form == "plain":
        return (), ""
    if written:
        return (written,), ""
    if draft.form == "letter":
        return (organs[0],), ""  # of several only the lead organ's (10.1)
    end = {"general": "文件", "order": "令", "minutes": "会议纪要"}[draft.form]
    if draft.form == "minutes" or len(organs) == 1:
        return (organs[0] + end,), ""
    return tuple(organs), end


def _corners(draft: Draft) -> Iterable[tuple[Corner, str, int]]:
    """Yield what stands in the corner, a line each: 密级 on the second even when there is no 份号 (7.2.2)."""
    copy, secrecy, urgency = clean(draft.copy_number), clean(draft.secrecy), clean(draft.urgency)
    if copy:
        yield "copy", copy, 0
    if secrecy:
        yield "secrecy", secrecy, 1
    if urgency:
        yield "urgency", urgency, 2 if secrecy else int(bool(copy))


def _signers(draft: Draft) -> tuple[tuple[str, ...], ...]:
    """Return 签发人 two a row, or one where long names do not fit beside 发文字号 (7.2.5–6). Raises Unfit."""
    names = [clean(one.name) for one in draft.signers]
    room = checks.ACROSS_LINE - SIGNER_LABEL - width(clean(draft.number)) - 1
    for count in (2, 1):
        rows = tuple(tuple(names[at : at + count]) for at in range(0, len(names), count))
        if all(sum(max(width(name), 3) + 1 for name in row) - 1 <= room for row in rows):
            return rows
    raise checks.Unfit("发文字号和签发人同在一行，排不下。请核对签发人姓名，缩短发文字号。")


def _enclosures(attachments: Sequence[Attachment], names: Sequence[str]) -> Iterable[Enclosure]:
    for number, one in enumerate(attachments, 1):
        label = f"附件{number}" if len(attachments) > 1 else "附件"
        if one.body:
            yield Enclosure(label, title_lines(one.title, names, f"{label}标题"), tuple(blocks.make(one.body, label)))


def _signed(draft: Draft) -> tuple[str, ...]:
    return tuple(filter(None, map(clean, draft.signature if draft.form == "plain" else draft.signed)))


def _hands(draft: Draft) -> Iterable[Hand]:
    if draft.sealing != "chop":
        return
    for number, one in enumerate(draft.chops, 1):
        image = pictures.read(one.data, f"第{number}枚签名章", see_through=True) if one.data else None
        if image and image.natural[0] / image.natural[1] * CHOP > ACROSS - (width(clean(one.post)) + 6) * CELL:
            raise checks.Unfit(f"第{number}枚签名章的图形太宽，和职务同在一行排不下。请裁去图形两边的空白。")
        yield Hand(clean(one.post), clean(one.name), image)


def _roll(draft: Draft) -> Iterable[tuple[str, str]]:
    """Yield who was there (出席), excused (请假) or listening (列席), as the minutes list them (10.3)."""
    if draft.form == "minutes":
        for label, persons in (("出席", draft.present), ("请假", draft.absent), ("列席", draft.observers)):
            if persons:
                yield label, "，".join(re.sub("[，。；]+$", "", flowing(one)) for one in persons)


def _imprint(draft: Draft) -> Imprint | None:
    is_letter = draft.form == "letter"
    printed = clean(draft.printed)
    parts = (
        stopped(draft.copied_to),
        "" if is_letter else clean(draft.printer),
        "" if is_letter or not printed else printed.removesuffix("印发") + "印发",
        "" if is_letter else clean(draft.copies),
    )
    if not any(parts):
        return None
    checks.check_imprint(parts[0])
    return Imprint("", *parts, ruled=not is_letter)
