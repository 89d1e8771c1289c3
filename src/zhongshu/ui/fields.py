"""Form fields that the office needs and Django has not: people, files on their way, several lines."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from zhongshu.org import queries as org


class SeveralHidden(forms.Widget):
    """Reads all values of a name; the page draws it by `look`."""

    def __init__(self, look: str, **attrs: Any) -> None:
        super().__init__(attrs)
        self.look = look

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return every value sent under the name."""
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name) or [])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing chosen and nothing sent look the same."""
        return False


class PeopleField(forms.Field):
    """People chosen by name, pinyin or initials (人员选择); cleaned to a tuple of holder numbers."""

    def __init__(self, *, single: bool = False, **kwargs: Any) -> None:
        super().__init__(widget=SeveralHidden("person" if single else "people"), **kwargs)
        self.single = single

    def to_python(self, value: Any) -> tuple[int, ...]:
        """Turn what was sent into holder numbers that exist."""
        if any(not str(item).isdigit() for item in value):
            raise forms.ValidationError("人员选择有误，请重新选择。")
        holders = tuple(dict.fromkeys(int(item) for item in value))
        today = org.local_day(timezone.now())
        if any(not org.people_of(holder, today) for holder in holders):
            raise forms.ValidationError("所选人员不存在或已离岗，请重新选择。")
        if self.single and len(holders) > 1:
            raise forms.ValidationError("只能选择一人。")
        return holders


class UploadsField(forms.Field):
    """Files that were uploaded before the form was sent (上传文件); cleaned to a tuple of upload uuids."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SeveralHidden("uploads"), **kwargs)

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Keep what was sent, once each."""
        try:
            return tuple(dict.fromkeys(str(UUID(item)) for item in value))
        except ValueError as error:
            raise forms.ValidationError("文件信息有误，请重新上传。") from error


class LinesField(forms.Field):
    """Several texts of the same sort, each in a box of its own (多项文本); cleaned to a tuple of texts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SeveralHidden("lines"), **kwargs)

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Leave out the empty ones."""
        return tuple(text.strip() for text in value if text.strip())
