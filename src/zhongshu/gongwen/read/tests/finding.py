"""Reading a text that stands in a test (测试用文本)."""

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.model import Line, Page, Paper


def paper(text: str) -> Paper:
    """Return a text as the paper that reading a file of it gives."""
    return Paper("txt", (Page(tuple(Line(line) for line in text.split("\n") if line.strip())),))


def find(text: str) -> dict:
    """Return the values found, by field."""
    return {name: found.value for name, found in reading.find_all(paper(text)).items()}


def check(text: str, **wanted) -> None:
    """Find the fields of a text and compare those that are named."""
    found = find(text)
    wrong = {name: (found[name], value) for name, value in wanted.items() if found[name] != value}
    assert not wrong, wrong
