"""The ways out of the system, and who wants to be told what on which of them."""

from django.db import models
from django.db.models import Q

from zhongshu.org.models import Person, Unit

ON = Q(enabled_at__isnull=False, disabled_at=None)  # of a channel: messages leave by it


class Outlet(models.Model):
    """Whatever messages leave by (外发出口). After a fault it rests until `rests_until`, longer each time."""

    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Channel(Outlet):
    """A way out to people (消息渠道) through Apprise: at most one of each medium is on.

    `template` is its address, sealed; where it names the recipient, each message goes to one person, else to a group.
    """

    name = models.CharField(max_length=40)
    medium = models.CharField(max_length=16)  # see rules.MEDIA
    template = models.TextField()
    is_group = models.BooleanField(default=False)
    added_by = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)  # the last trial that went out; empty when the last one did not
    trial_reason = models.CharField(max_length=200, blank=True)
    enabled_by = models.CharField(max_length=32, blank=True)
    enabled_at = models.DateTimeField(null=True)
    disabled_by = models.CharField(max_length=32, blank=True)
    disabled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["medium"],
                condition=ON,
                name="notices_channel_one_of_a_medium",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        """Tell whether messages leave by it."""
        return self.enabled_at is not None and self.disabled_at is None


class Address(models.Model):
    """Where a person is reached by a medium (接收地址): mailbox, telephone or account. `failed_at`: it is wrong."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    medium = models.CharField(max_length=16)
    value = models.CharField(max_length=200)
    at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "medium"], name="notices_address_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.medium}"


class Choice(models.Model):
    """How a person wants messages of a kind by a medium (接收方式); where there is none, rules.DEFAULTS holds."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16)
    medium = models.CharField(max_length=16)
    manner = models.CharField(max_length=16)  # see rules.MANNERS

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "medium"], name="notices_choice_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.medium} {self.manner}"


class Hours(models.Model):
    """When a person is left alone (勿扰时段); without a row from 22:00 to 7:00. No times: never."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="+")
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    rests_on_holidays = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(begins=None, ends=None) | Q(begins__isnull=False, ends__isnull=False),
                name="notices_hours_both_or_none",
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins}–{self.ends}"


class Webhook(Outlet):
    """Another system that is told what happens (推送订阅). Its secret is sealed; `events` are names of rules.EVENTS."""

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    target = models.CharField(max_length=500)
    secret = models.TextField()
    events = models.JSONField()
    added_by = models.CharField(max_length=32)
    added_at = models.DateTimeField()
    disabled_by = models.CharField(max_length=32, blank=True)
    disabled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
