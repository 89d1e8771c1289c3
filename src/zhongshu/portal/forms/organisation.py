"""Forms of the organisation as it is: people, units, posts (人员、机构、岗位)."""

import re
from typing import Any

from django import forms

from zhongshu.org import rules
from zhongshu.org.models import Post
from zhongshu.portal.forms.fields import NOTHING, ChangeForm, DayField, OrderField, UnitField, post_choices

_BETWEEN = re.compile(r"[、，,；;\s]+")


class ParticularsForm(ChangeForm):
    """修改人员信息."""

    name = forms.CharField(label="姓名")
    staff_type = forms.ChoiceField(label="人员类别", required=False, choices=(NOTHING, *rules.STAFF_TYPES))
    telephone = forms.CharField(label="电话", required=False)
    order = OrderField()
    specialties = forms.CharField(label="专长", required=False, help_text="多项之间用顿号分开，如“文字综合、财务”")

    def clean_specialties(self) -> list[str]:
        """Take the names apart."""
        return [one for one in _BETWEEN.split(self.cleaned_data["specialties"]) if one]


class PersonForm(ParticularsForm):
    """登记人员."""

    code = forms.CharField(label="人员编码", help_text="如工号，一人一个，登记后不再改变")
    on = DayField(label="到岗日期")
    field_order = ("name", "code", "on", "staff_type", "telephone", "order", "specialties")


class AppointmentForm(ChangeForm):
    """任职."""

    post = forms.TypedChoiceField(
        label="岗位", choices=post_choices, coerce=lambda number: Post.objects.get(pk=int(number))
    )
    on = DayField(label="任职日期")
    is_main = forms.BooleanField(label="作为主要岗位", required=False)

    def values(self) -> dict[str, Any]:
        """Leave the main post to the rule (the first one) unless it was ticked."""
        values = super().values()
        return values | {"is_main": values["is_main"] or None}


class UnitForm(ChangeForm):
    """设立机构."""

    kind = forms.ChoiceField(label="机构类别", choices=rules.UNIT_KINDS, initial="section", widget=forms.RadioSelect)
    parent = UnitField(label="上级机构", required=False, help_text="内设机构必须选择；机关没有上级时不选")
    name = forms.CharField(label="机构名称", help_text="填写全称")
    short_name = forms.CharField(label="机构简称", required=False, help_text="不填时与名称相同")
    code = forms.CharField(label="机构编码", help_text="不可重复，设立后不再改变")
    number_code = forms.CharField(label="机关代字", required=False, help_text="仅机关填写，如“云委办”")
    order = OrderField()
    on = DayField(label="设立日期")


class RenameForm(ChangeForm):
    """机构更名."""

    name = forms.CharField(label="新名称")
    short_name = forms.CharField(label="新简称", required=False, help_text="不填时与名称相同")
    on = DayField(label="更名日期")


class PostForm(ChangeForm):
    """设置岗位."""

    name = forms.CharField(label="岗位名称", help_text="如“主任”“科员”“收文岗”")
    code = forms.CharField(label="岗位编码", help_text="不可重复，设置后不再改变")
    is_head = forms.BooleanField(label="主要负责人岗位", required=False)
    order = OrderField()
    on = DayField(label="设置日期")


class EndingForm(ChangeForm):
    """终止: from which day on it no longer holds."""

    on = DayField(label="终止日期", help_text="从这一天起不再有效")
