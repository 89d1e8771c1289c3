"""Tables of electronic seals (电子印章): pictures, certificates with their keys, whom one trusts, what was sealed."""

from django.db import models
from django.db.models import F, Q

from zhongshu.matters.models import Attachment, Matter
from zhongshu.org.models import Person
from zhongshu.seals.models.register import Seal
from zhongshu.seals.models.uses import Use


class Picture(models.Model):
    """What a seal looks like on a page (印章图形): a PNG on transparent ground, and its size in millimetres.

    The one that was brought in last counts. digest: SM3 of the file.
    """

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="pictures")
    image = models.BinaryField()
    digest = models.CharField(max_length=64)
    width = models.FloatField()
    height = models.FloatField()
    is_demonstration = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seal_id} {self.width:g}×{self.height:g}"


class Certificate(models.Model):
    """A certificate of a seal with its private key (签章证书), good until it expires or is withdrawn.

    key: the private key, sealed (see `rules.keys`). chain: PEM of the certificate and of those above it, in that order.
    serial, fingerprint: hexadecimal, fingerprint of SHA-256.
    """

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="certificates")
    subject = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200)
    serial = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, unique=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    is_demonstration = models.BooleanField()
    chain = models.TextField()
    key = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.subject


class Withdrawal(models.Model):
    """That a certificate holds no more (证书停用), and since when: what was signed before that moment stays good."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="withdrawal")
    since = models.DateTimeField()
    cause = models.CharField(max_length=16)  # see rules.CAUSES
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(since__lte=F("at")), name="seals_withdrawn_by_then")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.since:%Y-%m-%d}"


class Root(models.Model):
    """A certificate that is trusted to vouch for others (受信任的证书), until it is ended.

    What was signed before its end stays good. by, ended_by: reference of a person or an account.
    """

    subject = models.CharField(max_length=200)
    issuer = models.CharField(max_length=200)
    serial = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    is_demonstration = models.BooleanField()
    der = models.BinaryField()
    note = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=32, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], condition=Q(ended_at=None), name="seals_root_once")
        ]

    def __str__(self) -> str:
        return self.subject


class Impression(models.Model):
    """An electronic seal on a document that goes out (电子盖章): meant at 印制, put on at 用印, set by the worker.

    use: its line of the log, once its keeper has put it on, and then certificate and picture; substance: SM3 of what
    was signed for issue and is sealed. file: the sealed PDF, once the worker has made it; fault: why it could not.
    before: digest of the file that was sealed, as it was printed. superseded_at: the document was printed anew.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="seal_impressions")
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="impressions")
    use = models.OneToOneField(Use, null=True, on_delete=models.PROTECT, related_name="impression")
    certificate = models.ForeignKey(Certificate, null=True, on_delete=models.PROTECT, related_name="impressions")
    picture = models.ForeignKey(Picture, null=True, on_delete=models.PROTECT, related_name="+")
    substance = models.CharField(max_length=64, blank=True)
    before = models.CharField(max_length=64, blank=True)
    file = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="impressions")
    fault = models.CharField(max_length=300, blank=True)
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seal"], condition=Q(use=None), name="seals_meant_once"),
            models.CheckConstraint(condition=Q(file=None) | Q(use__isnull=False), name="seals_set_when_put_on"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.seal_id}"
