"""The acts that say who may know of a matter (密级标志、知悉范围), as rows of `ui.acts.ACTS`."""

from typing import Any

from django import forms

from zhongshu.kit.terms import LABELS
from zhongshu.matters import actions
from zhongshu.ui.fields import PeopleField
from zhongshu.ui.forms import ActForm
from zhongshu.ui.places import Act, Place, by, plain


class RelabelForm(ActForm):
    """调整密级标志: to which, and why."""

    label = forms.ChoiceField(label="密级标志", choices=LABELS, widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", max_length=400, widget=forms.Textarea({"rows": 2}))


class ScopeForm(ActForm):
    """设定知悉范围: who may know, and why."""

    people = PeopleField(label="知悉人员")
    reason = forms.CharField(label="理由", max_length=400, widget=forms.Textarea({"rows": 2}))


class ReleaseForm(ActForm):
    """解除知悉范围: why."""

    reason = forms.CharField(label="理由", max_length=400, widget=forms.Textarea({"rows": 2}))


def _relabel(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.relabel(place.matter.pk, label=clean["label"], reason=clean["reason"], **by(place, form))


def _set_scope(place: Place, form: Any) -> object:
    clean = form.cleaned_data
    return actions.set_scope(place.matter.pk, holders=clean["people"], reason=clean["reason"], **by(place, form))


def _release(place: Place, form: Any) -> object:
    return actions.release(place.matter.pk, reason=form.cleaned_data["reason"], **by(place, form))


ACTS: dict[str, Act] = {
    "labels": Act("relabel", "matter", plain(RelabelForm), _relabel, "密级标志已调整。"),
    "scope": Act("scope", "matter", plain(ScopeForm), _set_scope, "知悉范围已设定。"),
    "scope_release": Act("release", "matter", plain(ReleaseForm), _release, "知悉范围已解除。"),
}
