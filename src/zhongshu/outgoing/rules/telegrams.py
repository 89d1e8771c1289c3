"""Telegrams that go out (发电): of four grades (条例 art. 9 (3)), without a seal (13), numbered by themselves."""

from collections.abc import Mapping
from dataclasses import replace

from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.outgoing.rules import pieces

TELEGRAM = "outgoing_telegram"
KEEPER = "confidential_registrar"
GRADES = terms.TELEGRAM_GRADES
# Within how many working days a telegram is to be signed and sent; 0: on the day itself.
LIMITS: Mapping[str, int] = {"flash": 0, "extra_urgent": 1, "urgent": 3, "routine": 5}
ENDING = "电"  # of the 机关代字 under which telegrams are numbered: 清政发电
NOT_OPENED = "本机关还没有设立电报的发文字号，请登记人员先在“发文字号”中设立以“电”结尾的机关代字，如“清政发电”。"


def begun(draft: Draft, genre: str, grade: str) -> Draft:
    """Return the first text of a telegram. Raises Refused for a grade that is none, and what is no 公文."""
    if grade not in LIMITS:
        raise Refused("请选择电报等级。", field="telegram_grade")
    if pieces.is_piece(genre):
        raise Refused("信息、总结、计划、要点、讲话不以电报发出。", field="telegram_grade")
    return replace(draft, sealing="none", urgency="")


def check_unsealed(draft: Draft) -> None:
    """Refuse a telegram on which a seal is to be put (电报不加盖印章)."""
    if draft.sealing != "none":
        raise Refused("电报不加盖印章，请在文稿的“用印”中选择不加盖印章。", field="sealing")


def printed(draft: Draft, grade: str, signers: tuple[str, ...]) -> Draft:
    """Return a telegram as it is printed: plainly, grade, number, signers under the title, copies at the end."""
    head = "　".join((terms.show(GRADES, grade), draft.number, f"签发人：{'、'.join(signers)}"))
    copied = (f"抄送：{draft.copied_to}",) if draft.copied_to else ()
    return replace(
        draft, form="plain", adopted=head, body=(*draft.body, *copied), signature=draft.signed, sealing="none", seals=()
    )
