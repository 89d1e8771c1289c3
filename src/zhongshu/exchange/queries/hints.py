"""What the exchange has to say on the page of what was signed for (来文提示)."""

from collections.abc import Iterator

from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery
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
        yield Hint(f"本件由{found.dispatch.sender_name}通过公文交换发来。", leads=leads)
