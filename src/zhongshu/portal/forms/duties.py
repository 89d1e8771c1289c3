"""Forms that give and take duties: roles, leaders in charge, delegations, handing over (角色、分管、委托、移交)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from zhongshu.matters.actions import Share
from zhongshu.org import queries as org
from zhongshu.org import rules
from zhongshu.org.models import Holder, Person
from zhongshu.portal.forms.fields import NOTHING, ChangeForm, DayField, PersonField, UnitField, post_choices
from zhongshu.portal.queries.handing import Thing
from zhongshu.ui.forms import sentences


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
        return max(org.midnight(day), now)

    def clean_ends_at(self) -> datetime:
        """End with the day."""
        return org.midnight(self.cleaned_data["ends_at"] + timedelta(days=1))


class DelegationForSomebodyForm(DelegationForm):
    """代为办理委托: by the security administrator for somebody who cannot."""

    principal = PersonField(label="委托人")
    field_order = ("principal", "to", "begins_at", "ends_at", "reason")


class HandoverForm(ChangeForm):
    """工作移交: what is handed over, to whom, and why. Each kind of thing may go to somebody else than the rest.

    stay: matters of what is handed over that are left where they are.
    """

    to = PersonField(label="接收人", required=False)
    reason = forms.CharField(label="移交原因", max_length=1000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, things: Sequence[Thing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = things
        keys = [thing.key for thing in things]
        self.fields["give"] = forms.MultipleChoiceField(
            label="移交内容", required=False, choices=[(thing.key, thing.title) for thing in things], initial=keys
        )
        for thing in things:
            self.fields[f"to_{thing.key}"] = PersonField(label=f"{thing.title}另由他人接收", required=False)
        self.fields["give"].error_messages |= sentences(self.fields["give"])

    def clean(self) -> dict[str, Any]:
        """Something is handed over, and somebody gets each of it."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        given = clean.get("give", ())
        if "give" in clean and not given:
            self.add_error("give", "请选择要移交的内容。")
        if "to" in clean and any(self._heir(key) is None for key in given):
            self.add_error("to", "请选择接收人。")
        return clean

    def _heir(self, key: str) -> Person | None:
        heir: Person | None = self.cleaned_data.get(f"to_{key}") or self.cleaned_data.get("to")
        return heir

    def shares(self) -> list[Share]:
        """Return who takes over what, one share for each heir."""
        keys: dict[Person, set[str]] = {}
        for key in self.cleaned_data["give"]:
            if heir := self._heir(key):
                keys.setdefault(heir, set()).add(key)
        return [
            Share(
                heir,
                frozenset(key.removeprefix("tasks_") for key in taken if key.startswith("tasks_")),
                copies="copies" in taken,
                owned="owned" in taken,
                planned="planned" in taken,
            )
            for heir, taken in keys.items()
        ]

    def staying(self) -> list[int]:
        """Return the matters that were ticked to be left."""
        ticked: list[str] = self.data.getlist("stay")  # type: ignore[attr-defined]
        return [int(number) for number in ticked if number.isdecimal() and len(number) < 19]
