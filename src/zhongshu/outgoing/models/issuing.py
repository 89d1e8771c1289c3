"""Tables of what happens around the number: numbers set aside, documents that lose their force."""

from django.db import models

from zhongshu.matters.models import Matter
from zhongshu.numbering.models import Number
from zhongshu.org.models import Person, Unit
from zhongshu.outgoing.models.documents import OutgoingDocument


class Reservation(models.Model):
    """A number that was set aside before its document was ready (预留文号). It ends by being used, or is voided."""

    number = models.OneToOneField(Number, primary_key=True, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    used_by = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.purpose


class Cessation(models.Model):
    """The end of a document's force (撤销、废止). Annulled it never had any, repealed it has none from a day on."""

    document = models.OneToOneField(OutgoingDocument, primary_key=True, on_delete=models.PROTECT, related_name="ended")
    manner = models.CharField(max_length=16)  # annulled | repealed
    effective = models.DateField()
    decided_by = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.manner} {self.effective}"
