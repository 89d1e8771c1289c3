"""Tables of the spine. State is a row with who and when; what can be derived is not kept."""

from django.db import models
from django.db.models import F, Q

from zhongshu.files.models import StoredFile
from zhongshu.org.models import Holder, Person, Unit


class Matter(models.Model):
    """One piece of work (事项). Its state follows from its dates: open until `closed_at`, late after `due_at`."""

    kind = models.CharField(max_length=32)
    number = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=400, blank=True)  # empty for a paper-tracking card
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    lead_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="owned")
    source_quote = models.TextField(blank=True)
    urgency = models.SmallIntegerField(default=0)  # 0 平件 1 加急 2 特急 3 特提
    label = models.CharField(max_length=16, default="public")
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    calendar_version = models.CharField(max_length=32, blank=True)
    restricted_at = models.DateTimeField(null=True, blank=True)  # a 知悉范围 list replaces the general grants
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opened")
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=32, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="matters_closed_with_outcome",
            )
        ]
        indexes = [
            models.Index(fields=["organ", "kind", "-opened_at"]),
            models.Index(fields=["opened_by", "-opened_at"]),
            models.Index(fields=["due_at"], condition=Q(closed_at=None), name="matters_open_by_due"),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    @property
    def stream(self) -> str:
        """The matter's stream in the trail."""
        return f"matter:{self.pk}"


class CoUnit(models.Model):
    """A unit that helps the lead unit (协办单位)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="co_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    order = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="matters_co_unit_once")]

    def __str__(self) -> str:
        return str(self.unit)


class Run(models.Model):
    """One passage of a route (流程实例)."""

    MAIN, SIDE = "main", "side"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="runs")
    role = models.CharField(max_length=8, default=MAIN)
    route_key = models.CharField(max_length=32)
    route_version = models.IntegerField()
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
    conditions = models.JSONField(default=list)
    due_days = models.IntegerField(null=True, blank=True)
    effects = models.JSONField(default=list)
    round = models.IntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.matter_id}"


class Grant(models.Model):
    """A holder may see a matter (可见授权). Written by the spine whenever somebody is named."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="grants")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="grants")
    reason = models.CharField(max_length=16)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "holder"], name="matters_grant_once")]
        indexes = [models.Index(fields=["holder", "matter"])]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.holder_id}"


class Link(models.Model):
    """A relation between two matters (关联): source_of, reply_to, decided_by, supervises."""

    source = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links_in")
    relation = models.CharField(max_length=16)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="matters_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="matters_link_two_matters"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class Attachment(models.Model):
    """A stored file in a role on a matter (附件): original 原文, evidence 佐证, reply 答复, other 其他."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    role = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    version = models.IntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withheld_at = models.DateTimeField(null=True, blank=True)  # in quarantine: neither name nor bytes are shown

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "file", "role"], name="matters_attachment_once")]

    def __str__(self) -> str:
        return self.name


class Chase(models.Model):
    """A reminder to whoever holds a task (催办), in a mode, with the answer."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="chases")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="chases")
    mode = models.CharField(max_length=16)  # see rules.CHASE_MODES
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at:%Y-%m-%d}"


class Draft(models.Model):
    """An opinion that somebody is writing (意见草稿), kept so that no lost network takes it away."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "person"], name="matters_draft_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.person_id}"


class RequestKey(models.Model):
    """A form that has been carried out (请求凭证): its second arrival finds the result of the first."""

    key = models.CharField(max_length=64, primary_key=True)
    result = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
