"""The written form of a draft (文稿格式): JSON, its published schema, and what is wrong with one that is no draft."""

import json
import re
from collections import Counter
from functools import cache
from typing import Any

from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused

BOM = b"\xef\xbb\xbf"  # some editors begin a file with it
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_BYTES = 64 << 20  # pictures and seals are in it
_SAID = {
    "json_invalid": "不是完整的 JSON，可能没有保存好。请核对引号、逗号和括号，并以 UTF-8 编码保存",
    "missing": "没有写",
    "unexpected_keyword_argument": "不是文稿中的项目，请核对写法",
    "string_type": "应为文字",
    "tuple_type": "应为列表",
    "float_type": "应为数字",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "dataclass_type": "应为一组项目",
    "finite_number": "应为数字",
}


class NotADraft(Refused):
    """What was given is no draft (文稿有误): the sentence names the place and what should stand there."""


def parse(source: str | bytes) -> Draft:
    """Return the draft that JSON describes. Raises NotADraft."""
    from pydantic import ValidationError  # here alone: it takes longer to load than most drafts to lay out

    if len(source) > MOST_BYTES:
        raise NotADraft(f"文稿超过{MOST_BYTES >> 20} MB，请压缩其中的图片后重试。")
    written = source.removeprefix(BOM) if isinstance(source, bytes) else source
    try:
        draft: Draft = _adapter().validate_json(written, strict=True)
    except ValidationError as error:
        raise NotADraft(_sentence(error.errors(include_url=False))) from None
    return draft


def dump(draft: Draft) -> str:
    """Return the JSON of a draft, without what is left to its usual value; `parse` gives the same draft back."""
    written = _adapter().dump_python(draft, mode="json", exclude_defaults=True)
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON schema of a draft (文稿格式说明): every part with its Chinese description."""
    from pydantic.json_schema import GenerateJsonSchema

    class Plain(GenerateJsonSchema):
        """Without the English names that the library would put beside ours."""

        def field_title_should_be_set(self, schema: Any) -> bool:
            return False

        def dataclass_schema(self, schema: Any) -> dict[str, Any]:
            made = super().dataclass_schema(schema)
            return {name: value for name, value in made.items() if name not in ("title", "description")}

    return {"$schema": DIALECT, "title": "公文文稿"} | _adapter().json_schema(schema_generator=Plain)


@cache
def _adapter() -> Any:
    from pydantic import ConfigDict, TypeAdapter, with_config

    return TypeAdapter(with_config(ConfigDict(extra="forbid", allow_inf_nan=False))(Draft))


def _sentence(errors: list[Any]) -> str:
    """Say of the first thing that is wrong where it stands and what it should be.

    Of the kinds of block that were tried for one place, the one that fits best has its fault deepest, and the fewest.
    """
    faults = Counter(error["loc"][:-1] for error in errors)
    first = max(errors, key=lambda error: (len(error["loc"]), -faults[error["loc"][:-1]]))
    place = "".join(f"第{step + 1}项" if isinstance(step, int) else f"“{step}”" for step in _steps(first["loc"]))
    if first["type"] == "literal_error":
        choices = re.findall("'[a-z]+'", first["ctx"]["expected"])
        said = f"只能是{'、'.join(choices)}之一"
    else:
        said = _SAID.get(first["type"], "写法不对")
    return f"文稿{f'中{place}' if place else ''}{said}。"


def _steps(place: tuple[Any, ...]) -> tuple[Any, ...]:
    """Leave out of a place the names of the kinds that were tried for it."""
    return tuple(step for step in place if isinstance(step, int) or step not in ("str", "Table", "Picture"))
