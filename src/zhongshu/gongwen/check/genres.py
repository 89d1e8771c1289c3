"""The genres of official documents (文种, 条例 art. 8) as titles end with them, and what titles wrongly end with."""

import re

STATUTORY = (
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知",
    "通报", "报告", "请示", "批复", "议案", "纪要", "函", "令",
)  # fmt: skip
# What is called a letter (函): the kinds of it are genres of practice, not of the regulation.
LETTERS = ("复函", "便函", "公函", "来函", "贺信")
# Which way they go; of 通知 and 意见 the genre does not say, and a 议案 goes to a congress, which is no superior.
UPWARD, DOWNWARD, PUBLIC = (
    ("请示", "报告"),
    ("批复", "通报", "决定", "命令"),
    ("公报", "公告", "通告", "决议"),
)
# What is no genre and only goes out under one: 关于印发《…》的通知.
PLAIN = (
    "方案", "办法", "规定", "细则", "规则", "条例", "制度", "要点", "计划", "规划", "总结", "安排", "预案", "讲话",
    "申请", "申请书", "汇报", "请求", "建议", "便函", "情况", "说明", "倡议书", "公示", "启事", "声明", "答复", "名单",
)  # fmt: skip
NOTED = r"(?:[（(][^（）()]{1,24}[）)])?"
MARKS = "。．.，、；：！ "
_ALL = "|".join(sorted({*STATUTORY, *LETTERS, *PLAIN, "会议纪要", "请示报告"}, key=len, reverse=True))
ENDING = re.compile(rf"(?P<genre>{_ALL}){NOTED}$")


def bare(title: str) -> str:
    """Return a title without the marks that it wrongly ends with."""
    return title.rstrip(MARKS)


def of(title: str) -> str:
    """Return what a title ends with: a genre or what stands for one, empty for neither."""
    found = ENDING.search(bare(title))
    return found["genre"] if found else ""


def statutory(title: str) -> str:
    """Return the statutory genre of a title, empty where it has none: 复函 is a 函, 令 a 命令."""
    genre = of(title)
    genre = "函" if genre == "复函" else "命令" if genre == "令" else genre
    return genre if genre in STATUTORY else ""
