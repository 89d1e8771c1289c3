"""What ends with a matter (失效): a jump that nobody has decided yet."""

from datetime import datetime

from zhongshu.matters import rules
from zhongshu.matters.actions import telling
from zhongshu.matters.models import Jump, Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail


def lapse_jumps(matter: Matter, *, by: Person, at: datetime) -> None:
    """Close the jumps still asked for on a matter that closes (跳转申请失效).

    Nobody is asked to confirm them any longer, and whoever asked is told.
    """
    for jump in Jump.objects.filter(run__matter=matter, settled_at=None):
        Jump.objects.filter(pk=jump.pk).update(verdict=rules.LAPSED, settled_at=at)
        trail.record(matter.stream, "matters.jump_lapsed", by=by.ref, at=at, detail={"jump": jump.pk})
        telling.take_back(matter, told_at=jump.asked_at, at=at)
        known = org.directory()
        asker = org.own_holders(jump.asked_by_id, at, known=known)
        telling.tell(matter, asker, "流程已结束，跳转申请失效", by=by, at=at, known=known)
