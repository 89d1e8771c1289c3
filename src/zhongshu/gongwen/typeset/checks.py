"""What cannot stand on paper (不能排版): refused before anything is set, with the place and what to do.

Only what could not be laid out, or would print what is false or forbidden. What is merely against the rules of
writing is for `gongwen.check` to find.
"""

import re
from collections.abc import Sequence

from zhongshu.gongwen import marks
from zhongshu.gongwen.draft import model
from zhongshu.gongwen.draft.model import MOST_ISSUERS, Draft
from zhongshu.gongwen.typeset.titles import MOST, width
from zhongshu.gongwen.typeset.wording import clean
from zhongshu.kit import dates, terms
from zhongshu.kit.errors import Refused

MOST_TITLE_LINES = 8
MOST_CHARACTERS = 1_000_000
MOST_SIGNERS = 12
MOST_CELLS = 100_000
ACROSS_LINE = 28
PRINTED_LINE = 29  # of 四号
IMPRINT_LINE, IMPRINT_LINES = 26.5, 36  # characters of 四号 behind a label, and lines of them on a page
SMALLEST_SEAL, LARGEST_SEAL = 30.0, 60.0
_DATE = re.compile(r"((?:19|20)[0-9]{2})年([1-9]|1[0-2])月([1-9]|[12][0-9]|3[01])日")
_LEVELS = {chinese: key for key, chinese in terms.SECRET_LEVELS}


class Unfit(Refused):
    """A draft cannot be laid out as it is (文稿不能排版)."""


def check(draft: Draft) -> None:
    """Refuse a draft that cannot stand. Raises Unfit."""
    _check_head(draft)
    _check_lines(draft)
    _check_day(draft.date, "成文日期")
    _check_day(draft.printed.strip().removesuffix("印发"), "印发日期")
    _check_secrecy(draft)
    _check_body(draft)
    _check_signature(draft)
    _check_chops(draft)


def _check_head(draft: Draft) -> None:
    if draft.form != "plain" and not clean(draft.mark) and not any(map(clean, draft.issuers)):
        raise Unfit("没有写发文机关，不能排出发文机关标志。请写明发文机关。")
    if len(draft.issuers) > MOST_ISSUERS:
        raise Unfit(f"发文机关有{len(draft.issuers)}个，联合行文最多{MOST_ISSUERS}个。请减少发文机关。")
    if len(draft.signers) > MOST_SIGNERS:
        raise Unfit(f"签发人有{len(draft.signers)}人，最多排{MOST_SIGNERS}人。请核对。")
    if not clean(draft.title) and draft.form in ("general", "letter", "plain"):
        raise Unfit("没有写标题。请补写标题。")
    if width(clean(draft.mark)) > 2 * MOST:
        raise Unfit(f"发文机关标志超过{2 * MOST}字，一行排不下。请使用规范化简称。")
    if draft.form == "order" and clean(draft.secrecy) and clean(draft.urgency):
        raise Unfit("命令的发文机关标志上方排不下密级和紧急程度两项。请核对，删去其中一项。")


def _check_lines(draft: Draft) -> None:
    """Refuse what has one line of the page and does not fit it."""
    named = (("发文字号", draft.number), ("份号", draft.copy_number), ("紧急程度", draft.urgency))
    closing = (("印发机关", draft.printer), ("印数等其他要素", draft.copies))
    organs = (*(("发文机关", one) for one in draft.issuers), *(("发文机关署名", one) for one in draft.signature))
    for name, text in (*named, *closing, *organs):
        if width(clean(text)) > ACROSS_LINE:
            raise Unfit(f"{name}“{clean(text)[:12]}…”超过一行（{ACROSS_LINE}字），排不下。请缩短。")
    if draft.form == "letter" and width(clean(draft.copy_number)) + width(clean(draft.number)) >= ACROSS_LINE:
        raise Unfit("份号和发文字号同在一行，排不下。请核对，缩短其中一项。")
    if draft.form != "letter" and width(clean(draft.printer)) + width(clean(draft.printed)) + 3 > PRINTED_LINE:
        raise Unfit(f"印发机关“{clean(draft.printer)[:12]}…”和印发日期同在一行，排不下。请使用规范化简称。")


def _check_day(text: str, name: str) -> None:
    """Refuse a day that is written in another way, or that no calendar has (7.3.5.4)."""
    if not clean(text):
        return
    if not _DATE.fullmatch(clean(text)):
        raise Unfit(f"{name}“{clean(text)[:20]}”写法不对，应写成“2026年3月1日”，不编虚位。")
    try:
        dates.parse_date(clean(text))
    except dates.NotADate:
        raise Unfit(f"{name}“{clean(text)}”不存在，请核对。") from None


