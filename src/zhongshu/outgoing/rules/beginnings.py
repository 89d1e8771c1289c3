"""What a new document begins with (文稿模板): by genre, the words that are usual and the places to be filled in."""

from collections.abc import Mapping

from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit import terms
from zhongshu.outgoing import rules
from zhongshu.outgoing.rules import pieces

# What is to be written stands as ……; the closings are those of practice (惯用结语).
BODIES: Mapping[str, tuple[str, ...]] = {
    "notice": ("为……，现将有关事项通知如下：", "一、……", "二、……"),
    "request": ("……（缘由）。现将有关事项请示如下：", "一、……", "二、……", "妥否，请批示。"),
    "report": ("……（缘由）。现将有关情况报告如下：", "一、……", "二、……", "特此报告。"),
    "reply": ("你单位〔来文〕收悉。经研究，批复如下：", "一、……", "二、……", "此复。"),
    "letter": ("……（缘由）。现就有关事项函商如下：", "……", "请予函复。"),
    "opinion": ("为……，提出如下意见：", "一、……", "二、……"),
    "decision": ("……（依据）。决定：", "一、……", "二、……"),
    "circular": ("……（情况）。现予通报。", "……"),
    "public_notice": ("为……，根据……，现就有关事项通告如下：", "一、……", "二、……", "特此通告。"),
    "announcement": ("……，现予公告。", "特此公告。"),
    "minutes": ("……年……月……日，……主持召开会议，……。会议议定如下事项：", "一、……", "二、……"),
    "resolution": ("……会议审议了……。会议认为，……。", "会议决定，……。"),
    "order": ("《……》已经……通过，现予公布，自……起施行。",),
    "communique": ("……。",),
    "bill": ("……（缘由）。现提请审议。",),
    "briefing": ("……（导语：时间、地点、做了什么、成效）。", "一、……", "二、……"),
    "summary": (
        "……年，……（总的情况）。现将有关工作总结如下：",
        "一、主要工作和成效",
        "……",
        "二、存在问题",
        "……",
        "三、下步打算",
        "……",
    ),
    "plan": ("为……，制定本计划。", "一、目标任务", "……", "二、工作安排", "……", "三、保障措施", "……"),
    "key_points": ("……年……工作的总体要求：……。", "一、……", "二、……", "三、……"),
    "speech": ("……（会议主题）。下面，我讲几点意见。", "一、……", "二、……", "三、……"),
}
PIECE_TITLES = {
    "briefing": "……",
    "summary": "{writer}……年……工作总结",
    "plan": "{writer}……年……工作计划",
    "key_points": "……年……工作要点",
    "speech": "在……会议上的讲话",
}
SIGNED = ("summary", "plan")  # pieces under which their writer stands
ADDRESSED = {"speech": "同志们"}
FORMS = {"letter": "letter", "order": "order", "minutes": "minutes"}  # the rest is set as 文件
NOTES = {"request": "联系人：……，电话：……"}


def begin(genre: str, *, organ: str, title: str, office: str) -> Draft:
    """Return the first text of a document of a genre (起草), its title as it was given or to be filled in."""
    if pieces.is_piece(genre):
        return _piece(genre, organ=organ, title=title, office=office)
    word = terms.show(terms.GENRES, genre)
    return Draft(
        form=FORMS.get(genre, "general"),  # type: ignore[arg-type]
        direction=rules.WRITTEN[genre],  # type: ignore[arg-type]
        issuers=(organ,),
        title=title or f"{organ}关于……的{word}",
        body=BODIES[genre],
        note=NOTES.get(genre, ""),
        printer=office,
    )


def _piece(genre: str, *, organ: str, title: str, office: str) -> Draft:
    return Draft(
        form=pieces.FORM,
        sealing="none",
        issuers=(organ,),
        title=title or PIECE_TITLES[genre].format(writer=office),
        recipients=ADDRESSED.get(genre, ""),
        body=BODIES[genre],
        signature=(office,) if genre in SIGNED else (),
    )
