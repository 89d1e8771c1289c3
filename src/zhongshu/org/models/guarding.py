"""What guards the organisation (安全策略、双人复核、安全日志), and its workbooks (机构人员导入)."""

from django.db import models
from django.db.models import Q

from zhongshu.org.models.accounts import Account


class SecurityPolicy(models.Model):
    """The security policy (安全策略) from a moment on; the last row is in force. Defaults: GB/T 22239-2019 8.1.4.1."""

    length = models.PositiveSmallIntegerField()  # 口令长度
    classes = models.PositiveSmallIntegerField()  # of 4 classes of characters
    max_age = models.PositiveSmallIntegerField()  # days
    history = models.PositiveSmallIntegerField()
    failures = models.PositiveSmallIntegerField()
    lock = models.PositiveSmallIntegerField()  # minutes
    idle = models.PositiveSmallIntegerField()  # minutes
    absolute = models.PositiveSmallIntegerField()  # hours
    addresses = models.TextField(blank=True)  # of administrators: one address or network a line; empty: everywhere
    everyone_proves = models.BooleanField(default=False)  # whether all must have a second factor (第二步验证)
    set_by = models.CharField(max_length=32)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.set_at:%Y-%m-%d %H:%M}"


class Confirmation(models.Model):
    """A critical operation that one administrator asked for and another settles (双人复核)."""

    operation = models.CharField(max_length=32)  # see org.actions.confirming.OPERATIONS
    arguments = models.TextField()  # canonical JSON
    sentence = models.CharField(max_length=300)
    asked_by = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    verdict = models.CharField(max_length=16, blank=True)  # see org.rules.confirming.VERDICTS
    settled_by = models.CharField(max_length=32, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", settled_at=None) | ~Q(verdict="") & Q(settled_at__isnull=False),
                name="org_confirmation_settled_whole",
            ),
            models.UniqueConstraint(
                fields=["operation", "arguments"], condition=Q(verdict=""), name="org_confirmation_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class Sighting(models.Model):
    """Something noted in the security log within an hour, so that fifty pages of a paper are one entry (去重)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sightings")
    what = models.CharField(max_length=120)  # verb, object and session
    hour = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "what", "hour"], name="org_sighting_once")]
        indexes = [models.Index(fields=["hour"])]

    def __str__(self) -> str:
        return f"{self.account_id} {self.what}"


class OrgImport(models.Model):
    """A workbook of the organisation (机构人员导入): checked when it comes, applied in one act, perhaps undone."""

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)  # SM3
    on = models.DateField()  # from which day its changes hold
    ends_absent = models.BooleanField()  # whether what is not in it ends
    outcome = models.TextField()  # JSON, see org.rules.planning.outcome
    checked_by = models.CharField(max_length=32)
    checked_at = models.DateTimeField()
    applied_by = models.CharField(max_length=32, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=32, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class OrgImportRow(models.Model):
    """A row that an import touched (导入变更行), before and after, as JSON; empty where there was or is none."""

    org_import = models.ForeignKey(OrgImport, on_delete=models.PROTECT, related_name="rows")
    table = models.CharField(max_length=16)
    row = models.BigIntegerField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
