"""Finding (检索): who may see what decides inside every question, so that no count tells of what is hidden."""

from zhongshu.search.queries.finding import Found, find
from zhongshu.search.queries.showing import Hit, Passage, Pieces

__all__ = ["Found", "Hit", "Passage", "Pieces", "find"]
