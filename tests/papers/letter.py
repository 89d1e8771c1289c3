"""A letter (公文) as it is meant: its true fields, and what stands round them on the sheet."""

import re
from dataclasses import dataclass

# The four levels of headings (GB/T 9704-2012 7.3.3), and what each number looks like.
LEVELS = (r"[一二三四五六七八九十]+、", r"（[一二三四五六七八九十]+）", r"[0-9]+\.", r"（[0-9]+）")
INDENT = "\u3000\u3000"

Table = tuple[tuple[str, ...], ...]
Block = str | Table


@dataclass(frozen=True, slots=True)
class Letter:
    """One document. A table in the body is a tuple of rows; `|` in the title is where its lines break."""

    key: str
    genre: str
    heading: str
    issuers: tuple[str, ...]
    date: str
    body: tuple[Block, ...]
    doc_number: str | None = None
    recipients: tuple[str, ...] | None = None
    urgency: str | None = None
    attachments: tuple[str, ...] = ()
    # How it is printed.
    form: str = "document"  # document letter order minutes telegram
    mark: str = ""  # in place of the issuers' names with 文件
    addressed: str = ""  # the recipients as they are written, where not with commas
    dated: str = ""  # the date as it is written, where not 2026年3月2日
    signer: str = ""
    adopted: str = ""
    signed: bool = True
    signature: str = ""  # in place of the issuers' names
    note: str = ""
    copies: str = ""
    printed: str = ""

    @property
    def title(self) -> str:
        """The title on one line."""
        return self.heading.replace("|", "")

    @property
    def date_line(self) -> str:
        """The date as it stands under the signature."""
        year, month, day = self.date.split("-")
        return self.dated or f"{year}年{int(month)}月{int(day)}日"

    @property
    def salutation(self) -> str:
        """The recipients with their colon (主送机关), or empty."""
        written = self.addressed or "，".join(self.recipients or ())
        return f"{written}：" if written else ""

    @property
    def attachment_lines(self) -> tuple[str, ...]:
        """The attachment note (附件说明), a line for each."""
        if len(self.attachments) < 2:
            return tuple(f"附件：{title}" for title in self.attachments)
        first, *others = (f"{number}.{title}" for number, title in enumerate(self.attachments, start=1))
        return (f"附件：{first}", *(f"\u3000\u3000\u3000{other}" for other in others))

    @property
    def masthead(self) -> tuple[str, ...]:
        """The mark of the issuers (发文机关标志), line by line."""
        if self.mark:
            return (self.mark,)
        if len(self.issuers) == 1:
            return (f"{self.issuers[0]}文件" if self.form == "document" else self.issuers[0],)
        return self.issuers

    @property
    def below_mark(self) -> tuple[tuple[str, ...], ...]:
        """What stands between the mark and the title, line by line, what keeps left before what keeps right."""
        number = (self.doc_number.removeprefix(self.mark),) if self.doc_number else ()
        if self.form == "minutes":
            return (number, (self.issuers[0], self.date_line))
        if self.form == "telegram":
            return ((f"等级　{self.urgency}·明电", *number),)
        return ((*number, f"签发人：{self.signer}"),) if self.signer else (number,) * len(number)

    @property
    def signatures(self) -> tuple[str, ...]:
        """Who signs (署名), line by line, and the date; nobody where the head of the sheet has said it."""
        return (*((self.signature,) if self.signature else self.issuers), self.date_line) if self.signed else ()

    @property
    def truth(self) -> dict[str, object]:
        """What reading must find, by field."""
        return {
            "genre": self.genre,
            "title": self.title,
            "doc_number": self.doc_number,
            "issuers": list(self.issuers),
            "recipients": list(self.recipients) if self.recipients else None,
            "date": self.date,
            "urgency": self.urgency,
            "secrecy": None,
            "attachments": list(self.attachments),
        }

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body without its tables."""
        return tuple(block for block in self.body if isinstance(block, str))


def level(paragraph: str) -> int:
    """Return the level of a heading from 1 to 4, 0 of a plain paragraph."""
    return next((number for number, form in enumerate(LEVELS, start=1) if re.match(form, paragraph)), 0)
