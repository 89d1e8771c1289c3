"""The matter, who may see it, and how it hangs together with others (事项)."""

from django.db import models
from django.db.models import F, Q

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
    suspended_at = models.DateTimeField(null=True, blank=True)  # since when it rests; who and why: Suspension
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
            models.Index(fields=["title"]),  # what a text quotes by its title is asked for while it is typed
            models.Index(fields=["due_at"], condition=Q(closed_at=None), name="matters_open_by_due"),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    @property
    def stream(self) -> str:
        """The matter's stream in the trail."""
        return f"matter:{self.pk}"

    @property
    def is_quotable(self) -> bool:
        """Tell whether its title may leave the system (标题可否外传): it is public, and not for a few alone."""
        return self.label == "public" and self.restricted_at is None


class CoUnit(models.Model):
    """A unit that helps the lead unit (协办单位)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="co_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    order = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="matters_co_unit_once")]

    def __str__(self) -> str:
        return str(self.unit)


class Suspension(models.Model):
    """A time in which a matter rests (暂停办理): nothing is done on it and its terms do not run."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resumed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    resumed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(resumed_at=None), name="matters_one_open_suspension")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at:%Y-%m-%d}"


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
    """A relation between two matters (关联), one of `rules.RELATIONS`."""

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


class Rating(models.Model):
    """What the served side says of a closed matter (评价). `lead_unit` and `owner` are those of that moment."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="ratings")
    score = models.SmallIntegerField()  # see rules.SCORES
    words = models.TextField(blank=True)
    lead_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "by"], name="matters_rated_once")]
        indexes = [models.Index(fields=["at"], name="matters_ratings_by_day")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.score}"
