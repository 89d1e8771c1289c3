"""What of an incoming document stands on its processing slip (收文办理单)."""

from datetime import datetime

from zhongshu.documents import rules
from zhongshu.documents.models import IncomingDocument, PaperCard, SecretFinding
from zhongshu.kit import dates, numerals, terms
from zhongshu.kit.errors import Refused
from zhongshu.matters.kinds import Paper
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org

TITLES = {rules.INCOMING: "收文办理单", rules.TELEGRAM: "电报办理单"}
RECEIVED = "收文日期"
HEADINGS = {
    "review": "初审意见",
    "proposal": "拟办意见",
    "instruction": "领导批示",
    "handling": "承办情况",
    "reply": "答复情况",
    "closing": "办理结果",
}


def paper(matter: Matter) -> Paper:
    """Return what the slip of a document or telegram says. Raises Refused for one that lies in quarantine."""
    if SecretFinding.objects.filter(document_id=matter.pk).exists():
        raise Refused("该件已按保密要求隔离，不能打印。请联系机要人员。")
    document = IncomingDocument.objects.get(matter=matter)
    rows = (
        ("来文单位", document.sender),
        ("来文字号", document.sender_number),
        ("文种", terms.show(terms.GENRES, document.genre)),
        ("成文日期", dates.show_date(document.dated) if document.dated else ""),
        ("办理类别", dict(terms.HANDLING_TYPES).get(document.handling_type, "")),
        ("份数", str(document.copies)),
        ("份号", document.copy_number),
        ("签收人", document.signed_for_by),
        ("附件", document.attachment_titles.replace("\n", "；")),
        ("备注", document.note),
    )
    return Paper(TITLES[matter.kind], rows, HEADINGS, {"proposal": _beside(document)}, RECEIVED)


def _beside(document: IncomingDocument) -> tuple[tuple[str, str, datetime | None], ...]:
    """Return the alternatives of the last proposal and the dissents (备选方案、不同意见)."""
    last = document.alternatives.order_by("-task_id").values_list("task_id", flat=True).first()
    offered = document.alternatives.filter(task_id=last).order_by("order") if last else ()
    ways = [(f"备选方案{numerals.to_chinese(number)}：{one.text}", "", None) for number, one in enumerate(offered, 1)]
    dissents = document.dissents.select_related("by").order_by("at")
    return (*ways, *((f"不同意见：{one.text}", one.by.name, one.at) for one in dissents))


def card_paper(matter: Matter) -> Paper:
    """Return what the tracking card of a paper says (纸质件跟踪卡): numbers and codes, nothing of the paper itself."""
    card = PaperCard.objects.get(matter=matter)
    rows = (
        ("来文单位代号", card.sender_code),
        ("份号", card.copy_number),
        ("份数", str(card.copies)),
        ("清退日期", _day(card.returned_at)),
        ("销毁日期", _day(card.destroyed_at)),
    )
    return Paper("纸质件跟踪卡", rows, received=RECEIVED)


def _day(at: datetime | None) -> str:
    return dates.show_date(org.local_day(at)) if at else ""
