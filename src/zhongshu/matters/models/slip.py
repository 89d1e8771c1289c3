"""The running slip of a matter (路线单): its runs, stations and tasks."""

from django.db import models
from django.db.models import Q

from zhongshu.matters.models.matter import Matter
from zhongshu.org.models import Holder, Person


class Run(models.Model):
    """One passage of a route (流程实例): the main one, or one beside it (延期 征求意见 退办)."""

    MAIN, SIDE = "main", "side"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="runs")
    role = models.CharField(max_length=8, default=MAIN)
    route_key = models.CharField(max_length=32)
    route_version = models.IntegerField()
    reason = models.TextField(blank=True)  # why a side run was asked for
    request = models.JSONField(default=dict)  # what it asks: the new deadline, the people asked, the station left
    started_by = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(role="main", ended_at=None), name="matters_one_open_main_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.route_key}"


class Station(models.Model):
    """One step of a run, copied from the route when the run starts (环节), so that the slip can be amended."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="stations")
    key = models.CharField(max_length=32)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8)
    order = models.IntegerField()
    who = models.JSONField()
    completion = models.CharField(max_length=16)
    ratio = models.SmallIntegerField(default=0)  # per cent of the signers, where completion is `ratio`
    block = models.CharField(max_length=32, blank=True)  # of a parallel block (并行): its key, and which branch
    block_name = models.CharField(max_length=40, blank=True)
    branch = models.SmallIntegerField(default=0)
    is_required = models.BooleanField(default=False)  # may not be skipped by amending the slip
    conditions = models.JSONField(default=list)
    due_days = models.IntegerField(null=True, blank=True)
    effects = models.JSONField(default=list)
    round = models.IntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)  # taken off this slip by amending it
    added_at = models.DateTimeField(null=True, blank=True)  # put on this slip by amending it
    skipped_at = models.DateTimeField(null=True, blank=True)
    fired_at = models.DateTimeField(null=True, blank=True)
    came_from = models.CharField(max_length=32, blank=True)
    chosen = models.JSONField(default=list)
    resume_to = models.CharField(max_length=32, blank=True)
    resume_holders = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="matters_station_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def to_come(self) -> list[int]:
        """Who is named for what is still to come: chosen beforehand, or to whom a straight return comes back (直送)."""
        if self.ended_at or self.skipped_at or self.struck_at:
            return []
        named: list[int] = self.resume_holders if self.begun_at else self.chosen
        return named


class Task(models.Model):
    """One thing that one holder must do, sign or read (任务). Without `station`: a copy to read (传阅).

    `opened_at` is empty while it waits for its turn; `done_at` and `outcome` are set once, for good.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="tasks")
    station = models.ForeignKey(Station, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=8)
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="tasks")
    round = models.IntegerField(default=1)
    order = models.IntegerField(default=0)
    is_added = models.BooleanField(default=False)
    is_bound = models.BooleanField(default=False)  # must sign like an added one, whose duty has come to it (并入)
    given_by = models.CharField(max_length=32)
    given_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="done_tasks")
    on_behalf_of = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, blank=True)
    opinion = models.TextField(blank=True)
    request = models.TextField(blank=True)  # what the one who added a signer asks of them (加签说明)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, outcome="") | Q(done_at__isnull=False) & ~Q(outcome=""),
                name="matters_task_done_with_outcome",
            )
        ]
        indexes = [
            # The desk: what waits for these few holders.
            models.Index(
                fields=["holder", "kind"],
                condition=Q(done_at=None, opened_at__isnull=False),
                name="matters_open_tasks",
            ),
            models.Index(fields=["done_by", "-done_at"], condition=Q(outcome="completed"), name="matters_done_tasks"),
            # Whom I wait for: what I handed on and nobody has done yet.
            models.Index(
                fields=["given_by"],
                condition=Q(done_at=None, opened_at__isnull=False),
                name="matters_given_tasks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.matter_id}"


class Jump(models.Model):
    """A jump that one person asks for and a second one decides (流程调整): off the slip's order, with a reason."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="jumps")
    to = models.CharField(max_length=32)  # the station's key
    holders = models.JSONField(default=list)  # who is to act there, where the route does not say
    reason = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    verdict = models.CharField(max_length=16, blank=True)  # see rules.JUMP_VERDICTS; one that lapsed has no settler
    settled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run"], condition=Q(settled_at=None), name="matters_one_open_jump"),
            models.CheckConstraint(
                condition=Q(settled_at=None, verdict="") | Q(settled_at__isnull=False) & ~Q(verdict=""),
                name="matters_jump_settled_with_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.to}"
