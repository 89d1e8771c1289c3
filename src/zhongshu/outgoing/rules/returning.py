"""Why texts are returned (退稿原因), by the terms under which the year counts them."""

from typing import Any

from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms

# In the order of 条例 art. 20, which says what a text is looked through for.
CAUSES: Terms = (
    ("basis", "依据或政策"),
    ("content", "内容或措施"),
    ("consultation", "协商会签"),
    ("genre_format", "文种或格式"),
    ("wording", "文字标点数字"),
    ("routing", "行文关系"),
    ("other", "其他"),
)


def check_cause(cause: Any) -> None:
    """Whoever returns a text says to which sort its fault belongs, beside the words (条例 art. 21)."""
    if cause not in dict(CAUSES):
        raise Refused("请选择退回原因类别。", field="cause")
