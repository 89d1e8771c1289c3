"""What the administrators' forms share: days, one person, choices of units and posts."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from zhongshu.org import queries as org
from zhongshu.org.models import Person, Unit
from zhongshu.ui.fields import PeopleField
from zhongshu.ui.forms import NO_DAY, ActForm

NOTHING = ("", "请选择")
HIGHEST = 99999
FIRST_YEAR, LAST_YEAR = 1900, 2099


class DayField(forms.DateField):
    """A day (日期), today unless said otherwise."""

    default_error_messages = {"invalid": NO_DAY}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("initial", timezone.localdate)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Take years outside 1900–2099 for slips."""
        day = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"年份应在{FIRST_YEAR}年至{LAST_YEAR}年之间。")
        return day


class OrderField(forms.IntegerField):
    """Where something stands in lists (排序号): the smaller, the earlier."""

    def __init__(self, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "label": "排序号",
            "min_value": 0,
            "max_value": HIGHEST,
            "initial": 0,
            "help_text": "数字小的排在前面",
        }
        super().__init__(**given | kwargs)


class PersonField(PeopleField):
    """One person chosen by name, pinyin or initials (选一人); cleaned to the person, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(single=True, **kwargs)

    def clean(self, value: Any) -> Person | None:
        """Turn the holder number into the person; a post is nobody."""
        holders = super().clean(value)
        person = Person.objects.filter(holder__in=holders).first() if holders else None
        if holders and person is None:
            raise forms.ValidationError("请选择一名工作人员。")
        return person


class UnitField(forms.TypedChoiceField):
    """One unit of today (选机构), drawn as a tree; cleaned to the unit, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=_unit, empty_value=None, choices=unit_choices, **kwargs)


def _unit(number: str) -> Unit:
    return Unit.objects.get(pk=int(number))


def unit_choices() -> list[tuple[str, str]]:
    """Return today's units as (number, name), those below indented."""
    known, today = org.directory(), timezone.localdate()
    organs = org.organs(today, known=known)
    rows = [row for organ in organs for row in org.tree(organ.id, today, known=known)]
    return [NOTHING, *((str(unit.id), "　" * depth + unit.short_name) for unit, depth in rows)]


def post_choices() -> list[tuple[str, Any]]:
    """Return today's posts as (number, name), grouped by unit in the order of the tree."""
    today = org.directory().on(timezone.localdate())
    units = [(int(number), name.strip("　")) for number, name in unit_choices() if number]
    groups = [(name, [(str(post.id), post.name) for post in today.posts_in.get(unit, ())]) for unit, name in units]
    return [NOTHING, *(group for group in groups if group[1])]


class ChangeForm(ActForm):
    """A form of the administrators. Several stand on one page: each names its fields' ids after itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.removesuffix('Form').lower()}_%s")
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return what was filled in, by name."""
        return {name: value for name, value in self.cleaned_data.items() if name != "request_key"}
