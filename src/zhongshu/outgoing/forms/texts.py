"""The form in which a text is written (起草): the parts of a draft, but for what numbering and printing will add."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms

from zhongshu.gongwen.draft.model import Draft
from zhongshu.outgoing import rules
from zhongshu.outgoing.forms import drafting
from zhongshu.ui.forms import ActForm

LATER = ("number", "copy_number", "date", "signers", "printed", "copies")  # written by numbering and printing


class Moment(forms.Field):
    """When something was written, to the microsecond (时刻), as the page was told and says again; else None."""

    def to_python(self, value: Any) -> datetime | None:
        """Return the moment; what is none says nothing."""
        try:
            found = datetime.fromisoformat(value or "")
        except ValueError:
            return None
        return found if found.tzinfo else None


class WindowForm(ActForm):
    """窗口: the opened page on which a text is written, see `rules.Window`."""

    stands_on = Moment(required=False, widget=forms.HiddenInput())

    def window(self) -> rules.Window:
        """Return the page that sent the form."""
        return rules.Window(self.cleaned_data["request_key"], self.cleaned_data["stands_on"])


class TextForm(drafting.DraftForm, WindowForm):
    """文稿. base: number of the version that was changed; changed: what was changed, in a few words."""

    base = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    changed = forms.CharField(label="修改说明", required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LATER:
            del self.fields[name]

    def written(self, before: Draft) -> Draft:
        """Return the draft as it was typed; what is added later stays as it was `before`."""
        self.cleaned_data |= dict.fromkeys(LATER, "")
        return replace(self.draft(), **{name: getattr(before, name) for name in LATER}, secrecy=before.secrecy)
