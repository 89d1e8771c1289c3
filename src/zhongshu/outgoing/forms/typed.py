"""Where the parts of a draft stand in what somebody typed (所写位置): blanks and empty lines count, as in a browser."""

from collections.abc import Sequence

from zhongshu.gongwen.draft import plain
from zhongshu.outgoing.forms.drafting import LISTS, DraftForm

LINES = (*LISTS, "signers", "chops")
Rest = Sequence[str | int]


class Typed:
    """The texts of a form that was found valid, asked by paths of the draft that it holds."""

    def __init__(self, form: DraftForm) -> None:
        self._form = form
        self._texts: dict[str, str] = {one: text for one, text in form.cleaned_data.items() if isinstance(text, str)}
        self._starts: dict[str, dict[tuple[str | int, ...], int]] = {}
        self._filled = [
            number
            for number, (title, body) in enumerate(form.attachment_fields, 1)
            if self._texts[title.name].strip() or self._texts[body.name].strip()
        ]

    def locate(self, path: Rest) -> tuple[str, int]:
        """Return the id of the field that a path of the draft leads to, and how many characters stand before it.

        The id is empty for a part that has no field, which numbering or printing writes.
        """
        name, rest = self._field(path)
        if name not in self._form.fields:
            return "", 0
        return f"id_{name}", self._before(name, rest)

    def units(self, field: str, at: int) -> int:
        """Return a place in a field as browsers count it: a character beyond the first plane is two (UTF-16)."""
        return len(self._texts.get(field.removeprefix("id_"), "")[:at].encode("utf-16-le")) // 2

    def _field(self, path: Rest) -> tuple[str, Rest]:
        name, *rest = path
        if name != "attachments":
            return str(name), rest
        number, part, *more = rest
        return f"attachment_{self._filled[int(number)]}{'' if part == 'title' else '_body'}", more

    def _before(self, name: str, rest: Rest) -> int:
        text = self._texts[name]
        if name.endswith("body"):
            starts = self._starts.setdefault(name, plain.placed(text, ())[1])
            return starts.get(tuple(rest), starts.get(tuple(rest[:1]), 0))
        if name not in LINES or not rest:
            return _blanks(text)
        return _of_line(text, int(rest[0]), ends="name" in rest)


def _of_line(text: str, number: int, *, ends: bool) -> int:
    """Return where the line of a number begins, empty ones not counted; ends: the name at its end, after its organ."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            if not number:
                return at + (_name(line) if ends else _blanks(line))
            number -= 1
        at += len(line) + 1
    return 0


def _name(line: str) -> int:
    written = line.rstrip()
    return len(written) - len(written.replace(":", "：").rpartition("：")[2].lstrip())


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())