def _check_secrecy(draft: Draft) -> None:
    written = clean(draft.secrecy)
    if not written:
        return
    found = marks.SECRET.fullmatch(written)
    if not found:
        raise Unfit(f"密级和保密期限“{written[:20]}”写法不对，应写成“机密★1年”。")
    issued = dates.parse_date(draft.date) if clean(draft.date) else None
    try:
        marks.check_term(_LEVELS[found["level"]], found["term"] or "", issued=issued)
    except Refused as refusal:
        raise Unfit(f"密级和保密期限“{written}”：{refusal.sentence}") from None


def _check_body(draft: Draft) -> None:
    if not any(clean(one) if isinstance(one, str) else one for one in draft.body):
        raise Unfit("正文是空的，没有可以排版的内容。请补写正文。")
    count = sum(map(_length, (*draft.body, *(one for each in draft.attachments for one in each.body))))
    if count > MOST_CHARACTERS:
        raise Unfit(f"正文和附件共{count}字，超过{MOST_CHARACTERS // 10_000}万字。请把部分附件另行装订。")
    for number, one in enumerate(draft.attachments, 1):
        if not clean(one.title):
            raise Unfit(f"附件{number}没有写名称。请补写附件名称。")


def _length(block: model.Block) -> int:
    if isinstance(block, model.Table):
        return sum(len(cell) for row in block.rows for cell in row)
    return len(block) if isinstance(block, str) else 0


def _check_signature(draft: Draft) -> None:
    if len(draft.signed) > MOST_ISSUERS:
        raise Unfit(f"发文机关署名有{len(draft.signed)}个，最多{MOST_ISSUERS}个。请减少。")
    signed = sum(map(bool, map(clean, draft.signed)))
    if draft.seals and len(draft.seals) != signed and draft.form != "plain":
        raise Unfit(f"署名机关有{signed}个，印章有{len(draft.seals)}枚，数目不一致。请一一对应。")
    for number, one in enumerate(draft.seals, 1):
        if not SMALLEST_SEAL <= one.diameter <= LARGEST_SEAL:
            raise Unfit(f"第{number}枚印章的直径应在{SMALLEST_SEAL:g}至{LARGEST_SEAL:g}毫米之间，请修改。")


def _check_chops(draft: Draft) -> None:
    if draft.sealing == "chop" and not draft.chops and draft.form not in ("minutes", "plain"):
        raise Unfit("加盖签名章的公文没有写签名章。请写明签发人的职务和姓名。")
    for number, chop in enumerate(draft.chops, 1):
        if not clean(chop.name) and not chop.data:
            raise Unfit(f"第{number}枚签名章没有写姓名，也没有图形。请补写姓名。")
        if width(clean(chop.post)) + width(clean(chop.name)) > ACROSS_LINE - 8:
            raise Unfit(f"签名章的职务“{clean(chop.post)[:12]}…”过长，一行排不下。请缩短。")


def check_title(lines: Sequence[str], place: str) -> None:
    """Refuse a title of more lines than leave room for a body on its page, or with a line that is too wide."""
    if len(lines) > MOST_TITLE_LINES:
        raise Unfit(f"{place}排成{len(lines)}行，超过{MOST_TITLE_LINES}行，首页排不下正文。请精简{place}。")
    for line in lines:
        if width(line) > MOST:
            raise Unfit(f"{place}中“{line[:12]}…”一行排不下（最多{MOST}字），请指定回行的地方。")


def check_table(table: model.Table, place: str) -> None:
    """Refuse a table without cells, with rows of unequal length, or with settings that do not fit them."""
    columns = len(table.rows[0]) if table.rows else 0
    if not columns:
        raise Unfit(f"{place}的表格没有内容，请补写或删去。")
    for number, row in enumerate(table.rows, 1):
        if len(row) != columns:
            raise Unfit(f"{place}的表格第{number}行有{len(row)}格，第一行有{columns}格，应当相同。")
    if not 0 <= table.heads < max(len(table.rows), 2):  # the one row of a table may be its head
        raise Unfit(f"{place}的表格表头行数应少于总行数，请修改。")
    if table.widths and (len(table.widths) != columns or min(table.widths) <= 0):
        raise Unfit(f"{place}的表格各列宽度应写{columns}个大于0的数，请修改。")
    if table.sides and len(table.sides) != columns:
        raise Unfit(f"{place}的表格各列对齐方式应写{columns}个，请修改。")
    if columns * len(table.rows) > MOST_CELLS:
        raise Unfit(f"{place}的表格超过{MOST_CELLS // 10_000}万格，请分成几个表。")


def check_imprint(*lists: str) -> None:
    """Refuse lists of organs that one page of 版记 cannot hold (条例 art. 9: 规范化简称或者同类型机关统称)."""
    lines = sum(-(-width(text) // IMPRINT_LINE) for text in lists)
    if lines > IMPRINT_LINES:
        raise Unfit(
            "主送、抄送机关过多，版记一页排不下。请使用规范化简称或同类型机关统称，如“各县（市、区）人民政府”。"
        )
