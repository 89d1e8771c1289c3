"""Mending a draft (改正文稿): what has one right form is written by a button, one finding or all of them."""

from dataclasses import dataclass

from zhongshu.gongwen.check.model import World
from zhongshu.gongwen.draft.model import Draft
from zhongshu.outgoing.queries import sights

ALL = "all"


@dataclass(frozen=True, slots=True)
class Mended:
    """A draft after mending, and what is said of it; empty when nothing was asked for."""

    draft: Draft
    said: str = ""


def mended(draft: Draft, asked: str, world: World) -> Mended:
    """Return the draft mended: everything for ALL, one finding for its key, nothing for an empty one."""
    from zhongshu.gongwen.check import engine, mending
    from zhongshu.gongwen.check.sources.draft import Written
    from zhongshu.gongwen.draft import schema

    if not asked:
        return Mended(draft)
    source = Written(schema.dump(draft).encode())
    if asked == ALL:
        made = schema.parse(mending.mend(source, "draft.json", world).data)
        return Mended(made, "能够直接改正的已经全部改正。" if made != draft else "没有可以直接改正的地方。")
    sheet = source.sheet
    found = [one for one in engine.check(sheet, world) if one.fix and sights.key(sheet, one) == asked]
    changes = list(mending.changes(sheet, found[:1]))
    if not changes:
        return Mended(draft, "这一处已经有了改动，没有再改。")
    return Mended(schema.parse(source.mended(changes)), "已经改正。")
