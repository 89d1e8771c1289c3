"""Tables of outgoing documents: the document, its versions, what is being written, what it begins with."""

from django.db import models
from django.db.models import Q

from zhongshu.matters.models import Matter
from zhongshu.org.models import Person, Unit
from zhongshu.seals.models import Seal


class OutgoingDocument(models.Model):
    """A document that the organ sends out (发文). Title, number, unit, urgency and deadline stand on its matter.

    countersigned: whether other units are to sign as well (会签), as its unit decided. is_normative, affects_market:
    whether its legality and fair competition are looked into (合法性审核、公平竞争审查). telegram_grade: of a telegram
    (电报), else nothing. seal, copies: which seal is put on how many copies (用印), as whoever prints it settled;
    nothing where `sealing` says that none is. numbered_on, length: when it got its number, and how many characters it
    had then, for the yearly page.
    """

    matter = models.OneToOneField(Matter, primary_key=True, on_delete=models.PROTECT, related_name="outgoing_document")
    year = models.SmallIntegerField()
    genre = models.CharField(max_length=16)
    direction = models.CharField(max_length=8, blank=True)  # 行文方向, as in gongwen.draft
    is_important = models.BooleanField(default=False)  # 重要公文: the principal head signs (条例 art. 22)
    disclosure = models.CharField(max_length=16)  # 公开属性, see rules.DISCLOSURES
    countersigned = models.BooleanField(default=False)
    is_normative = models.BooleanField(default=False)  # 行政规范性文件 (国办发〔2018〕115号)
    affects_market = models.BooleanField(default=False)  # 涉及经营者经济活动 (公平竞争审查条例)
    telegram_grade = models.CharField(max_length=16, blank=True)
    sealing = models.CharField(max_length=8, default="seal")  # 用印, as in gongwen.draft
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="+")
    copies = models.PositiveIntegerField(null=True)
    numbered_on = models.DateField(null=True)
    length = models.PositiveIntegerField(null=True)  # 字数

    class Meta:
        indexes = [models.Index(fields=["genre"]), models.Index(fields=["numbered_on", "genre"])]

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

    base: number of the version that it was begun from; window: key of the opened page on which it was last written.
    """

    document = models.ForeignKey(OutgoingDocument, on_delete=models.CASCADE, related_name="working_copies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    base = models.IntegerField()
    window = models.CharField(max_length=64, default="", blank=True)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "person"], name="outgoing_working_copy_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.person_id}"


class Template(models.Model):
    """What a document of a genre begins with (文稿模板). Changed by ending it and adding another."""

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    genre = models.CharField(max_length=16)
    name = models.CharField(max_length=60)
    text = models.TextField()  # JSON of a gongwen draft
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "genre", "name"], condition=Q(ended_at=None), name="outgoing_template_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
