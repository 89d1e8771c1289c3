"""Tables of the job queue: the jobs, the schedules that enqueue them again and again, and who is there to work."""

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of work (作业). Waiting, running under a lease, finished or failed: told by its times alone.

    `payload` is JSON {"args": […], "kwargs": {…}}. `run_at` is the earliest start. While a worker is alive it keeps
    moving `lease_until` on; once that has passed, any worker may take the job again.
    """

    task = models.CharField(max_length=200)
    payload = models.JSONField()
    queue = models.CharField(max_length=32)
    priority = models.SmallIntegerField(default=0)
    unique_key = models.CharField(max_length=200, null=True)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    percent = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    result = models.JSONField(null=True)
    request = models.CharField(max_length=36, blank=True, default="")  # the number of the request that asked for it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"], condition=Q(finished_at=None, failed_at=None), name="jobs_job_once_unfinished"
            )
        ]
        indexes = [
            models.Index(
                fields=["-priority", "run_at"],
                condition=Q(finished_at=None, failed_at=None),
                name="jobs_job_unfinished",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}#{self.pk}"


class Schedule(models.Model):
    """A task that comes again (定时作业): daily at a time of Asia/Shanghai, or every so many minutes."""

    key = models.CharField(max_length=64, primary_key=True)
    task = models.CharField(max_length=200)
    daily_at = models.TimeField(null=True)
    every_minutes = models.PositiveIntegerField(null=True)
    next_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(daily_at=None, every_minutes__isnull=False, every_minutes__gt=0)
                | Q(daily_at__isnull=False, every_minutes=None),
                name="jobs_schedule_daily_or_every",
            )
        ]

    def __str__(self) -> str:
        return self.key


class Process(models.Model):
    """A process of this deployment (进程): `web` or `worker`. It keeps moving `seen_at` on; at its end the row goes."""

    kind = models.CharField(max_length=8)
    host = models.CharField(max_length=64)
    pid = models.PositiveIntegerField()
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.host}:{self.pid}"
