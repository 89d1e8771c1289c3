"""Forms of messages (消息): channels, how a person is told, notices that must be read."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django import forms

from zhongshu.kit.terms import LABELS
from zhongshu.notices import rules
from zhongshu.notices.models import Channel
from zhongshu.notices.queries.sending import Reception
from zhongshu.notices.rules.addresses import PLACE
from zhongshu.org import queries as org
from zhongshu.portal.forms.fields import ChangeForm
from zhongshu.ui.fields import PeopleField
from zhongshu.ui.forms import sentences

ADDRESSES = {"email": "电子邮箱", "sms": "接收短信的手机号", "other": "接收账号"}

CLOCK = [(f"{hour:02}:{minute:02}", f"{hour}:{minute:02}") for hour in range(24) for minute in (0, 30)]


class ChannelForm(ChangeForm):
    """添加渠道."""

    medium = forms.ChoiceField(label="渠道类别", choices=rules.MEDIA, initial="email", widget=forms.RadioSelect)
    name = forms.CharField(label="渠道名称", max_length=40, help_text="如“单位邮箱”“短信平台”")
    template = forms.CharField(
        label="渠道地址",
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=f"由技术支持人员提供，收件人的位置写“{PLACE}”。保存后加密存放，不再显示。",
    )


class WebhookForm(ChangeForm):
    """添加事件推送: of which organ, to which system, what."""

    organ = forms.TypedChoiceField(label="推送哪个机关的事件", coerce=int)
    name = forms.CharField(label="对方系统的名称", max_length=40, help_text="如“县政务数据平台”")
    target = forms.CharField(
        label="推送地址",
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        help_text="由对方系统的管理人员提供，填写完整网址，不带账号和口令",
    )
    events = forms.MultipleChoiceField(
        label="推送的事件", choices=rules.EVENTS, widget=forms.CheckboxSelectMultiple, help_text="可以选择多项"
    )

    def __init__(self, *args: Any, organs: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organ"].choices = [(row.id, row.short_name) for row in organs]  # type: ignore[attr-defined]
        self.fields["organ"].initial = organs[0].id if organs else None
        if len(organs) == 1:
            self.fields["organ"].widget = forms.HiddenInput()


class TrialForm(ChangeForm):
    """试发: where to."""

    address = forms.CharField(label="试发到", max_length=200, required=False, help_text="填写您自己的接收地址")


class ReceptionForm(ChangeForm):
    """消息接收设置: an address for each channel that is on, a manner by kind and channel, the quiet hours."""

    has_quiet = forms.BooleanField(label="设置勿扰时段，其间的消息在结束后发送", required=False)
    begins = forms.TypedChoiceField(label="开始时间", choices=CLOCK, coerce=time.fromisoformat, required=False)
    ends = forms.TypedChoiceField(label="结束时间", choices=CLOCK, coerce=time.fromisoformat, required=False)
    rests_on_holidays = forms.BooleanField(label="休息日和节假日不发送，到下一个工作日再发送", required=False)

    def __init__(self, *args: Any, channels: Iterable[Channel], reception: Reception, **kwargs: Any) -> None:
        self.channels = list(channels)
        quiet = reception.quiet
        initial: dict[str, Any] = {
            "has_quiet": quiet.begins is not None,
            "begins": f"{quiet.begins or time(22):%H:%M}",
            "ends": f"{quiet.ends or time(7):%H:%M}",
            "rests_on_holidays": quiet.rests_on_holidays,
        }
        initial |= {f"address_{medium}": row.value for medium, row in reception.addresses.items()}
        initial |= {f"choice_{kind}_{medium}": manner for (kind, medium), manner in reception.manners.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for channel in self.channels:
            self._add(channel)

    def _add(self, channel: Channel) -> None:
        medium, title = channel.medium, dict(rules.MEDIA)[channel.medium]
        added: dict[str, forms.Field] = {
            f"choice_{kind}_{medium}": forms.ChoiceField(label=f"{words}消息用{title}", choices=rules.MANNERS)
            for kind, words in rules.KINDS
        }
        if not channel.is_group:
            label = ADDRESSES.get(medium, f"{title}接收账号")
            added[f"address_{medium}"] = forms.CharField(label=label, max_length=200, required=False)
        for field in added.values():
            field.error_messages |= sentences(field)
        self.fields |= added

    def clean(self) -> dict[str, Any]:
        """Quiet hours have a beginning and an end."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if clean.get("has_quiet") and not self.errors and not (clean["begins"] and clean["ends"]):
            self.add_error("begins", "请填写勿扰时段的开始时间和结束时间。")
        return clean

    def values(self) -> dict[str, Any]:
        """Return what `notices.choose` takes."""
        clean = self.cleaned_data
        media = [channel.medium for channel in self.channels]
        reached = [channel.medium for channel in self.channels if not channel.is_group]
        return {
            "addresses": {medium: clean[f"address_{medium}"] for medium in reached},
            "choices": {
                (kind, medium): clean[f"choice_{kind}_{medium}"] for kind, _ in rules.KINDS for medium in media
            },
            "quiet": (clean["begins"], clean["ends"]) if clean["has_quiet"] else None,
            "rests_on_holidays": clean["rests_on_holidays"],
        }


class BroadcastForm(ChangeForm):
    """发送必达通知: from which organ, to whom, what."""

    organ = forms.TypedChoiceField(label="发送机关", coerce=int)
    title = forms.CharField(label="标题", max_length=200)
    words = forms.CharField(label="内容", max_length=5000, widget=forms.Textarea({"rows": 8}))
    label = forms.ChoiceField(
        label="密级标志",
        choices=LABELS,
        initial="internal",
        widget=forms.RadioSelect,
        help_text="不是“公开”的，短信、邮件等只提示有通知，不显示标题",
    )
    scope = forms.ChoiceField(
        label="接收范围",
        choices=(("all", "本机关全体人员"), ("some", "指定单位和人员")),
        initial="some",
        widget=forms.RadioSelect,
    )
    units = forms.TypedMultipleChoiceField(
        label="接收单位", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    people = PeopleField(label="接收人员", required=False)

    def __init__(self, *args: Any, organs: list[int], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, day = org.directory(), org.local_day(at)
        self.at = at
        named = [(organ, known.units[organ].short_name) for organ in organs]
        below = [unit for organ in organs for unit, depth in org.tree(organ, day, known=known) if depth]
        self.fields["organ"].choices = named  # type: ignore[attr-defined]
        self.fields["organ"].initial = organs[0] if organs else None
        if len(named) == 1:
            self.fields["organ"].widget = forms.HiddenInput()
        self.fields["units"].choices = [(unit.id, unit.short_name) for unit in below]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what `notices.broadcast` takes; posts become the people in them."""
        values = super().values()
        scope, holders, day = values.pop("scope"), values.pop("people"), org.local_day(self.at)
        people = [person for holder in holders for person in org.people_of(holder, day)]
        return values | {"to_all": scope == "all", "people": people}


class WithdrawalForm(ChangeForm):
    """撤回必达通知."""

    reason = forms.CharField(label="撤回原因", max_length=200, widget=forms.Textarea({"rows": 2}))
