"""The form in which a draft lives (文稿表单): every part as text to mend; what cannot be typed is carried along."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from django import forms

from zhongshu.gongwen.draft import plain
from zhongshu.gongwen.draft.model import Attachment, Block, Chop, Draft, Seal, Signer
from zhongshu.kit import text as kit_text
from zhongshu.outgoing import rules
from zhongshu.outgoing.queries.draft_files import MOST_ATTACHMENTS
from zhongshu.ui.forms import ActForm

MOST_TYPED = 20_000  # characters of one field; what a draft may have in all is less
MOST_KEPT = 2_000_000
FORMS = (
    ("general", "文件"),
    ("letter", "信函"),
    ("order", "命令（令）"),
    ("minutes", "纪要"),
    ("plain", "文稿（不带版头、版记）"),
)
DIRECTIONS = (("", "未定"), ("down", "下行文"), ("level", "平行文"), ("up", "上行文"))
TEXTS = (
    "mark", "number", "copy_number", "urgency", "title", "adopted", "recipients", "date", "note",
    "copied_to", "printer", "printed", "copies",
)  # fmt: skip
ENCLOSED = "已上传单独的文件，随文分发；清空名称，该文件就不再是附件"
LISTS = ("issuers", "signature", "present", "absent", "observers")  # one a line
_BETWEEN = re.compile(r"[ \u3000\t]+")


class Written(forms.CharField):
    """Text as somebody typed it (文字): blanks stay, line ends are one sign, and what no text holds is dropped."""

    def __init__(self, label: str = "", rows: int = 0, **options: Any) -> None:
        widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
        given: dict[str, Any] = {"required": False, "strip": False, "max_length": MOST_TYPED, "widget": widget}
        super().__init__(label=label, **given | options)

    def to_python(self, value: Any) -> str:
        """Return the text with line feeds alone."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


