"""What a receiver returns after it has signed for it (签收后退文): found unfit at 初审, the sender has it back."""

from zhongshu.exchange import queries, rules
from zhongshu.exchange.actions import receiving
from zhongshu.exchange.models import Delivery
from zhongshu.matters.kinds import Step


def carry_out(step: Step) -> None:
    """Let the sender know what its receiver returned at 初审, with the reason (条例 art. 24 (3)).

    A sender on another system gets a second receipt that says so. What it took back itself is its own already.
    """
    if step.fields.get("outcome") != "returned":
        return
    for row in queries.locked(Delivery.objects.filter(matter=step.matter).values_list("pk", flat=True)):
        if rules.state(row) == rules.SIGNED:
            receiving.note_rejection(row, reason=f"初审退文：{step.opinion}", name=step.by.name, by=step.by, at=step.at)
