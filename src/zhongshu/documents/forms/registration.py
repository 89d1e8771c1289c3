"""Turning what is typed to register what has come in, and to find it again, into clean values."""

from typing import Any

from django import forms

from zhongshu.documents import rules
from zhongshu.kit import terms
from zhongshu.ui.fields import UploadsField
from zhongshu.ui.forms import ActForm

DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
NOTHING = ("", "请选择")


class RegistrationForm(ActForm):
    """签收登记: what 条例 art. 24 wants known of what has come in."""

    title = forms.CharField(label="标题", widget=forms.Textarea({"rows": 2}))
    sender = forms.CharField(label="来文单位")
    sender_number = forms.CharField(label="来文字号", required=False, help_text="如 国办发〔2026〕15号，括号写法不限")
    genre = forms.ChoiceField(label="文种", choices=(NOTHING, *terms.GENRES))
    dated = forms.DateField(label="成文日期", required=False, widget=DATE)
    recipients = forms.CharField(label="主送机关", required=False)
    attachment_titles = forms.CharField(
        label="附件", required=False, help_text="一行一个标题", widget=forms.Textarea({"rows": 2, "data-apart": True})
    )
    urgency = forms.ChoiceField(label="紧急程度", choices=terms.URGENCY, initial="none", widget=forms.RadioSelect)
    copies = forms.IntegerField(label="份数", min_value=1, max_value=999999, initial=1)
    copy_number = forms.CharField(label="份号", required=False, help_text="有份号的填写6位数字")
    signed_for_by = forms.CharField(label="签收人")
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea({"rows": 2}))
    uploads = UploadsField(label="文件", required=False)
    confirmed = forms.BooleanField(label="确认重复登记", required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == rules.TELEGRAM:
            grade = self.fields["urgency"]
            grade.label, grade.initial = "电报等级", "routine"
            grade.choices = terms.TELEGRAM_GRADES  # type: ignore[attr-defined]


class CardForm(ActForm):
    """纸质件跟踪卡: nothing but numbers and codes."""

    sender_code = forms.CharField(label="来文单位代号", max_length=20)
    copy_number = forms.CharField(label="份号", required=False, help_text="6位数字")
    copies = forms.IntegerField(label="份数", min_value=1, max_value=999999, initial=1)


class FilterForm(forms.Form):
    """The filters of the register (收文登记簿)."""

    q = forms.CharField(label="查找", required=False)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    first = forms.DateField(label="收文起始日期", required=False, widget=DATE)
    last = forms.DateField(label="收文截止日期", required=False, widget=DATE)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=(("", "全部状态"), ("open", "在办"), ("late", "超期"), ("closed", "已结")),
    )
    urgency = forms.ChoiceField(label="紧急程度", required=False, choices=())
    handling_type = forms.ChoiceField(label="类别", required=False, choices=(("", "办件和阅件"), *terms.HANDLING_TYPES))
    unit = forms.TypedChoiceField(label="主办单位", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, kind: str, years: list[int], units: list[tuple[int, str]], **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        grades = terms.TELEGRAM_GRADES if kind == rules.TELEGRAM else terms.URGENCY
        self.fields["urgency"].choices = (("", "全部"), *grades)  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "全部年度"), *((year, f"{year}年") for year in years)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "全部单位"), *units]  # type: ignore[attr-defined]
