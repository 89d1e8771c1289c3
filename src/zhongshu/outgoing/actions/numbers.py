"""Document numbers (发文字号): opening a 机关代字, taking a number at 编号."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhongshu.gongwen.draft.model import Draft, Signer
from zhongshu.kit import dates, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.kinds import Step
from zhongshu.numbering import actions as numbering
from zhongshu.numbering.models import Number, Series
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import drafting, reserving
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import signing, telegrams
from zhongshu.outgoing.rules import pieces
from zhongshu.outgoing.rules import telegrams as telegram_rules

NOT_OPENED = "本机关还没有设立发文字号，请登记人员先在“发文字号”中设立机关代字。"


@transaction.atomic(durable=True)
def open_code(*, code: str, by: Person, at: datetime) -> Series:
    """Open the numbers of a 机关代字 (设立发文字号), such as 清政办发. By a registrar of the organ. Raises Refused."""
    organ = queries.organ_kept_by(by, at)
    if organ is None:
        raise Refused("只有收文登记人员可以设立发文字号。")
    return open_code_within(organ=organ, code=code, by=by.ref, at=at)


def open_code_within(*, organ: int, code: str, by: str, at: datetime) -> Series:
    """Do the same for an organ inside the caller's transaction, as when an office is set up."""
    code = text.required_line(code, 20, "机关代字", field="code")
    if not all("\u4e00" <= one <= "\u9fff" for one in code):
        raise Refused("机关代字应为汉字，如“清政办发”，不带年份和序号。", field="code")
    return numbering.open_series(
        organ=f"organ:{organ}",
        code=f"{queries.CODE}{code}",
        name=code,
        template=f"{code}〔{{year}}〕{{number}}号",
        by=by,
        at=at,
    )


def check(step: Step) -> None:
    """Refuse to number a piece, to number without a 机关代字 of this organ, or a date of print before its own."""
    pieces.check_numbered(queries.document_of(step.matter).genre)
    if queries.taken(step.matter) is None and not step.fields.get("reserved"):
        _series(step)
    printed = step.fields.get("printed")
    if printed and printed < signing.dated(queries.document_of(step.matter)):
        raise Refused("印发日期不能早于成文日期，请核对。", field="printed")


def carry_out(step: Step) -> None:
    """Give the document its number, date and signers, as its last version; a number once taken stays (编号)."""
    number = queries.taken(step.matter) or _take(step)
    matters.number(step.matter, number.text)
    document = queries.document_of(step.matter)
    current = queries.latest(document)
    draft = _numbered(step, queries.draft_of(current), document, number)
    drafting.add_version(document, draft, current.order + 1, station="numbering", note="编号", by=step.by, at=step.at)
    day = document.numbered_on or org.local_day(step.at)  # a number set aside was taken before
    OutgoingDocument.objects.filter(pk=document.pk).update(numbered_on=day, length=rules.length(draft))
    matters.touch(step.matter, at=step.at)


def _take(step: Step) -> Number:
    """Take the number that was set aside for it, else the next one."""
    reserved = step.fields.get("reserved")
    if reserved:
        offered = {one.pk for one in telegrams.codes(queries.document_of(step.matter))}
        return reserving.use(reserved, offered, matter=step.matter, by=step.by, at=step.at)
    year = timezone.localtime(step.at).year
    return numbering.take(_series(step), year=year, holder=step.matter.stream, by=step.by.ref, at=step.at)


def _series(step: Step) -> Series:
    offered = telegrams.codes(queries.document_of(step.matter))
    found = next((one for one in offered if one.pk == step.fields.get("series")), None)
    if found is None:
        none = telegram_rules.NOT_OPENED if step.matter.kind == telegram_rules.TELEGRAM else NOT_OPENED
        raise Refused("请选择发文字号的机关代字。" if offered else none, field="series")
    return found


def _numbered(step: Step, draft: Draft, document: OutgoingDocument, number: Number) -> Draft:
    several = len(draft.issuers) > 1
    signers = dict.fromkeys(Signer(one.signer, one.organ if several else "") for one in signing.signed(document))
    printed = step.fields.get("printed") or org.local_day(step.at)
    return replace(
        draft,
        number=number.text,
        date=dates.show_date(signing.dated(document)),
        signers=tuple(signers) if draft.direction == "up" else (),
        printed=dates.show_date(printed),
        copies=f"共印{step.fields['copies']}份" if step.fields.get("copies") else "",
    )
