"""A comparison as a page of its own (比对网页): marks to be told apart without colours, nothing from elsewhere."""

from collections.abc import Iterable
from html import escape

from zhongshu.gongwen.compare.model import Change, Piece

_TAGS = {"inserted": "ins", "deleted": "del"}
_NOTES = {"moved_from": "此段移走", "moved_to": "此段移来"}
_LEGEND = "<p><small><ins>下划线</ins>为新增，<del>删除线</del>为删去，移动的段落在两处注明，编号相同。</small></p>"
_STYLE = """
body{max-width:46em;margin:2em auto;padding:0 1em;font:18px/1.9 FangSong,STFangsong,serif;color:#111}
p{margin:0;text-indent:2em;overflow-wrap:anywhere}
ins{background:#dff3e3;text-decoration:underline;text-decoration-thickness:2px}
del{background:#fbe3e1;color:#8a1c13}
p.moved_from{color:#666;border-left:4px solid #999;padding-left:.5em}
p.moved_to{border-left:4px solid #1f5f99;padding-left:.5em}
small{font:14px sans-serif;color:#555}
@media print{ins,del{background:none}}
"""


def to_html(changes: Iterable[Change], *, old: str, new: str) -> str:
    """Return a whole page; old and new name the versions."""
    body = "\n".join(map(paragraph, changes))
    title = f"{escape(old)}与{escape(new)}比对"
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n{_LEGEND}\n{body}\n</body></html>\n"
    )


def paragraph(change: Change) -> str:
    """Return a paragraph with its marks; what is in it is text and nothing else."""
    note = f" <small>（{_NOTES[change.manner]}，移动{change.move}）</small>" if change.manner in _NOTES else ""
    return f'<p class="{change.manner}">{"".join(map(_marked, change.pieces))}{note}</p>'


def _marked(piece: Piece) -> str:
    tag = _TAGS.get(piece.deed)
    text = escape(piece.text, quote=False)
    return f"<{tag}>{text}</{tag}>" if tag else text
