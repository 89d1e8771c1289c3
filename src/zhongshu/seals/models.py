"""Tables of seals: the register, who keeps each, how each ended, applications, the log of uses, loans."""

from django.db import models
from django.db.models import F, Q

from zhongshu.matters.models import Matter
from zhongshu.org.models import Person, Unit


class Seal(models.Model):
    """A physical seal of an organ (印章), as it stands in the register."""

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=16)  # see rules.KINDS
    material = models.CharField(max_length=40)
    size = models.CharField(max_length=40)  # 直径42毫米, or 40毫米×20毫米
    issuer = models.CharField(max_length=100, blank=True)  # 制发机关
    engraver = models.CharField(max_length=100)  # 刻制单位
    engraved_at = models.CharField(max_length=100, blank=True)  # 刻制地点
    permit = models.CharField(max_length=60, blank=True)  # 准刻、备案编号 of the police
    used_since = models.DateField()  # 启用日期
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)  # since when it may not be used; why: Ending

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "name"], condition=Q(stopped_at=None), name="seals_name_once_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """The stream of its trail."""
        return f"seal:{self.pk}"

    @property
    def keeping(self) -> "Keeping | None":
        """Who has it now (现保管人), or None once it has left the organ."""
        return next((one for one in self.keepings.all() if one.until is None), None)

    @property
    def loan(self) -> "Loan | None":
        """The loan on which it is out now (借出), or None."""
        return next((one for one in self.loans.all() if one.is_out), None)


class Keeping(models.Model):
    """A time in which a person keeps a seal (保管). It ends where the next begins: the hand-over."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="keepings")
    keeper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    witness = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # 监交人
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal"], condition=Q(until=None), name="seals_one_keeper"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="seals_kept_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.keeper}"


class Ending(models.Model):
    """What became of a seal that is no longer used (停用处置): stopped, then sealed away, returned or destroyed."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="endings")
    what = models.CharField(max_length=16)  # see rules.ENDINGS
    on = models.DateField()
    reason = models.CharField(max_length=200)
    receiver = models.CharField(max_length=100, blank=True)  # 接收或销毁单位
    witness = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # 监销人
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "what"], name="seals_ended_once")]

    def __str__(self) -> str:
        return f"{self.seal_id} {self.what}"


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
