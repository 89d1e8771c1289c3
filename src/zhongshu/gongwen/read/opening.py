"""What stands before the body (版头与标题部分): marks, masthead, own number, title, note under the title, recipients.

Rows are read from the top; each is cut further where number, title and recipients have run together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhongshu.gongwen.read import closing, noise, organs
from zhongshu.gongwen.read.sheet import Sheet, Span

LONGEST_HEAD, LONGEST_TITLE = 80, 320

_YEAR = r"[\[【(（〔〈<{「﹝〖［](?:19|20)[0-9]{2}(?:年)?[\]】)）〕〉>}」﹞〗］]"
CODE = r"(?:(?![年月日第的关于])[一-龥A-Za-z·\-]){1,20}"
NUMBER = re.compile(
    rf"{CODE}{_YEAR}(?:第)?[0-9]{{1,5}}[号期]"
    rf"|{_YEAR}[一-龥]{{1,12}}第?[0-9]{{1,5}}号"
    rf"|[一-龥]{{1,14}}字(?:第|{_YEAR}第?)[0-9]{{1,5}}号"
)
ORDER_NUMBER = re.compile(
    rf"(?:[一-龥、]{{2,60}}?(?:令|公告|通告))?[（(]?(?:(?:{_YEAR}|(?:19|20)[0-9]{{2}}年)?第[0-9〇零一二三四五六七八九十百]{{1,6}}号)[）)]?"
)
# A number that the text goes on to speak of is cited, not its own.
_CITED = re.compile(r"(?:号?[》）)]?(?:文件?|收悉|要求|规定|精神|批复|《|、|和|及|等|已|印发|关于[^。]{1,80}收悉))")

GENRES = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|复函|函|纪要|公示|答复"
_LESS = "方案|办法|规定|细则|条例|规划|要点|名单|计划|总结|说明|预案|制度|规则|倡议书|公开信|简报|建议|解读"
_BRACKETED = r"(?:[（(](?!.{0,12}[〔\[【(（])[^（）()。]{1,24}[）)])*"
TITLE_END = re.compile(rf"(?:{GENRES}){_BRACKETED}$")
LESS_END = re.compile(rf"(?:{GENRES}|{_LESS}){_BRACKETED}$")
_GENRE = re.compile(rf"(?:{GENRES})(?:[（(](?:试行|暂行|修订|草案|征求意见稿|送审稿|[一二三四五六七八九十]+)[）)])?")
_BODY_START = re.compile(
    r"为|根据|按照|依照|依据|遵照|经|近期|近年|近日|现|因|自|由于|鉴于|随着|今年|按|你|我|本|全|各|在|对|第一条|一、|《|[一-龥]{2,14}[，、：]|(?:19|20)[0-9]{2}年"
)
_SENTENCE = re.compile(r"[。；！？]")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]*”|〈[^〈〉]*〉")
_NOTE = re.compile(r"[（(]?(?:(?:19|20)[0-9]{2}年|[〇零一二三四五六七八九]{4}年)")
_NOTE_WORD = re.compile(r"通过|批准|公布|发布|修订|修正|施行|实施|印发|会议")
_MARK = re.compile(
    r"[0-9]{6}|(?:[绝机秘]密.{0,12}|特提|特急|加急|平急|急件|明电|密级：.{0,12}|(?:紧急程度|缓急|等级)：.{0,8}|等级(?:特提|特急|加急|平急)(?:·?明电)?|份号：.{0,10}|签发人?：.{0,24}|[签会]签：.{0,20})"
)
MASTHEAD = re.compile(r"(?P<organs>[一-龥、（）()·]{2,80}?)(?:文件|（?函）?件?|电报|传真电报|(?:发电|公文处理笺))")
ORDER_HEAD = re.compile(r"(?P<organs>[一-龥、]{2,60}?)(?P<genre>令|命令|公告|通告|会议纪要|纪要)")

_LISTED_END = re.compile(
    rf"(?:{organs.END}|单位|部门|机构|机关|企业|院校|高校|学院|园区|[县市区州盟旗乡镇村居省]|社区|[员师生]|同志|先生|女士|主席|总理|书记|代表|客户|市民|群众|居民|公众|家长"
    r"|法人|商户|用户|驾驶人|考生|人员|组织|团体|组长|领导|负责人|科室|处室|机关干部|协会|商会|成员|村委会|[空海陆]军|部队)(?:[（(][^（）()]{1,30}[）)])?$"
)
_LISTED_START = re.compile(
    r"各|全[体县市省区校院国]|有关|相关|广大|尊敬|机关|驻|本[市县区省校院]|省直|市直|县直|区直|中直|局属|厅属|委属|直属|所属"
)
_NOT_LISTED = re.compile(
    r"如下|以下|下列|时间|地点|附件|联系|电话|路段|组长|副组长|成员(?!单位)|事项|内容|对象|要求|方式|日期|标题|来源|文号|主题|为了|根据|根椐|现将|通知|是|可以|应当"
    r"|[一二三四五六七八九十]、|[0-9]{2}|抄送|签发|编号|单位名称|姓名|指出|强调|规定|组成|名单"
)


@dataclass(slots=True)
class Opening:
    """The parts of the opening; whatever is missing is None or empty. `body` is where the body begins."""

    metadata: list[tuple[str, Span]] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)
    mastheads: list[Span] = field(default_factory=list)
    numbers: list[Span] = field(default_factory=list)
    titles: list[list[Span]] = field(default_factory=list)
    notes: list[Span] = field(default_factory=list)
    recipients: list[Span] = field(default_factory=list)
    others: list[Span] = field(default_factory=list)
    body: int = 0


def read(sheet: Sheet) -> Opening:
    """Take the opening of a sheet apart."""
    return _Reader(sheet).run()


def is_title(text: str, ends: re.Pattern[str] = TITLE_END) -> bool:
    """Tell whether text can be a whole title: ends with a genre, quotes balanced, no sentence within."""
    if not 4 <= len(text) <= LONGEST_TITLE or not ends.search(text) or not _balanced(text):
        return False
    bare = _QUOTED.sub("", text)
    return not re.search(r"[。；！？：]|^[（(]?[一二三四五六七八九十0-9]+[）)]?[、.]|特此|如下", bare)


def is_heading(text: str) -> bool:
    """Tell whether text is no more than a masthead that says the genre: 某某县人民政府令, 某某会议纪要."""
    return ORDER_HEAD.fullmatch(text) is not None and not re.search("关于|的", text)


def _balanced(text: str) -> bool:
    return all(text.count(left) == text.count(right) for left, right in ("《》", "“”", "〈〉", "（）", "<>"))


def is_recipients(text: str) -> bool:
    """Tell whether text can be the list of recipients (主送机关), without its colon."""
    outside = re.sub(r"[（(][^（）()]*[）)]", "", text)
    items = [item for item in re.split("[，、,]", outside) if item]
    if not items or _NOT_LISTED.search(outside) or len(text) > 600:
        return False
    last = items[-1]
    return (
        bool(_LISTED_END.search(last) or (_LISTED_START.match(last) and len(last) <= 20)) and max(map(len, items)) <= 40
    )


class _Reader:
    """Goes down the rows once; `rest` is what is left of the row at hand."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.text, self.found = sheet, sheet.text, Opening()
        self.rows: Sequence[Span] = sheet.rows
        self.at = 0
        self.rest = self.rows[0] if self.rows else Span(0, 0)

    def run(self) -> Opening:
        steps = (self._metadata, self._mark, self._number, self._title, self._recipients, self._note, self._head)
        while self.at < min(len(self.rows), LONGEST_HEAD):
            if self.found.recipients or not any(step() for step in steps):
                break
        self.found.body = self.rest.start if self.at < len(self.rows) else len(self.text)
        return self.found

    def _row(self) -> str:
        return self.text[self.rest.start : self.rest.end]

    def _take(self, end: int) -> Span:
        """Take the rest of the row up to `end` and go on behind it."""
        taken = Span(self.rest.start, end)
        if end >= self.rest.end:
            self._skip(1)
        else:
            self.rest = Span(end, self.rest.end)
        return taken

    def _skip(self, count: int) -> None:
        self.at += count
        self.rest = self.rows[self.at] if self.at < len(self.rows) else Span(len(self.text), len(self.text))

    def _metadata(self) -> bool:
        row = self._row()
        if not noise.is_metadata(row):
            return False
        start = self.rest.start
        self.found.metadata += [(name, Span(start + left, start + right)) for name, left, right in noise.pairs(row)]
        self._skip(1)
        return True

    def _mark(self) -> bool:
        row = self._row()
        if not (found := _MARK.match(row)) or (found.end() < len(row) and len(row) > 40):
            return False
        if (
            found.end() < len(row)
            and not found.group().startswith(tuple("绝机秘"))
            and not NUMBER.match(row, found.end())
        ):
            return False
        self.found.marks.append(self._take(self.rest.start + found.end()))
        return True

    def _number(self) -> bool:
        """Take a number of its own: alone in its row, in brackets, or run together with what follows."""
        row = self._row()
        found = re.match(rf"[（(【\[]?(?P<number>{NUMBER.pattern})[）)】\]]?", row)
        if not found or _CITED.match(row, found.end()):
            return self._order_number(row)
        self.found.numbers.append(Span(self.rest.start + found.start("number"), self.rest.start + found.end("number")))
        self._take(self.rest.start + found.end())
        return True

    def _order_number(self, row: str) -> bool:
        found = ORDER_NUMBER.match(row)
        if not found or (_CITED.match(row, found.end()) and row[found.end()] != "《"):
            return False
        self.found.numbers.append(self._take(self.rest.start + found.end()))
        return True

    def _recipients(self) -> bool:
        """Take the recipients, over several rows where the list is broken; the colon ends them."""
        spans, text = [], ""
        for row in [self.rest, *self.rows[self.at + 1 : self.at + 8]]:
            piece = self.text[row.start : row.end]
            stop = re.search("[：。；！？《]", piece)
            end = stop.start() if stop else len(piece)
            text += piece[:end]
            spans.append(Span(row.start, row.start + end))
            if stop or len(text) > 600:
                break
        if not stop or stop.group() != "：" or not is_recipients(text) or is_title(text):
            return False
        if not self.found.titles and self.found.others and len(spans) > 1:
            return False
        self.found.recipients = spans
        self._skip(len(spans) - 1)
        if spans[-1].end + 1 >= self.rows[self.at].end:
            self._skip(1)
        else:
            self.rest = Span(spans[-1].end + 1, self.rows[self.at].end)
        return True

    def _title(self) -> bool:
        return self._known_title() or self._whole_title() or self._leading_title()

    def _known_title(self) -> bool:
        """Take from the row a title that the page has shown before, with what stands before it (issuers)."""
        row = self._row()
        for known in self.found.titles:
            title = "".join(self.text[span.start : span.end] for span in known)
            at = row.find(title)
            if 0 <= at <= 120 and (at == 0 or organs.is_organ(row[:at].removesuffix("等"))):
                self.found.titles.append([self._take(self.rest.start + at + len(title))])
                return True
        return False

    def _whole_title(self) -> bool:
        """Take a title of one row or more; the longest that still is one."""
        text, best = "", 0
        spans = [] if closing.DATE.fullmatch(self._row()) else [self.rest, *self.rows[self.at + 1 : self.at + 9]]
        for count, span in enumerate(spans, 1):
            piece = self.text[span.start : span.end]
            if (count > 1 and self._ends_title(piece, text)) or len(text + piece) > LONGEST_TITLE:
                break
            text += piece
            if is_title(text):
                best = count
        if not best:
            return False
        self.found.titles.append(spans[:best])
        self._skip(best)
        return True

    def _ends_title(self, piece: str, before: str) -> bool:
        """Tell whether a row can no longer belong to the title before it."""
        if (
            _SENTENCE.search(piece)
            or "：" in piece
            or NUMBER.match(piece)
            or ORDER_NUMBER.fullmatch(piece)
            or (before.endswith("文件") and organs.is_organ(before.removesuffix("文件")))
            or _NOTE.match(piece)
            or noise.is_metadata(piece)
        ):
            return True
        complete = is_title(before)
        again = "关于" in piece and is_title(piece)
        return complete and bool(
            again or _BODY_START.match(piece) or re.match("关于|附件|[（(]", piece) or organs.is_organ(piece)
        )

    def _leading_title(self) -> bool:
        """Take a title that recipients or the first sentence have run into."""
        row = self._row()[: LONGEST_TITLE * 3]
        for genre in _GENRE.finditer(row):
            rest = row[genre.end() :]
            if genre.end() > LONGEST_TITLE:
                break
            if "于" in row[: genre.end()] and is_title(row[: genre.end()]) and self._goes_on(rest):
                self.found.titles.append([self._take(self.rest.start + genre.end())])
                return True
        return False

    def _goes_on(self, rest: str) -> bool:
        """Tell whether what follows a title begins the number, the recipients or the body."""
        if re.match(r"[（(]?" + NUMBER.pattern, rest):
            return True
        listed = re.match(r"([^。；！？：《]{2,400})：", rest)
        if listed and is_recipients(listed[1]) and rest[0] not in "的》”":
            return True
        return len(rest) > 20 and bool(re.match(r"为|根据|按照|依据|经|现将|近期|近年来|因|自|由于|鉴于|《", rest))

    def _note(self) -> bool:
        """Take the note of adoption under the title, over its rows."""
        row = self._row()
        if not self.found.titles or not _NOTE.match(row) or not _NOTE_WORD.search(row + self._next()) or len(row) > 120:
            return False
        if _SENTENCE.search(row) or (closing.DATE.fullmatch(row) and is_title(self._next())):
            return False
        is_open = ("（" in row and "）" not in row) or (not row.startswith("（") and self._next().endswith("）"))
        span = self.rest
        self._skip(1)
        if is_open and self.at < len(self.rows) and "）" in self._row()[:60]:
            span = Span(span.start, self.rest.end)
            self._skip(1)
        self.found.notes.append(span)
        return True

    def _next(self) -> str:
        following = self.rows[self.at + 1] if self.at + 1 < len(self.rows) else Span(0, 0)
        return self.text[following.start : min(following.end, following.start + 60)]

    def _head(self) -> bool:
        """Take a masthead or another short row; anything else begins the body."""
        row = self._row()
        if _SENTENCE.search(row) or len(row) > 60 or re.match(r"[一二三四五六七八九十]+、|第一[章条]", row):
            return False
        if self.found.titles and not (MASTHEAD.fullmatch(row) or organs.is_organ(row) or closing.DATE.fullmatch(row)):
            return False
        masthead = MASTHEAD.fullmatch(row) or ORDER_HEAD.fullmatch(row)
        (self.found.mastheads if masthead or self.sheet.line(self.rest).red else self.found.others).append(self.rest)
        self._skip(1)
        return True
