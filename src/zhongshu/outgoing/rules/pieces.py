"""The pieces that are no 公文 by themselves (非法定文种): written and approved as one, issued only by another.

They pass 拟稿 to 复核 and 印制 as documents do, and have neither number nor seal nor receivers: whoever is to have one
gets it as the attachment of a 通知 (关于印发《…》的通知).
"""

from dataclasses import replace
from typing import Final

from zhongshu.gongwen.draft.model import Attachment, Draft
from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms

PIECES: Terms = (
    ("briefing", "信息"),
    ("summary", "总结"),
    ("plan", "计划"),
    ("key_points", "要点"),
    ("speech", "讲话"),
)
NAMES: Terms = (*terms.GENRES, *PIECES)
# 文种 of all that is written here (条例 art. 8, then the pieces).
WRITTEN: Terms = tuple(one for one in NAMES if one[0] != "other")
FORM: Final = "plain"


def is_piece(genre: str) -> bool:
    """Tell whether a genre is one of PIECES."""
    return genre in dict(PIECES)


def check_numbered(genre: str) -> None:
    """A piece has no number of its own, whatever an office's own route says (不编文号)."""
    if is_piece(genre):
        raise Refused("信息、总结、计划、要点、讲话不编发文字号。需要印发的，请在该件页面上以通知印发。")


def fitted(draft: Draft, genre: str) -> Draft:
    """Return a text in the form that its genre has: a piece is set plainly. Raises Refused for a 公文 set so."""
    if is_piece(genre):
        return replace(draft, form=FORM, direction="", sealing="none")
    if draft.form == FORM:
        raise Refused("正式公文应当排版头、版记，请在“格式”中选择文件、信函、命令或者纪要。", field="form")
    return draft


def issuing(draft: Draft, piece: Draft) -> Draft:
    """Return a 通知 as begun that issues a piece: the title names it, its text is the attachment (印发).

    Raises Refused where the piece has no title to be named by.
    """
    title = "".join(piece.title.split())
    if not title:
        raise Refused("所要印发的文稿没有标题，不能印发。")
    cited = title.replace("《", "〈").replace("》", "〉")
    organ = draft.issuers[0] if draft.issuers else ""
    return replace(
        draft,
        title=f"{organ}关于印发《{cited}》的通知",
        body=(f"现将《{cited}》印发给你们，请结合实际认真贯彻执行。",),
        attachments=(Attachment(title, piece.body),),
    )
