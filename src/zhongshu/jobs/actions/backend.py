"""The queue behind the django-tasks API: named in `settings.TASKS`."""

from typing import Any

from django.utils import timezone
from django_tasks import TaskResult
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.exceptions import TaskResultDoesNotExist

from zhongshu.jobs import actions, queries
from zhongshu.jobs.models import Job


class LeaseBackend(BaseTaskBackend):
    """Tasks as rows of `Job` (作业队列). `enqueue` needs the open transaction of an action."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        """Put a task into the queue (加入作业队列)."""
        self.validate_task(task)
        job = actions.enqueue(task, at=timezone.now(), args=args, kwargs=kwargs)
        return queries.result(job, backend=self.alias)

    def get_result(self, result_id: str) -> TaskResult:
        """Return how a job stands (作业结果). Raises TaskResultDoesNotExist."""
        job = Job.objects.filter(pk=result_id).first() if result_id.isdecimal() else None
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        return queries.result(job, backend=self.alias)
