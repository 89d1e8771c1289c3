"""How it was settled who may know of a matter (密级标志、知悉范围)."""

from django.db import models

from zhongshu.matters.models.matter import Matter
from zhongshu.org.models import Person


class Labelling(models.Model):
    """One change of a matter's label or of the list of who may know (调整密级标志、设定知悉范围), with its reason."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="labellings")
    verb = models.CharField(max_length=16)  # relabelled, restricted or released
    before = models.CharField(max_length=16, blank=True)  # labels
    after = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.matter_id} {self.verb}"
