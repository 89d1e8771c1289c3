"""Organs and internal units (机关和内设机构), and when the organisation changed."""

from django.db import models

from zhongshu.org.models.dated import Dated, never_ends_before_it_begins


class Unit(Dated):
    """An organ (机关) or an internal unit (内设机构), found by its stable code.

    `path` lists the ids from the root, "/1/7/23/", so that everything below a unit is one prefix.
    """

    ORGAN, SECTION = "organ", "section"

    code = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    organ = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="sections")
    path = models.CharField(max_length=255, db_index=True)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    number_code = models.CharField(max_length=20, blank=True)  # 机关代字
    order = models.IntegerField(default=0)

    class Meta(Dated.Meta):
        constraints = [never_ends_before_it_begins("org_unit_dates")]
        indexes = [models.Index(fields=["parent", "order"])]

    def __str__(self) -> str:
        return self.name


class UnitName(Dated):
    """A name that a unit bore at some time (单位曾用名), the present one included."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name


class Edge(Dated):
    """A relation between organs beside the tree: dual leadership (双重领导) or professional guidance (业务指导)."""

    DUAL, GUIDANCE = "dual", "guidance"

    upper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lower_edges")
    lower = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="upper_edges")
    kind = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.upper} {self.kind} {self.lower}"


class Version(models.Model):
    """A single row that changes with every change of the organisation, so that processes know when their copy is stale.

    The number is drawn at random: one seen inside a transaction that was rolled back never comes again.
    """

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
