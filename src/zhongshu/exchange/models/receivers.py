"""Tables of those to whom documents go: groups that an organ keeps."""

from django.db import models
from django.db.models import Q

from zhongshu.org.models import Person, Unit


class Group(models.Model):
    """Receivers that an organ often writes to together (收文单位组), such as all townships."""

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "name"], condition=Q(ended_at=None), name="exchange_group_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A receiver of a group in its order: an organ of this system, or the name of another."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    order = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="exchange_member_once")]

    def __str__(self) -> str:
        return self.name
