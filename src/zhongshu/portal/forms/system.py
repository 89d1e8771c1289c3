"""Forms of the calendar and of the trail (放假安排、留痕)."""

from typing import Any

from django import forms
from django.apps import apps

from zhongshu.calendars.rules import notices
from zhongshu.kit.errors import Refused
from zhongshu.portal.forms.fields import ChangeForm, DayField


class NoticeForm(ChangeForm):
    """导入放假安排: the printed notice or JSON, read and checked before anything is kept."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2099)
    title = forms.CharField(label="通知标题", help_text="如“国务院办公厅关于2027年部分节假日安排的通知”")
    text = forms.CharField(
        label="放假安排",
        max_length=20000,
        widget=forms.Textarea({"rows": 10}),
        help_text="粘贴通知中逐条列出的部分，每个节日一行，如“一、元旦：1月1日（周五）至3日（周日）放假，共3天。”",
    )

    def clean(self) -> dict[str, Any]:
        """Read the days; what is wrong with them is said by the text."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if "year" in clean and "text" in clean:
            try:
                clean["days"] = notices.read(clean["text"], clean["year"])
                notices.check(clean["year"], clean["days"].holidays, clean["days"].working_weekends)
            except Refused as refusal:
                self.add_error("text", refusal.sentence)
        return clean


def verb_choices() -> list[tuple[str, Any]]:
    """Return every act with its phrase, grouped by the app that does it."""
    declared = [(app.verbose_name, getattr(app, "verbs", {})) for app in apps.get_app_configs()]
    return [("", "全部操作"), *((str(title), list(verbs.items())) for title, verbs in declared if verbs)]


def stream_choices() -> list[tuple[str, str]]:
    """Return every sort of stream with its name."""
    declared = [getattr(app, "streams", {}) for app in apps.get_app_configs()]
    return [("", "全部对象"), *(pair for streams in declared for pair in streams.items())]


class TrailFilterForm(forms.Form):
    """The filters above the trail."""

    stream = forms.ChoiceField(label="对象", required=False, choices=stream_choices)
    number = forms.IntegerField(label="对象编号", required=False, min_value=1)
    verb = forms.ChoiceField(label="操作", required=False, choices=verb_choices)
    actor = forms.CharField(label="操作人姓名或登录名", required=False, max_length=64)
    first = DayField(label="起始日期", required=False, initial=None)
    last = DayField(label="截止日期", required=False, initial=None)

    def clean(self) -> dict[str, Any]:
        """A number alone says nothing."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if clean.get("number") and not clean.get("stream"):
            self.add_error("stream", "填写对象编号时，请同时选择对象。")
        return clean


class VerificationForm(ChangeForm):
    """核验留痕: all, or what came after a checkpoint."""

    since = forms.TypedChoiceField(label="核验范围", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, checkpoints: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].choices = [("", "全部记录"), *checkpoints]  # type: ignore[attr-defined]
