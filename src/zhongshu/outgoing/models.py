"""Tables of outgoing documents: the document, its versions, what is being written, what was reviewed and signed."""

from django.db import models

from zhongshu.matters.models import Matter, Task
from zhongshu.org.models import Person
from zhongshu.seals.models import Seal


class OutgoingDocument(models.Model):
    """A document that the organ sends out (发文). Title, number, unit, urgency and deadline stand on its matter.

    countersigned: whether other units are to sign as well (会签), as its unit decided. seal, copies: which seal is put
    on how many copies (用印), as whoever prints it settled; nothing where `sealing` says that none is.
    """

    matter = models.OneToOneField(Matter, primary_key=True, on_delete=models.PROTECT, related_name="outgoing_document")
    year = models.SmallIntegerField()
    genre = models.CharField(max_length=16)
    direction = models.CharField(max_length=8, blank=True)  # 行文方向, as in gongwen.draft
    is_important = models.BooleanField(default=False)  # 重要公文: the principal head signs (条例 art. 22)
    disclosure = models.CharField(max_length=16)  # 公开属性, see rules.DISCLOSURES
    countersigned = models.BooleanField(default=False)
    sealing = models.CharField(max_length=8, default="seal")  # 用印, as in gongwen.draft
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="+")
    copies = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["genre"])]

    def __str__(self) -> str:
        return str(self.matter)


class Version(models.Model):
    """The text as somebody left it (文稿版本). Never changed: whoever writes on makes the next one.

    text: JSON of a `gongwen.draft.model.Draft`; digest: SM3 of it. station: key of the station at which it was written.
    """

    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="versions")
    order = models.IntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    station = models.CharField(max_length=32, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "order"], name="outgoing_version_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.order}"


class WorkingCopy(models.Model):
    """What somebody is writing and has not handed in (未提交的修改), kept so that no lost network takes it away.

    base: number of the version that it was begun from.
    """

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="working_copies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    base = models.IntegerField()
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "person"], name="outgoing_working_copy_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.person_id}"


class Review(models.Model):
    """The review before sign-off (审核) in one round: the points of 条例 art. 20, each of them answered with yes.

    reason: why what the gate still found is left as it is.
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


class Signature(models.Model):
    """What somebody signed for issue (签发): the version before them. Name, words and day stand on the task."""

    task = models.OneToOneField(Task, primary_key=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")

    def __str__(self) -> str:
        return str(self.task_id)
