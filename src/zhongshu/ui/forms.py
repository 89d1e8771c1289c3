"""Forms of the generic acts on the matter page."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django import forms

from zhongshu.matters import rules
from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import choosing, slips
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.ui.fields import PeopleField, UploadsField

CHOOSE = "choose_"  # with the key of a station: its handlers
NO_DAY = "日期有误，请写成“2026-01-05”。"


class ActForm(forms.Form):
    """A form that acts: it carries a key under which its second arrival finds the first one's result."""

    use_required_attribute = False  # our sentences are clearer than the browser's
    request_key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput, initial=partial(secrets.token_urlsafe, 16)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= sentences(field)


def sentences(field: forms.Field) -> dict[str, str]:
    """Return what is said of a wrong field, in plain words in place of the framework's own (出错提示)."""
    said = {"required": f"请填写{field.label}。"}
    if isinstance(field, forms.ChoiceField | PeopleField):
        said = {"required": f"请选择{field.label}。", "invalid_choice": "所选内容有误，请重新选择。"}
    elif isinstance(field, UploadsField):
        said = {"required": f"请上传{field.label}。"}
    elif isinstance(field, forms.DateField):
        said["invalid"] = NO_DAY
    elif isinstance(field, forms.IntegerField):
        said |= {"invalid": "请填写整数。", "min_value": f"不能小于{field.min_value}，请重新填写。"}
        said["max_value"] = f"不能大于{field.max_value}，请重新填写。"
    elif isinstance(field, forms.CharField):
        said["max_length"] = f"最多{field.max_length}字，请缩短后重新提交。"
        said["null_characters_not_allowed"] = "有看不见的控制字符，请删除后重新填写。"
    return said


class StepForm(ActForm):
    """What somebody fills in to complete a task. Domains derive from it for their stations.

    picks: keys of the stations whose handlers the form itself lets one choose; for all others that a route leaves to
    choice, `stops` given, it is asked here.
    """

    opinion = forms.CharField(
        label="办理意见", required=False, max_length=rules.OPINION_LIMIT, widget=forms.Textarea({"rows": 4})
    )
    field_order: tuple[str, ...] | None = None
    phrases: tuple[str, ...] = ("同意。", "已阅。", "请按规定办理。")
    submit_words = "提交"
    picks: tuple[str, ...] = ()

    def __init__(
        self,
        *args: Any,
        matter: Matter,
        task: Task,
        person: Person,
        at: datetime,
        known: org.Directory | None = None,
        stops: Iterable[Any] = (),
        **kwargs: Any,
    ) -> None:
        self.matter, self.task, self.person, self.at = matter, task, person, at
        self.known = known or org.directory()
        kwargs.setdefault("prefix", None)
        super().__init__(*args, **kwargs)
        self._ask_for_handlers(stops)

    def _ask_for_handlers(self, stops: Iterable[Any]) -> None:
        """Let the handlers of what comes next be chosen where the route says so (选定下一环节办理人)."""
        world = slips.World(self.matter, self.at, known=self.known)
        for station, candidates in choosing.to_choose(self.task, stops, world):
            if station.key not in self.picks:
                field = PeopleField(label=f"下一环节“{station.name}”由谁办理", required=False)
                field.widget.offered = [(one, org.holder_name(one, known=self.known)) for one in candidates]  # type: ignore[attr-defined]
                self.fields[f"{CHOOSE}{station.key}"] = field

    def handlers(self) -> list[forms.BoundField]:
        """Return the fields in which the handlers of what comes next are chosen, for a page that draws its own."""
        return [self[name] for name in self.fields if name.startswith(CHOOSE)]

    def step_fields(self) -> Mapping[str, Any]:
        """Return what the domain's rules look at, by name."""
        return {
            key: value
            for key, value in self.cleaned_data.items()
            if key not in ("opinion", "request_key") and not key.startswith(CHOOSE)
        }

    def chosen(self) -> dict[str, tuple[int, ...]]:
        """Return the holders picked for later stations, by station key."""
        chosen = {key.removeprefix(CHOOSE): value for key, value in self.cleaned_data.items() if key.startswith(CHOOSE)}
        return {key: holders for key, holders in chosen.items() if holders}


def asks_opinion_alone(form: type[StepForm] | StepForm) -> bool:
    """Tell whether there is nothing to fill in but an opinion: such tasks may be done together (批量办理)."""
    fields = form.base_fields if isinstance(form, type) else form.fields
    return set(fields) == {"opinion", "request_key"}


class ReturnForm(ActForm):
    """退回: to which station, and how it comes back."""

    to = forms.ChoiceField(label="退回到")
    straight = forms.ChoiceField(
        label="重新提交方式",
        choices=(("no", "按顺序重新办理中间环节"), ("yes", "改好后直接送回我处")),
        initial="no",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="退回原因", max_length=1000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, stations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = stations  # type: ignore[attr-defined]

    def step_fields(self) -> Mapping[str, Any]:
        """Return what a kind asks besides, by name."""
        return {key: value for key, value in self.cleaned_data.items() if key not in ReturnForm.base_fields}


class TransferForm(ActForm):
    """转办: to whom."""

    people = PeopleField(label="转给", single=True)
    reason = forms.CharField(label="说明", required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))


class SignersForm(ActForm):
    """加签: who signs as well."""

    people = PeopleField(label="加签人员")
    reason = forms.CharField(label="说明", required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))


class WithdrawForm(ActForm):
    """撤回: nothing to fill in."""


class ReadForm(ActForm):
    """阅知: a remark if there is one."""

    opinion = forms.CharField(
        label="阅后意见（可不填）", required=False, max_length=rules.OPINION_LIMIT, widget=forms.Textarea({"rows": 2})
    )


class CirculateForm(ActForm):
    """传阅: to whom."""

    people = PeopleField(label="传阅人员")


class ChaseForm(ActForm):
    """催办: whom, how, with which words."""

    tasks = forms.MultipleChoiceField(label="催办对象", widget=forms.CheckboxSelectMultiple)
    mode = forms.ChoiceField(label="催办方式", choices=rules.CHASE_MODES, initial="message")
    words = forms.CharField(label="催办内容", required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, waiting: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tasks"].choices = waiting  # type: ignore[attr-defined]


class AnswerForm(ActForm):
    """反馈: how it stands."""

    words = forms.CharField(label="办理进展", max_length=1000, widget=forms.Textarea({"rows": 2}))


class TerminateForm(ActForm):
    """终止、退文、作废: the reason."""

    reason = forms.CharField(label="原因", max_length=1000, widget=forms.Textarea({"rows": 3}))


class OriginalForm(ActForm):
    """领取原件: why without a watermark."""

    reason = forms.CharField(label="领取原因", max_length=1000, widget=forms.Textarea({"rows": 3}))


class AttachForm(ActForm):
    """添加附件: which files, in which role."""

    role = forms.ChoiceField(label="材料类别", choices=rules.ATTACHMENT_ROLES, initial="evidence")
    uploads = UploadsField(label="文件")


class RateForm(ActForm):
    """评价."""

    score = forms.TypedChoiceField(label="评价", choices=rules.SCORES, coerce=int, widget=forms.RadioSelect)
    words = forms.CharField(
        label="说明",
        required=False,
        max_length=rules.WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="评价为不满意的，请说明哪里需要改进。",
    )
    back = forms.CharField(required=False, widget=forms.HiddenInput)
