"""Tables of what others said of a text: remarks, consulted opinions, conflicts with superiors."""

from django.db import models

from zhongshu.matters.models import Attachment, Task
from zhongshu.org.models import Person
from zhongshu.outgoing.models.documents import OutgoingDocument, Version


class Remark(models.Model):
    """What somebody says of a passage (批注), or in answer to that. It stays with the version that it was written on.

    field: in which part of the text, as its form calls it; quote: the passage. settled_at: it has been dealt with.
    """

    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="remarks")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="answered_by")
    field = models.CharField(max_length=40, blank=True)
    quote = models.CharField(max_length=400, blank=True)
    words = models.CharField(max_length=1000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.words


class ConsultedOpinion(models.Model):
    """What somebody who was consulted said of the text (征求意见情况), and what became of it.

    task: where it was given here and its words stand, else organ, words and day are as the drafter entered them from
    its letter, which may be kept with it. verdict: see rules.consulting.VERDICTS, empty until it is decided; what is
    not wholly adopted says why.
    """

    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="consulted")
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    letter = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=16, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.organ


class Conflict(models.Model):
    """Where somebody on the route sees the text against a document of a superior (与上级文件不一致).

    It must be answered before the text is signed. superior: that document, by name and number; quote: the passage.
    outcome: see rules.consulting.OUTCOMES, empty until it is answered.
    """

    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="conflicts")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    superior = models.CharField(max_length=300)
    quote = models.CharField(max_length=400, blank=True)
    words = models.CharField(max_length=1000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=16, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.superior
