"""Many tasks with one opinion (批量办理): each is an act of its own, with its own transaction and line of the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions.reading import tick_read
from zhongshu.matters.actions.steps import complete
from zhongshu.matters.queries import choosing, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one task: `refusal` says why it was not done, and is empty where it was."""

    task: int
    refusal: str = ""


def do_each(
    tasks: Iterable[int], *, by: Person, at: datetime, opinion: str = "", request_key: str = ""
) -> list[Result]:
    """Read copies and complete tasks one after another with the same opinion (批量阅知、批量办理).

    Whatever is refused leaves the others as they are. Raises nothing: each result has its own sentence. A second
    arrival under the same `request_key` does nothing twice.
    """
    return [_do(task, by, at, opinion, request_key) for task in dict.fromkeys(tasks)]


def _do(number: int, by: Person, at: datetime, opinion: str, request_key: str) -> Result:
    try:
        task = visible.task_for(by, number, at)
        if task is None:
            raise Refused("没有找到这项任务，可能已转给他人，请刷新页面。")
        matter, station = task.matter, task.station.key if task.station else ""
        one_by_one = kinds.get(matter.kind).one_by_one
        alone = rules.why_not_in_bulk(matter.urgency, matter.restricted_at, station, one_by_one)
        if reason := alone or choosing.whose_next_is_open([task], at, known=org.directory()).get(number):
            raise Refused(reason)
        act = complete if task.station_id else tick_read
        act(number, by=by, at=at, opinion=opinion, request_key=request_key)
    except Refused as refusal:
        return Result(number, refusal.sentence)
    return Result(number)
