"""A file that was read as a draft (识读成稿): each part as it stood on the paper, where a draft has it.

What laying out adds of itself (附件 its numbers, 抄送 its label, 附注 its brackets) is taken off; nothing else changes.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from zhongshu.gongwen.check import papers, shapes
from zhongshu.gongwen.check.sheet import Paragraph, Role, Sheet
from zhongshu.gongwen.draft import enclosing, heading, plain
from zhongshu.gongwen.draft.model import Block, Chop, Draft, Signer
from zhongshu.gongwen.read.model import Reading

_BODY: tuple[Role, ...] = ("heading", "body", "table", "present")
_LABEL = re.compile(r"(?:紧急程度|份号|发文字号)\s?[：:]\s?")
_POST = r"[一-龥]{0,12}(?:[省市县区州局厅部委乡镇]长|主任|主席|总理|书记)"
_HAND = re.compile(rf"(?P<post>{_POST})[ \u3000]+(?P<name>[一-龥·][一-龥· \u3000]{{1,10}})")
_ROLLS = (
    ("present", re.compile(r"出席(?:人员?|单位)?\s?[：:]")),
    ("absent", re.compile(r"(?:请假|缺席)(?:人员?|单位)?\s?[：:]")),
    ("observers", re.compile(r"列席(?:人员?|单位)?\s?[：:]")),
)


def from_reading(reading: Reading) -> Draft:
    """Return what was read as a draft; texts stay as written, also where they are written wrong."""
    sheet = papers.of_paper(reading.paper)
    rows = [line.text for page in reading.paper.pages for line in page.lines]
    head = _head(sheet, reading)
    body, roll = _listed(_body(sheet, rows)) if head.form == "minutes" else (_body(sheet, rows), {})
    body, chops = _signed_by_hand(body)
    parts: dict[str, Any] = {**roll, **dict(_imprint(sheet))}
    return Draft(
        form=head.form,
        direction=sheet.direction,  # type: ignore[arg-type]
        copy_number=_bare(_one(sheet, "copy_number")),
        urgency=_bare(_one(sheet, "urgency")),
        issuers=head.issuers,
        mark=head.mark,
        number=_bare(_one(sheet, "number")),
        signers=tuple(map(Signer, head.signers)),
        title="" if head.is_titled else _one(sheet, "title"),
        adopted=_one(sheet, "adopted"),
        recipients=_one(sheet, "recipients").rstrip("：:"),
        body=body,
        attachments=_attachments(sheet, rows),
        sealing="chop" if chops else "seal",
        signature=_signature(sheet, head.issuers),
        chops=chops,
        date=_one(sheet, "date").strip("（()） "),
        note=_unbracketed(_one(sheet, "note")),
        **parts,
    )


def left_over(reading: Reading) -> list[str]:
    """Return the rows that went into no part of the draft, as a page of the web has them round a document."""
    sheet = papers.of_paper(reading.paper)
    used = _head(sheet, reading).used
    return [one.text for _, one in sheet.of("other", "keywords") if one.text not in used]


def _head(sheet: Sheet, reading: Reading) -> heading.Head:
    found = reading.fields.get("issuers")
    return heading.take(sheet, (found.value if found else None) or ())


def _one(sheet: Sheet, role: Role) -> str:
    return "".join(one.text for _, one in sheet.of(role))


def _bare(text: str) -> str:
    return _LABEL.sub("", text, count=1).strip()


def _unbracketed(text: str) -> str:
    is_whole = len(text) > 1 and text[0] in "（(" and text[-1] in "）)" and not re.search("[（()）]", text[1:-1])
    return text[1:-1] if is_whole else text


def _signature(sheet: Sheet, issuers: tuple[str, ...]) -> tuple[str, ...]:
    signed = tuple(name for _, one in sheet.of("signature") for name in shapes.names(one.text))
    return () if signed == issuers else signed


def _imprint(sheet: Sheet) -> Iterator[tuple[str, str]]:
    copied = _one(sheet, "copied_to")
    label = shapes.COPIED_TO.match(copied)
    yield "copied_to", copied[label.end() if label else 0 :].strip().rstrip("。")
    for _, one in sheet.of("printed"):
        found = shapes.PRINTED.fullmatch(one.text)
        organ = found["organ"].strip() if found else one.text
        if organ:
            yield "printer", organ
        if found:
            yield "printed", found["date"].strip()


def _is_dated_above(sheet: Sheet) -> bool:
    """Tell whether all that was written stands behind the date, as in minutes dated at their head."""
    return not any(True for _ in sheet.of(*_BODY, "attachment_label"))


def _body(sheet: Sheet, rows: Sequence[str]) -> tuple[Block, ...]:
    roles = enclosing.INSIDE if _is_dated_above(sheet) else _BODY
    return tuple(block for _, block in _runs(sheet, rows, roles))


def _attachments(sheet: Sheet, rows: Sequence[str]) -> tuple[enclosing.Attachment, ...]:
    if _is_dated_above(sheet):
        return ()
    return tuple(enclosing.attachments(sheet, lambda *roles: _runs(sheet, rows, roles)))


def _runs(sheet: Sheet, rows: Sequence[str], roles: tuple[Role, ...]) -> Iterator[tuple[int, Block]]:
    """Yield the blocks of some roles, each with the number of its first paragraph: rows of cells become a table."""
    for is_table, run in groupby(sheet.of(*roles), lambda one: one[1].role.endswith("table")):
        found = list(run)
        if is_table:
            yield found[0][0], _table([one for _, one in found], rows)
        else:
            yield from ((number, one.text) for number, one in found)


def _table(cells: Sequence[Paragraph], rows: Sequence[str]) -> Block:
    """Return cells as the table that their rows make, empty cells included; of one row alone its text."""
    lines = [rows[int(number)] for number in dict.fromkeys(one.source[0] for one in cells)]
    split = [[cell.strip() for cell in line.split(plain.BETWEEN_CELLS)] for line in lines]
    return plain.table(split) if len(split) > 1 else "　".join(filter(None, split[0]))


def _signed_by_hand(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Chop, ...]]:
    """Return the body without the post and name at its end that sign it (签名章), and these; they may stand apart."""
    texts = [one if isinstance(one, str) else "" for one in body]
    for count in (1, 2):
        if found := _HAND.fullmatch(" ".join(one.strip() for one in texts[-count:])):
            return body[:-count], (Chop(found["post"], "".join(found["name"].split())),)
    return body, ()


def _listed(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], dict[str, tuple[str, ...]]]:
    """Return the body of minutes without who was there at its end, and these, a unit each (出席、请假、列席)."""
    rolls: dict[str, str] = {}
    kept: list[Block] = []
    name = ""
    for block in body:
        text = block if isinstance(block, str) else ""
        found = next(((key, label) for key, form in _ROLLS if (label := form.match(text))), None)
        name = found[0] if found else name
        if not name:
            kept.append(block)
        else:
            rolls[name] = rolls.get(name, "") + text[found[1].end() if found else 0 :]
    listed = {key: [one.strip() for one in re.split("[，；。]", said)] for key, said in rolls.items()}
    return tuple(kept), {key: tuple(filter(None, some)) for key, some in listed.items()}
