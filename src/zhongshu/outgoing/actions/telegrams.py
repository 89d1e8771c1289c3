"""What is special about a telegram from its first word (发电): who may know of it, and until when it is to be out."""

from datetime import datetime

from zhongshu.calendars import queries as calendars
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import end_of_day
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.rules import telegrams

NO_KEEPER = "本机关没有设置机要登记人员，不能以电报发出。请联系安全保密管理员设置，或者改为一般公文。"


def confide(matter: Matter, grade: str, *, by: Person, at: datetime) -> None:
    """Let only those on its way and the confidential registrars know of a telegram, and set its term by its grade.

    Within the transaction that opens it, when it is on its way: whoever has a task on it sees it. Raises Refused.
    """
    keepers = org.role(telegrams.KEEPER, matter.organ_id, org.local_day(at))
    if not keepers:
        raise Refused(NO_KEEPER, field="telegram_grade")
    matters.restrict(matter, keepers, by=by, at=at)
    due = calendars.due(org.local_day(at), telegrams.LIMITS[grade])
    matters.set_due(matter, end_of_day(due.day), due.calendar, by=by, at=at)
