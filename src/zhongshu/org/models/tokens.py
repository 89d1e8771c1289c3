"""What other systems show instead of a password (访问凭证), each for one person and what it may be used for."""

from django.db import models

from zhongshu.org.models.accounts import Account


class Token(models.Model):
    """A key with which another system acts for a person (访问凭证). What it is, only its digest is kept.

    `scopes` are of rules.tokens.SCOPES. It ends by itself, is revoked, and is worth nothing once the account is closed.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=32, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"], name="org_tokens_of_account")]

    def __str__(self) -> str:
        return self.name
