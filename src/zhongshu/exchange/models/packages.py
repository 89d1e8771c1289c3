"""Tables of the exchange with other systems: who they are, what was packed for them, what came from them."""

from django.db import models
from django.db.models import Q

from zhongshu.files.models import StoredFile
from zhongshu.org.models import Person, Unit


class Peer(models.Model):
    """An organ on another system (交换对方), known by its exchange code (交换代码) and its certificate (PEM)."""

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # whose peer it is
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40)
    certificate = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "code"], condition=Q(ended_at=None), name="exchange_peer_once")
        ]

    def __str__(self) -> str:
        return self.name


class Package(models.Model):
    """A package made for a receiver on another system (交换包), or the receipt that goes back to a sender (回执包)."""

    delivery = models.OneToOneField(
        "exchange.Delivery", primary_key=True, on_delete=models.PROTECT, related_name="package"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)  # first downloaded
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.delivery_id)


class ImportedPackage(models.Model):
    """A package that came in (导入的交换包): known again by its uid, so that a second arrival adds nothing.

    One that is for several organs has a row for each that has imported it.
    """

    uid = models.UUIDField()
    digest = models.CharField(max_length=64)  # of what it says and holds, as gongwen.packages.packing.substance
    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="packages")
    dispatch = models.ForeignKey("exchange.Dispatch", on_delete=models.PROTECT, related_name="packages")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["uid", "organ"], name="exchange_package_once")]

    def __str__(self) -> str:
        return str(self.uid)
