"""The queue's verbs (作业队列): enqueue, schedule, and what a worker does.

    @task(takes_context=True)
    def typeset(context: actions.Context, document: int) -> None:
        context.report(40, "正在排版第 4 页")

    actions.enqueue(typeset, at=at, args=[document.pk], unique_key=f"typeset:{document.pk}")

Jobs run at least once: whatever a task does must bear being done again.
"""

from zhongshu.jobs.actions.presence import present
from zhongshu.jobs.actions.queue import enqueue, enqueue_each, note, sweep
from zhongshu.jobs.actions.schedules import schedule, start_due
from zhongshu.jobs.actions.worker import Context, run_next, run_worker

__all__ = [
    "Context",
    "enqueue",
    "enqueue_each",
    "note",
    "present",
    "run_next",
    "run_worker",
    "schedule",
    "start_due",
    "sweep",
]
