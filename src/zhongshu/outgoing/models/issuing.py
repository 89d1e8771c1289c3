"""Tables of what happens around the number and after it: numbers set aside, what took a document up, its end."""

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


class Uptake(models.Model):
    """That a document entered a decision (以文辅政、采用): an instruction, a decision, another document took it up.

    matter: what took it up, where that is on this system; where: in words, such as whose instruction it was.
    """

    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="uptakes")
    manner = models.CharField(max_length=16)  # see rules.uptakes.MANNERS
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=300)
    taken_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["taken_on"])]

    def __str__(self) -> str:
        return self.where


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
