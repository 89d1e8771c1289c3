"""Names in the order of strokes (按姓氏笔画排序), by the national order of 8,105 characters (通用规范汉字表)."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

# 党代会 and 政协 set a name of two characters before all longer ones of the family; 人大 compares on regardless.
Policy = Literal["single_name_first", "second_char"]

_EMPTY = -1


@cache
def _ranks() -> dict[str, int]:
    order = (Path(__file__).parent / "data" / "stroke_order_8105.txt").read_text(encoding="utf-8").strip()
    return {sign: rank for rank, sign in enumerate(order)}


def stroke_key(name: str, policy: Policy = "single_name_first") -> tuple[int, ...]:
    """Return the sorting key of a name, first character first (复姓 too). Characters outside the table stand last."""
    ranks = _ranks()
    key = [ranks.get(sign, len(ranks) + ord(sign)) for sign in name if sign.isalnum()]
    if policy == "single_name_first" and len(key) == 2:
        key.insert(1, _EMPTY)
    return tuple(key)


def sort_by_strokes(names: Iterable[str], policy: Policy = "single_name_first") -> list[str]:
    """Return names sorted by strokes; equal names keep their order."""
    return sorted(names, key=lambda name: stroke_key(name, policy))
