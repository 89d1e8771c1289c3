"""What holds from one day until before another (起止日期)."""

from django.db import models
from django.db.models import F, Q


class Dated(models.Model):
    """Something with a first and perhaps a last day. Ended, never deleted.

    What ends on the day on which it begins never held: that is how a mistake of today is put right.
    """

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def never_ends_before_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=name)
