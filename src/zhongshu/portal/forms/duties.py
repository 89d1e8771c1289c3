"""Forms that give and take duties: roles, leaders in charge, delegations, handing over (角色、分管、委托、移交)."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from zhongshu.org import rules
from zhongshu.org.models import Holder
from zhongshu.portal.forms.fields import NOTHING, ChangeForm, DayField, PersonField, UnitField, post_choices


class RoleForm(ChangeForm):
    """授予角色: to a person or to all in a post."""

    key = forms.ChoiceField(label="角色", choices=(NOTHING, *rules.ROLES))
    unit = UnitField(label="适用机构", help_text="对该机构及其下级内设机构有效")
    person = PersonField(label="授予个人", required=False)
    post = forms.ChoiceField(
        label="或授予岗位", required=False, choices=post_choices, help_text="该岗位的全部人员都有此角色"
    )
    on = DayField(label="生效日期")

    def clean(self) -> dict[str, Any]:
        """Either a person or a post."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(clean["person"]) == bool(clean["post"]):
            self.add_error("person", "请选择授予个人或授予岗位，两者选一项。")
        return clean

    def holder(self) -> Holder:
        """Return who gets the role."""
        person, post = self.cleaned_data["person"], self.cleaned_data["post"]
        return Holder.objects.get(person=person) if person else Holder.objects.get(post=int(post))


class ChargeForm(ChangeForm):
    """明确分管."""

    leader = PersonField(label="分管领导")
    unit = UnitField(label="分管机构", help_text="下级内设机构一并分管")
    on = DayField(label="生效日期")


class DelegationForm(ChangeForm):
    """委托代办: to whom and for how long."""

    to = PersonField(label="受托人")
    begins_at = DayField(label="开始日期")
    ends_at = DayField(label="结束日期", help_text="含当日，一次最长180天")
    reason = forms.CharField(label="事由", required=False, help_text="如“出差”“休假”")

    def clean_begins_at(self) -> datetime:
        """Begin at midnight, or now if it is today: what is past was nobody else's."""
        day, now = self.cleaned_data["begins_at"], timezone.localtime()
        if day < now.date():
            raise forms.ValidationError("开始日期不能早于今天。")
        return max(_midnight(day), now)

    def clean_ends_at(self) -> datetime:
        """End with the day."""
        return _midnight(self.cleaned_data["ends_at"] + timedelta(days=1))


class DelegationForSomebodyForm(DelegationForm):
    """代为办理委托: by the security administrator for somebody who cannot."""

    principal = PersonField(label="委托人")
    field_order = ("principal", "to", "begins_at", "ends_at", "reason")


class HandoverForm(ChangeForm):
    """工作移交: to whom, and why."""

    to = PersonField(label="接收人")
    reason = forms.CharField(label="移交原因", max_length=1000, widget=forms.Textarea({"rows": 2}))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
