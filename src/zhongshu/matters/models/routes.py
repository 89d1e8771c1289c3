"""The routes of an office as it has laid them down (流程定义): published versions, and the drafts of the next ones."""

from django.db import models

from zhongshu.org.models import Person, Unit


class RouteVersion(models.Model):
    """A published version of a route in an organ (流程版本). It never changes; the one in force is the highest.

    `key` is the route's key; where an organ has no version of its own, the route that comes with the domain holds.
    """

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=32)
    version = models.IntegerField()
    definition = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "key", "version"], name="matters_route_version_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class RouteDraft(models.Model):
    """The next version of a route while it is being drawn (流程草稿), one for each route of an organ.

    `revision` counts its savings, so that nobody overwrites what somebody else has saved meanwhile; `based_on` is the
    version that it set out from.
    """

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=32)
    based_on = models.IntegerField()
    revision = models.IntegerField(default=1)
    definition = models.JSONField()
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "key"], name="matters_route_draft_once")]

    def __str__(self) -> str:
        return self.key
