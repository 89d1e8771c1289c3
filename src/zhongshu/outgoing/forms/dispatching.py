"""Turning what is filled in at 分发, 补发 and what follows it into clean values."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from zhongshu.exchange import rules as exchange
from zhongshu.exchange.rules import Receiver
from zhongshu.org import queries as org
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.queries import dispatching
from zhongshu.outgoing.queries.receivers import Meant, Tree
from zhongshu.outgoing.rules import ceasing
from zhongshu.ui.forms import ActForm, StepForm

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
COPIES = "copies."  # with the value of a receiver: how many copies it gets


class ReceiversBox(forms.Widget):
    """Reads the receivers that were ticked, each with its number of copies; the page draws it row by row."""

    look = "receivers"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[tuple[str, str]]:
        """Return (main:u12, number of copies as typed) of each."""
        values = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name) or ())
        return [(str(value), str(data.get(f"{COPIES}{value}") or "")) for value in values]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing ticked and nothing sent look the same."""
        return False


class ReceiversField(forms.Field):
    """Receivers of a document (收文单位), as a tuple of `exchange.rules.Receiver`; of no copies where none are said."""

    widget = ReceiversBox

    def to_python(self, value: Any) -> tuple[Receiver, ...]:
        """Return who was ticked. What is no organ is left to the action to refuse by name."""
        known = org.directory() if value else None
        return tuple(self._receiver(one, copies.strip(), known) for one, copies in value or ())

    def _receiver(self, value: str, copies: str, known: org.Directory | None) -> Receiver:
        role, _, key = value.partition(":")
        if copies and not (copies.isdecimal() and len(copies) < 6):
            raise forms.ValidationError("份数应为整数，请核对。")
        number = int(key[1:]) if key[:1] == "u" and key[1:].isdecimal() and len(key) < 20 else 0
        if number:
            unit = known.units.get(number) if known else None
            if unit is None:
                raise forms.ValidationError("收文单位有误，请刷新页面后重新选择。")
            return Receiver(unit.name, unit.id, role, int(copies or 0))
        if key[:1] != "n" or not key[1:].strip():
            raise forms.ValidationError("收文单位有误，请刷新页面后重新选择。")
        return Receiver(key[1:].strip()[:200], None, role, int(copies or 0))


@dataclass(frozen=True, slots=True)
class Row:
    """A receiver as the page offers it (收文单位)."""

    meant: Meant
    is_ticked: bool
    copies: str

    @property
    def value(self) -> str:
        """What is sent when it is ticked."""
        return f"{self.meant.role}:{self.meant.key}"


