"""Tables of what was reviewed, waived, examined, returned and signed."""

from django.db import models

from zhongshu.matters.models import Task
from zhongshu.org.models import Person
from zhongshu.outgoing.models.documents import OutgoingDocument, Version


class Review(models.Model):
    """The review before sign-off (审核) in one round: the points of 条例 art. 20, each of them answered with yes.

    reason: why what the gate still found is left as it is. consent: by what its own Party committee or government
    agreed that a department asks its superior department about something major (条例 art. 15 (2)).
    """

    task = models.OneToOneField(Task, primary_key=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    has_grounds = models.BooleanField()
    follows_policy = models.BooleanField()
    was_consulted = models.BooleanField()
    is_correct = models.BooleanField()
    other_demands_met = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    consent = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return str(self.task_id)


class Countersignature(models.Model):
    """Whether somebody who countersigned agrees with the text (会签意见); the last word of each of them stands."""

    task = models.OneToOneField(Task, primary_key=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="countersignatures")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()

    def __str__(self) -> str:
        return str(self.task_id)


class Waiver(models.Model):
    """A finding of the gate that a review let pass (放行的问题), with its reason; counted once a year.

    words: what was said of it; wrong: what stands there, by which it is known again in a later version.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=16, db_index=True)
    severity = models.CharField(max_length=8)
    words = models.TextField()
    wrong = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.rule


class Examination(models.Model):
    """A legality or fair-competition review (合法性审核、公平竞争审查) in one round; its words stand on the task."""

    task = models.OneToOneField(Task, primary_key=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="examinations")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=20)  # legality | fair_competition
    conclusion = models.CharField(max_length=16)  # see rules.CONCLUSIONS

    def __str__(self) -> str:
        return f"{self.subject} {self.task_id}"


class Lapse(models.Model):
    """How often a rule of the gate was broken by a text as its unit handed it on (差错), counted by rule and unit."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="lapses")
    rule = models.CharField(max_length=16, db_index=True)
    severity = models.CharField(max_length=8)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "rule"], name="outgoing_lapse_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.count}"


class ReturnCause(models.Model):
    """Why a text was returned (退稿原因), by one of rules.CAUSES; the words stand on the task."""

    task = models.OneToOneField(Task, primary_key=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="return_causes")
    cause = models.CharField(max_length=16)

    def __str__(self) -> str:
        return self.cause


class Signature(models.Model):
    """What somebody signed for issue (签发): the version before them. Name, words and day stand on the task."""

    task = models.OneToOneField(Task, primary_key=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")

    def __str__(self) -> str:
        return str(self.task_id)


class JointSignature(models.Model):
    """What the head of a joint issuer signed on paper (联合行文会签), where that organ is not on this system."""

    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="joint_signatures")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    organ = models.CharField(max_length=200)
    signer = models.CharField(max_length=40)
    signed_on = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "version", "organ"], name="outgoing_joint_signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.signer}"
