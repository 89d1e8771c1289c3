"""Tables of the register (印章登记): the seals, who keeps each, how each ended."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from zhongshu.org.models import Person, Unit

if TYPE_CHECKING:
    from zhongshu.seals.models.uses import Loan


class Seal(models.Model):
    """A seal of an organ (印章), as it stands in the register.

    is_electronic: there is none of metal, but its picture and its certificate alone (单独的电子印章).
    """

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
    is_electronic = models.BooleanField(default=False)
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
