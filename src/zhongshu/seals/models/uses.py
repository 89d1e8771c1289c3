"""Tables of what seals are asked for and put on: applications, the log of uses, loans."""

from django.db import models
from django.db.models import F, Q

from zhongshu.matters.models import Matter
from zhongshu.org.models import Person, Unit
from zhongshu.seals.models.register import Seal


class Application(models.Model):
    """What somebody asks to have sealed (用印申请). The matter has its title; the text itself hangs on it as a file."""

    matter = models.OneToOneField(Matter, primary_key=True, on_delete=models.PROTECT, related_name="seal_application")
    reason = models.CharField(max_length=200)  # 事由
    document_number = models.CharField(max_length=100, blank=True)
    copies = models.PositiveIntegerField()
    sent_to = models.CharField(max_length=400)  # 送往单位
    seals = models.ManyToManyField(Seal, related_name="applications")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(copies__gte=1), name="seals_asked_for_some")]

    def __str__(self) -> str:
        return str(self.matter)


class Use(models.Model):
    """A line of the log (用印登记簿): one seal, put on so many copies. A wrong one is void and says why."""

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="uses")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="seal_uses")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=100, blank=True)
    copies = models.PositiveIntegerField()
    sent_to = models.CharField(max_length=400, blank=True)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    witness = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # 监印人
    sealed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # 用印人
    is_across = models.BooleanField()  # 骑缝章 as well
    note = models.CharField(max_length=400, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "serial"], name="seals_line_once"),
            models.CheckConstraint(condition=Q(copies__gte=1), name="seals_put_on_something"),
            models.CheckConstraint(condition=~Q(witness=F("sealed_by")), name="seals_used_before_another"),
        ]
        indexes = [
            models.Index(fields=["organ", "-at", "-id"], name="seals_log"),
            models.Index(fields=["seal", "-at", "-id"], name="seals_log_of_one"),
        ]

    def __str__(self) -> str:
        return self.number


class Loan(models.Model):
    """A seal that leaves the office (印章借出), with two persons. When it is due back stands on the matter."""

    matter = models.OneToOneField(Matter, primary_key=True, on_delete=models.PROTECT, related_name="seal_loan")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="loans")
    borrower = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # 借用人
    companion = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # 同行人
    reason = models.CharField(max_length=200)
    place = models.CharField(max_length=200)
    sent_to = models.CharField(max_length=400)
    copies = models.PositiveIntegerField()  # as many as may be sealed outside
    out_at = models.DateTimeField(null=True, blank=True)
    out_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    back_at = models.DateTimeField(null=True, blank=True)
    back_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seal"], condition=Q(out_at__isnull=False, back_at=None), name="seals_out_once"
            ),
            models.CheckConstraint(condition=~Q(borrower=F("companion")), name="seals_taken_by_two"),
            models.CheckConstraint(condition=Q(back_at=None) | Q(out_at__isnull=False), name="seals_out_before_back"),
        ]

    def __str__(self) -> str:
        return str(self.matter)

    @property
    def is_out(self) -> bool:
        return self.out_at is not None and self.back_at is None
