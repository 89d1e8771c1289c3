"""What the exchange has to say on the page of what was signed for (来文提示)."""

from collections.abc import Iterator

from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.exchange.queries.deliveries import told
from zhongshu.matters.kinds import Hint
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person

RECALLED = "请停止办理，按退文或者作废处理。"


def hints(matter: Matter, person: Person) -> Iterator[Hint]:
    """Yield where a document came from, and that its sender has taken it back, where that is so."""
    found = told(Delivery.objects.filter(matter=matter)).first()
    if found is None:
        return
    leads = (f"/deliveries/{found.pk}/", "查看来文分发情况")
    recall = getattr(found, "recall", None)
    if recall and not matter.closed_at:
        when = rules.moment(recall.at)
        words = f"发文机关{found.dispatch.sender_name}已于{when}撤回本件：{recall.reason}。{RECALLED}"
        yield Hint(words, is_warning=True, leads=leads)
    elif recall:
        yield Hint(f"发文机关已于{rules.moment(recall.at)}撤回本件。", leads=leads)
    else:
        yield Hint(_came(found.dispatch), leads=leads, is_warning=rules.is_for_another(found.dispatch))


def _came(dispatch: Dispatch) -> str:
    if signer := rules.signed_by(dispatch):
        return f"本件发文机关写明为{dispatch.sender_name}，交换包由{signer}签名发送。"
    return f"本件由{dispatch.sender_name}通过公文交换发来。"
