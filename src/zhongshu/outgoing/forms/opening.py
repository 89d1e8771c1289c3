"""Turning what is filled in to open a document, to find one, to open a 机关代字 into clean values."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms

from zhongshu.kit import terms
from zhongshu.outgoing import rules
from zhongshu.outgoing.models import Template
from zhongshu.outgoing.rules import ceasing, pieces
from zhongshu.ui.forms import ActForm

NOTHING = ("", "请选择")
GENRES = tuple((key, dict(terms.GENRES)[key]) for key in rules.WRITTEN)
GROUPED = (NOTHING, ("法定文种", GENRES), ("其他文稿（不编号、不用印）", pieces.PIECES))


class OpeningForm(ActForm):
    """拟稿: what is known before the first word is written."""

    label = forms.ChoiceField(label="密级标志", choices=terms.LABELS, initial="public", widget=forms.RadioSelect)
    genre = forms.ChoiceField(label="文种", choices=GROUPED)
    template = forms.TypedChoiceField(label="文稿模板", coerce=int, required=False, empty_value=None)
    title = forms.CharField(
        label="标题",
        required=False,
        max_length=200,
        help_text="可以先不填，在文稿中填写",
        widget=forms.Textarea({"rows": 2}),
    )
    urgency = forms.ChoiceField(label="紧急程度", choices=terms.URGENCY, initial="none", widget=forms.RadioSelect)
    disclosure = forms.ChoiceField(
        label="公开属性", choices=rules.DISCLOSURES, initial="on_request", widget=forms.RadioSelect
    )
    telegram_grade = forms.ChoiceField(
        label="电报等级",
        choices=(("", "不是电报"), *terms.TELEGRAM_GRADES),
        required=False,
        help_text="以电报发出的选择等级，由机要登记人员编号、发出，不加盖印章",
    )
    is_important = forms.BooleanField(label="重要公文（由主要负责人签发）", required=False)
    file = forms.FileField(
        label="导入文件",
        required=False,
        allow_empty_file=True,
        help_text="已有文稿的，可以上传 DOCX、PDF、OFD 或者纯文本文件，导入其中的标题和正文",
    )

    def __init__(self, *args: Any, templates: Iterable[Template] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names, kept = dict(pieces.NAMES), tuple(templates)
        groups = ((names[genre], [(one.pk, one.name) for one in ones]) for genre, ones in _by_genre(kept))
        self.fields["template"].choices = [("", "该文种的第一个模板"), *groups]  # type: ignore[attr-defined]


def _by_genre(templates: Iterable[Template]) -> Iterable[tuple[str, Iterable[Template]]]:
    return groupby(templates, key=lambda one: one.genre)


class FilterForm(forms.Form):
    """The filters of the register (发文登记簿)."""

    q = forms.CharField(label="查找", required=False)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    genre = forms.ChoiceField(label="文种", required=False, choices=(("", "全部文种"), *GENRES, *pieces.PIECES))
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=(("", "全部状态"), ("open", "在办"), ("numbered", "已编号"), ("closed", "已结"), *ceasing.ENDED),
    )
    unit = forms.TypedChoiceField(label="拟稿单位", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, years: list[int], units: list[tuple[int, str]], **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部年度"), *((year, f"{year}年") for year in years)]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "全部单位"), *units]  # type: ignore[attr-defined]


class CodeForm(ActForm):
    """设立发文字号."""

    code = forms.CharField(label="机关代字", max_length=20, help_text="如“清政办发”，不带年份和序号")


class NumbersForm(forms.Form):
    """The filters of the register of numbers (编号登记)."""

    series = forms.TypedChoiceField(label="机关代字", required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="状态", required=False, choices=(("", "全部状态"), ("reserved", "预留未用"), ("voided", "已作废"))
    )

    def __init__(self, *args: Any, series: list[tuple[int, str]], years: list[int], **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = [("", "全部机关代字"), *series]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", "全部年度"), *((year, f"{year}年") for year in years)]  # type: ignore[attr-defined]


class ReservingForm(ActForm):
    """预留文号."""

    series = forms.TypedChoiceField(label="机关代字", coerce=int)
    count = forms.IntegerField(label="预留几个", min_value=1, max_value=20, initial=1)
    purpose = forms.CharField(label="预留用途", max_length=200, help_text="如“关于表彰先进的决定，待会议通过后印发”")

    def __init__(self, *args: Any, series: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].choices = series if len(series) == 1 else [("", "请选择"), *series]  # type: ignore[attr-defined]


class ReleasingForm(ActForm):
    """作废预留文号."""

    reason = forms.CharField(label="作废原因", max_length=200)
