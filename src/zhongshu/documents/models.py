"""Tables of incoming documents, and of files that wait to be registered.

What the spine knows (title, number, deadline, units, trail) is not kept again here.
"""

from django.db import models
from django.db.models import Q

from zhongshu.files.models import StoredFile
from zhongshu.matters.models import Matter, Task
from zhongshu.org.models import Person, Unit


class IncomingDocument(models.Model):
    """A document or telegram that has come in (收文), as 条例 art. 9 and art. 24 (2) want it registered."""

    matter = models.OneToOneField(Matter, primary_key=True, on_delete=models.PROTECT, related_name="incoming_document")
    year = models.SmallIntegerField()
    sender = models.CharField(max_length=200)  # 来文单位
    sender_number = models.CharField(max_length=100, blank=True)  # 来文字号, as normalised
    number_key = models.CharField(max_length=100, blank=True, db_index=True)
    genre = models.CharField(max_length=16)
    dated = models.DateField(null=True, blank=True)  # 成文日期
    recipients = models.CharField(max_length=400, blank=True)  # 主送机关
    attachment_titles = models.TextField(blank=True)  # 附件说明, a title to the line
    urgency = models.CharField(max_length=16, default="none")  # 紧急程度, of a telegram its grade
    handling_type = models.CharField(max_length=16, blank=True)  # 办件 or 阅件, decided at 初审
    copies = models.IntegerField(default=1)  # 份数
    copy_number = models.CharField(max_length=6, blank=True)  # 份号
    signed_for_by = models.CharField(max_length=40)  # 签收人
    note = models.CharField(max_length=400, blank=True)
    force = models.CharField(max_length=60, blank=True)  # 效力: what its sender did away with, in words; else nothing
    force_ends = models.DateField(null=True)  # the first day without it, or nothing for at once

    class Meta:
        indexes = [models.Index(fields=["sender"])]

    def __str__(self) -> str:
        return str(self.matter)


class Review(models.Model):
    """The five questions of the preliminary review (初审) as answered in one round (条例 art. 24 (3))."""

    document = models.ForeignKey(IncomingDocument, on_delete=models.PROTECT, related_name="reviews")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")
    ours_to_handle = models.BooleanField()
    follows_routing_rules = models.BooleanField()
    genre_and_format_fit = models.BooleanField()
    others_consulted = models.BooleanField()
    other_demands_met = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.document_id} {self.task_id}"


class Alternative(models.Model):
    """One of several ways to decide (备选方案) that the office puts before the leader."""

    document = models.ForeignKey(IncomingDocument, on_delete=models.PROTECT, related_name="alternatives")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    order = models.IntegerField()
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """A leader's choice of an alternative (选定方案): by whom and when stand on the task of that instruction."""

    task = models.OneToOneField(Task, primary_key=True, on_delete=models.PROTECT, related_name="+")
    alternative = models.ForeignKey(Alternative, on_delete=models.PROTECT, related_name="choices")

    def __str__(self) -> str:
        return f"{self.task_id} {self.alternative_id}"


class Dissent(models.Model):
    """A different opinion (不同意见) beside a proposal: seen by the leader, never deleted."""

    document = models.ForeignKey(IncomingDocument, on_delete=models.PROTECT, related_name="dissents")
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text


class Leg(models.Model):
    """One way of a paper in the courier log (送阅登记): who took it to whom, and when it came back."""

    document = models.ForeignKey(IncomingDocument, on_delete=models.PROTECT, related_name="legs")
    courier = models.CharField(max_length=40)
    receiver = models.CharField(max_length=40)
    copies = models.IntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    out_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True, blank=True)
    back_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.courier} → {self.receiver}"


class PaperCard(models.Model):
    """The tracking card of a paper that must not be stored here (涉密纸质件跟踪卡): no title, no level, no text."""

    matter = models.OneToOneField(Matter, primary_key=True, on_delete=models.PROTECT, related_name="paper_card")
    sender_code = models.CharField(max_length=20)  # 来文单位代号
    copy_number = models.CharField(max_length=6, blank=True)
    copies = models.IntegerField(default=1)
    returned_at = models.DateTimeField(null=True, blank=True)  # 清退
    destroyed_at = models.DateTimeField(null=True, blank=True)  # 销毁

    def __str__(self) -> str:
        return str(self.matter)


class SecretFinding(models.Model):
    """A registered document that turned out to bear a mark of secrecy (涉密隔离).

    Until two persons agree on a verdict: expunged, or its files released because they are no secret after all.
    """

    document = models.OneToOneField(
        IncomingDocument, primary_key=True, on_delete=models.PROTECT, related_name="secret_finding"
    )
    found_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=16, default="expunge")  # 清除 or 解除隔离, once somebody has spoken
    first_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(null=True, blank=True)
    second_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | Q(first_by__isnull=False) & ~Q(first_by=models.F("second_by")),
                name="documents_expunged_by_two",
            )
        ]

    def __str__(self) -> str:
        return str(self.document_id)


class WithheldFile(models.Model):
    """A file of a finding (隔离文件), so that quarantine and expunging find it again."""

    finding = models.ForeignKey(SecretFinding, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "file"], name="documents_withheld_once")]

    def __str__(self) -> str:
        return str(self.file_id)


class Intake(models.Model):
    """Files that came in together (收件批次) under one declaration; without a person from the watched folder."""

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)  # of the register that they are for
    label = models.CharField(max_length=16)  # as declared before anything was stored
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organ", "kind", "-at", "-id"], name="documents_intake_list")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def stream(self) -> str:
        """The stream of its trail."""
        return f"intake:{self.pk}"


class Arrival(models.Model):
    """A file that waits to be registered (待登记件). How it stands is told by what is set.

    error: why it could not be taken in; then there is no file. archive: the packed file out of which it came.
    matter: as what it was registered. set_aside_at: left unregistered on purpose. found_at: it bears a mark of
    secrecy, its file lies in quarantine and its name is withheld until two persons agree on a verdict: expunged, or
    released because it is no secret after all.
    """

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="arrivals")
    archive = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="members")
    place = models.PositiveIntegerField(default=0)  # in the archive, counted from 0
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="arrivals")
    error = models.CharField(max_length=200, blank=True)
    matter = models.OneToOneField(Matter, null=True, on_delete=models.PROTECT, related_name="arrival")
    unpacked_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_reason = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=16, blank=True)  # 清除 or 解除隔离
    first_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    second_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | Q(first_by__isnull=False) & ~Q(first_by=models.F("second_by")),
                name="documents_arrival_by_two",
            ),
            models.UniqueConstraint(
                fields=["archive", "place"], condition=Q(archive__isnull=False), name="documents_taken_out_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-found_at", "-id"],
                condition=Q(found_at__isnull=False, second_at=None),
                name="documents_withheld_list",
            )
        ]

    def __str__(self) -> str:
        return self.name
