"""Where somebody is signed in (登录设备): a row beside each of Django's sessions, kept when that is gone."""

from django.db import models

from zhongshu.org.models.accounts import Account


class Session(models.Model):
    """One signing-in on one device, by the digest of its key (see rules.devices). Over once ended, idle or too old."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    key = models.CharField(max_length=40, unique=True)
    machine = models.CharField(max_length=40, blank=True)  # digest of what the browser keeps, to know it again
    device = models.CharField(max_length=60)
    address = models.CharField(max_length=64, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-began_at"], name="org_session_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.device}"
