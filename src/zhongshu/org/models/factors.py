"""What somebody shows besides the password (第二步验证), and who they are elsewhere (统一身份). Ended, not deleted."""

from django.db import models
from django.db.models import Q

from zhongshu.org.models.accounts import Account


class Shown(models.Model):
    """What an account has shown it holds, from one moment until it is ended by somebody."""

    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=32, blank=True)

    class Meta:
        abstract = True


class TimeCode(Shown):
    """The source of the codes on a telephone (动态验证码): sealed, with the last 30 seconds whose code was used."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="time_codes")
    secret = models.BinaryField()  # see rules.sealing
    last_step = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at=None), name="org_time_code_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%Y-%m-%d}"


class SecurityKey(Shown):
    """A key of hardware (安全密钥), by its public half. `host` is the name of the office's machine that it is for."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="security_keys")
    name = models.CharField(max_length=40)
    host = models.CharField(max_length=255)
    credential = models.CharField(max_length=64)  # SHA-256 of what the key calls itself
    public = models.BinaryField()  # AttestedCredentialData of WebAuthn
    count = models.BigIntegerField(default=0)  # how often it has signed, as it says itself
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credential"], condition=Q(ended_at=None), name="org_security_key_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(Shown):
    """One of ten codes on paper (恢复码) for when the telephone is lost, kept as a digest; used once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="org_recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%Y-%m-%d}"


class Identity(Shown):
    """Who an account is to the network's own sign-in (统一身份): issuer and subject, as first seen."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=Q(ended_at=None), name="org_identity_open_once"
            ),
            models.UniqueConstraint(
                fields=["account", "issuer"], condition=Q(ended_at=None), name="org_identity_one_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.issuer}"