class SendingFields(forms.Form):
    """To whom a document goes, in how many copies, until when it is to be signed for (分发要求)."""

    receivers = ReceiversField(
        label="收文单位",
        required=False,
        help_text="按文稿的主送机关、抄送机关识别，请逐个核对，不发的取消勾选。份数不填的，按“每个单位份数”。",
    )
    groups = forms.MultipleChoiceField(
        label="整组加入主送",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="组内已经列出的单位不会重复",
    )
    more = forms.CharField(
        label="增加主送单位",
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 2}),
        help_text="一行一个，写单位全称或简称；系统外的单位按名称登记，送纸质件或者交换包",
    )
    more_copies = forms.CharField(
        label="增加抄送单位", required=False, max_length=20_000, widget=forms.Textarea({"rows": 2})
    )
    copies = forms.IntegerField(
        label="每个单位份数", initial=1, min_value=1, max_value=exchange.MOST_COPIES, required=False
    )
    first_copy = forms.IntegerField(
        label="起始份号",
        required=False,
        min_value=1,
        max_value=exchange.LAST_COPY_NUMBER,
        help_text="需要编份号的填写，按上列顺序连续编",
    )
    due = forms.DateField(label="签收时限", required=False, widget=DATE, help_text="不填则不限")
    reply_due = forms.DateField(label="要求反馈日期", required=False, widget=DATE)
    scope = forms.CharField(label="印发传达范围", required=False, max_length=200)
    note = forms.CharField(
        label="附加说明", required=False, max_length=exchange.LONGEST, widget=forms.Textarea({"rows": 2})
    )

    def offer(self, tree: Tree, meant: Iterable[Meant]) -> None:
        """Offer receivers to tick, with the groups of the organ; what was typed stands with them when it comes back."""
        self.tree = tree
        names = list(tree.groups)
        offered = [(str(number), f"{name}（{len(tree.groups[name])}个）") for number, name in enumerate(names)]
        self.fields["groups"].choices = offered  # type: ignore[attr-defined]
        if not names:
            del self.fields["groups"]
        self._offered = list(meant)

    @property
    def rows(self) -> list[Row]:
        """The receivers that the page draws: those offered, and whoever was ticked besides."""
        if not self.is_bound:
            return [Row(one, one.is_usable, "") for one in self._offered]
        sent = dict(self["receivers"].value() or ())
        ticked = () if "receivers" in self.errors else self.cleaned_data["receivers"]
        offered = [
            Row(one, f"{one.role}:{one.key}" in sent, sent.get(f"{one.role}:{one.key}", "")) for one in self._offered
        ]
        known = {row.value for row in offered}
        others = (one for one in ticked if _value(one) not in known)
        return offered + [Row(Meant(one.role, one.name, one.unit), True, str(one.copies or "")) for one in others]

    def clean(self) -> dict[str, Any]:
        """Bring together who was ticked, named by a group, and typed."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        ticked = list(clean.get("receivers") or ())
        added = self._grouped(clean.get("groups") or (), {one.unit or one.name for one in ticked})
        typed = self._typed("more", exchange.MAIN) + self._typed("more_copies", exchange.COPY)
        copies = clean.get("copies") or 1
        everybody = (*ticked, *(Receiver(one.name, one.unit, one.role, 0) for one in (*added, *typed)))
        clean["everybody"] = tuple(Receiver(one.name, one.unit, one.role, one.copies or copies) for one in everybody)
        return clean

    def _grouped(self, numbers: Iterable[str], have: Collection[int | str]) -> list[Meant]:
        """Return who is in the groups and is not ticked already, nor the sender itself."""
        names = list(self.tree.groups)
        found = [one for number in numbers for one in self.tree.line(names[int(number)], exchange.MAIN)]
        once = {one.key: one for one in found if one.unit != self.tree.organ and one.is_usable}
        return [one for one in once.values() if (one.unit or one.name) not in have]

    def _typed(self, name: str, role: str) -> list[Meant]:
        """Return who was typed. What is no more, or means nobody in particular, is refused by its name."""
        lines = (self.cleaned_data.get(name) or "").replace("\r", "\n").split("\n")
        found = [one for line in lines if line.strip() for one in self.tree.line(line.strip(), role)]
        for one in found:
            if not one.is_usable:
                self.add_error(name, f"{one.name}：{one.note}。")
        return found

    def sending(self) -> dict[str, Any]:
        """Return what the action is told."""
        clean = self.cleaned_data
        asked = {name: clean.get(name) for name in ("first_copy", "due", "reply_due", "scope", "note")}
        return asked | {"receivers": clean["everybody"]}


def _value(one: Receiver) -> str:
    return f"{one.role}:u{one.unit}" if one.unit else f"{one.role}:n{one.name}"


class DispatchForm(SendingFields, StepForm):
    """分发: to whom, as the text says, to be confirmed."""

    submit_words = "分发"
    phrases = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = queries.document_of(self.matter)
        draft = queries.draft_of(queries.latest(document))
        tree = dispatching.tree(document, self.at, known=self.known)
        meant, have = dispatching.proposed(draft, tree), dispatching.have_it(self.matter)
        self.offer(tree, [one for one in meant if (one.unit or one.name) not in have])
        self.goes_to_all = document.genre in rules.TO_ALL and not meant
        self.enclosed = dispatching.sent_files(self.matter)
        self.fault = dispatching.sealing_fault(self.matter)
        self.is_being_made = dispatching.is_being_made(self.matter)
        self.fields["opinion"].label = "分发情况（可不填）"
        if self.goes_to_all:
            self.initial["scope"] = "公开发布"

    def step_fields(self) -> Mapping[str, Any]:
        """Everybody together, and what is asked of them."""
        return self.sending()


class AgainForm(SendingFields, ActForm):
    """补发、重发: to new receivers, or to who sent it back."""

    def __init__(self, *args: Any, tree: Tree, meant: Iterable[Meant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["scope"]  # changed by who may, for all receivers alike
        self.fields["receivers"].help_text = "退回和撤回的单位列在这里，不再发的取消勾选。"
        self.offer(tree, meant)


class DeliveriesForm(forms.Form):
    """The filters of 签收情况."""

    q = forms.CharField(label="收文单位", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=(("", "全部状态"), *exchange.STATES, ("late", "逾期未签收"))
    )
    role = forms.ChoiceField(label="主送抄送", required=False, choices=(("", "主送和抄送"), *exchange.ROLES))


class ChosenForm(ActForm):
    """催签、撤回: which deliveries."""

    deliveries = forms.TypedMultipleChoiceField(label="收文单位", required=False, coerce=int)
    everybody = forms.BooleanField(required=False)

    def __init__(self, *args: Any, numbers: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = list(numbers)
        self.fields["deliveries"].choices = [(one, str(one)) for one in self.numbers]  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        """Return the numbers of those chosen, or of all that were offered."""
        return self.numbers if self.cleaned_data["everybody"] else list(self.cleaned_data["deliveries"])


class RecallForm(ChosenForm):
    """撤回: with the reason."""

    reason = forms.CharField(label="撤回原因", max_length=400, widget=forms.Textarea({"rows": 2}))


class ReceiptForm(ActForm):
    """登记回执: of paper."""

    delivery = forms.TypedChoiceField(label="收文单位", coerce=int)
    name = forms.CharField(label="签收人", max_length=40)
    on = forms.DateField(label="签收日期", widget=DATE)

    def __init__(self, *args: Any, waiting: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery"].choices = [("", "请选择"), *waiting]  # type: ignore[attr-defined]


class ScopeForm(ActForm):
    """调整印发传达范围."""

    scope = forms.CharField(label="调整为", max_length=200)
    reason = forms.CharField(label="调整原因", max_length=400, widget=forms.Textarea({"rows": 2}))


class AnswerForm(ActForm):
    """登记复文."""

    number = forms.CharField(label="复文的收文编号或者来文字号", max_length=100)


class CessationForm(ActForm):
    """撤销、废止."""

    manner = forms.ChoiceField(label="办理方式", choices=ceasing.MANNERS, widget=forms.RadioSelect)
    effective = forms.DateField(label="废止日期", required=False, widget=DATE, help_text="撤销的不填，自始无效")
    ground = forms.CharField(
        label="依据文件",
        max_length=100,
        help_text="作出撤销、废止决定的文件：本机关文件的发文字号，或者来文的收文编号、来文字号",
    )
    reason = forms.CharField(label="原因", max_length=400, widget=forms.Textarea({"rows": 2}))