class GivenForm(ActForm):
    """提交文稿: a file or its text."""

    file = forms.FileField(label="文件", required=False, allow_empty_file=True)
    text = Written("或者粘贴文稿文字", 12, help_text="从标题、发文字号到落款、抄送，整篇粘贴，各部分由系统辨认。")

    def clean(self) -> dict[str, Any]:
        """Require one of them."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not clean.get("file") and not clean["text"].strip():
            self.add_error("file", "请选择文稿文件，或者粘贴文稿文字。")
        return clean

    def given(self) -> tuple[bytes, str]:
        """Return the bytes and the name of what was handed in; of pasted text what nobody sees is left out."""
        file = self.cleaned_data["file"]
        return (file.read(), file.name) if file else (kit_text.visible(self.cleaned_data["text"]).encode(), "draft.txt")


class DraftForm(ActForm):
    """文稿: the parts of a draft. `kept` has the pictures and tables that the text names, `before` the first text."""

    form = forms.ChoiceField(label="格式", choices=FORMS)
    direction = forms.ChoiceField(label="行文方向", choices=DIRECTIONS, required=False)
    sealing = forms.ChoiceField(label="用印", choices=rules.SEALINGS)
    issuers = Written("发文机关", 2, help_text="一行一个，牵头机关在前")
    mark = Written("发文机关标志", help_text="不填则为发文机关名称加“文件”")
    number = Written("发文字号")
    signers = Written("签发人", 2, help_text="上行文填写，一行一人；联合行文写“机关：姓名”")
    copy_number = Written("份号")
    urgency = Written("紧急程度")
    title = Written("标题", 2)
    adopted = Written("题注")
    recipients = Written("主送机关", 2)
    body = Written("正文", 22, help_text="一段一行；表格一行一排，各格用制表符隔开")
    signature = Written("发文机关署名", 2, help_text="与发文机关相同的不填")
    date = Written("成文日期")
    chops = Written("签名章", 2, help_text="加盖签名章的填写“职务 姓名”，一行一人")
    note = Written("附注")
    present = Written("出席", 2, help_text="纪要填写，一个单位一行")
    absent = Written("请假", 2)
    observers = Written("列席", 2)
    copied_to = Written("抄送机关", 2)
    printer = Written("印发机关")
    printed = Written("印发日期")
    copies = Written("印数等", help_text="如“共印50份”")
    kept = Written(widget=forms.HiddenInput(), max_length=MOST_KEPT)
    before = Written(widget=forms.HiddenInput(), max_length=2 * MOST_TYPED)
    attachments = forms.IntegerField(min_value=0, max_value=MOST_ATTACHMENTS, widget=forms.HiddenInput(), initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, self._count() + 1):
            self.fields[f"attachment_{number}"] = Written(f"附件{number}名称")
            self.fields[f"attachment_{number}_body"] = Written(f"附件{number}内容", 6)

    def _count(self) -> int:
        said = str(self.data.get("attachments", "") if self.is_bound else self.initial.get("attachments", 1))
        return min(int(said), MOST_ATTACHMENTS) if said.isdecimal() and len(said) < 4 else 0

    @property
    def attachment_fields(self) -> list[tuple[Any, Any]]:
        """The attachments as pairs of fields: name and content."""
        numbers = range(1, self._count() + 1)
        return [(self[f"attachment_{number}"], self[f"attachment_{number}_body"]) for number in numbers]

    def draft(self) -> Draft:
        """Return the draft that was typed. Raises NotADraft when what it carries along was tampered with."""
        from zhongshu.gongwen.draft import schema

        clean, kept = self.cleaned_data, schema.parse(self.cleaned_data["kept"] or "{}")
        typed: dict[str, Any] = {name: clean[name] for name in ("form", "direction", "sealing")}
        typed |= {name: clean[name].strip() for name in TEXTS}
        typed |= {name: tuple(_lines(clean[name])) for name in LISTS}
        made = Draft(
            **typed,
            signers=tuple(map(_signer, _lines(clean["signers"]))),
            chops=tuple(_chop(line, kept.chops) for line in _lines(clean["chops"])),
            body=plain.blocks(clean["body"], kept.body),
            attachments=tuple(self._attachments(kept)),
        )
        return replace(made, seals=_seals(made, kept.seals))

    def _attachments(self, kept: Draft) -> Iterator[Attachment]:
        files = dict(enumerate((one.file for one in kept.attachments), 1))
        for number in range(1, self._count() + 1):
            title = self.cleaned_data[f"attachment_{number}"].strip()
            body = plain.blocks(self.cleaned_data[f"attachment_{number}_body"], kept.body)
            if title or body:
                yield Attachment(title, body, files.get(number, ""))


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if line.strip())


def _signer(line: str) -> Signer:
    organ, _, name = line.replace(":", "：").rpartition("：")
    return Signer(name.strip(), organ.strip())


def _signed(one: Signer) -> str:
    return f"{one.organ}：{one.name}" if one.organ else one.name


def _chop(line: str, known: tuple[Chop, ...]) -> Chop:
    """Return a chop with its image, where the draft came with one for this name."""
    post, _, name = _BETWEEN.sub(" ", line).rpartition(" ")
    return next((one for one in known if (one.post, one.name) == (post, name)), Chop(post, name))


def _seals(draft: Draft, known: tuple[Seal, ...]) -> tuple[Seal, ...]:
    """Return the seals that the draft came with, as long as there is one for each organ that signs."""
    return known if len(known) == len(draft.signed) else ()


Form = TypeVar("Form", bound=DraftForm)


def of_draft(draft: Draft, form: type[Form], **more: Any) -> tuple[Form, "Places"]:
    """Return a form that holds a draft, and where in it each part stands; more: what else the form begins with."""
    from zhongshu.gongwen.draft import schema

    held: list[Block] = []
    places = Places(draft, held)
    count = min(len(draft.attachments) + 1, MOST_ATTACHMENTS)
    initial: dict[str, Any] = {name: getattr(draft, name) for name in ("form", "direction", "sealing", *TEXTS)}
    initial |= {name: "\n".join(getattr(draft, name)) for name in LISTS}
    initial |= places.texts
    initial["signers"] = "\n".join(map(_signed, draft.signers))
    initial["chops"] = "\n".join(f"{one.post} {one.name}".strip() for one in draft.chops)
    files = tuple(Attachment("", file=one.file) for one in draft.attachments)
    enclosed = files if any(one.file for one in files) else ()
    kept = Draft(body=tuple(held), seals=draft.seals, chops=draft.chops, attachments=enclosed)
    initial["kept"] = schema.dump(kept)
    made = form(initial=initial | more | {"attachments": count})
    for number, one in enumerate(files[:count], 1):
        if one.file:
            made.fields[f"attachment_{number}"].help_text = ENCLOSED
    return made, places


class Places:
    """Where the parts of a draft stand in its form (位置): from a path in the draft to a field and a place in it."""

    def __init__(self, draft: Draft, held: list[Block]) -> None:
        self.draft = draft
        self.typed = {"body": plain.typed(draft.body, held)}
        self.texts = {}
        for number, one in enumerate(draft.attachments, 1):
            self.typed[f"attachment_{number}_body"] = plain.typed(one.body, held)
            self.texts[f"attachment_{number}"] = one.title
        self.texts |= {name: one.text for name, one in self.typed.items()}

    def locate(self, path: tuple[str | int, ...]) -> tuple[str, int]:
        """Return the id of the field that a path of the draft leads to, and how many characters stand before it."""
        name, *rest = path
        if name == "attachments":
            name, rest = f"attachment_{int(rest[0]) + 1}", list(rest[1:])
            if rest[0] == "title":
                return f"id_{name}", 0
            name, rest = f"{name}_body", rest[1:]
        if str(name) in self.typed:
            starts = self.typed[str(name)].starts
            return f"id_{name}", starts.get(tuple(rest), starts.get(tuple(rest[:1]), 0))
        return f"id_{name}", self._before(str(name), rest)

    def _before(self, name: str, rest: list[str | int]) -> int:
        """Return where in its field a line of a list begins, of a signer the name."""
        if not rest:
            return 0
        listed, at = getattr(self.draft, name), int(rest[0])
        if name == "signers":
            lines, begin = list(map(_signed, listed)), len(_signed(listed[at])) - len(listed[at].name)
        else:
            lines, begin = listed, 0
        return sum(len(line) + 1 for line in lines[:at]) + begin
