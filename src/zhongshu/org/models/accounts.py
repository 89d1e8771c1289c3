"""Accounts and the three administrators (账号和三员)."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q

from zhongshu.org.models.people import Person


class Account(AbstractBaseUser):
    """A way to sign in (账号): of one person, or of an administrator without a person."""

    USERNAME_FIELD = "login"

    login = models.CharField(max_length=64, unique=True)
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="account")
    display_name = models.CharField(max_length=40)
    created_by = models.CharField(max_length=32)  # somebody else must activate it
    created_at = models.DateTimeField()
    password_set_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(default=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    sessions_end_before = models.DateTimeField(null=True, blank=True)  # older sessions are over (强制下线)
    look = models.CharField(max_length=8, default="normal")  # how pages look to them, see org.rules.LOOKS
    uses_keys = models.BooleanField(default=True)  # whether single keys are shortcuts (快捷键)

    def __str__(self) -> str:
        return self.login

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.activated_at is not None and self.disabled_at is None

    @property
    def ref(self) -> str:
        """How the trail names whoever is signed in: the person where there is one."""
        return f"person:{self.person_id}" if self.person_id else f"account:{self.pk}"


class PastPassword(models.Model):
    """A password used before (历史口令), kept as a hash so that the last five are not used again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} {self.set_at:%Y-%m-%d}"


class FailedSignIn(models.Model):
    """A wrong password (登录失败). Five in a row lock the account; a success or an unlock ends the row of failures."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="failed_sign_ins")
    at = models.DateTimeField()
    address = models.CharField(max_length=64, blank=True)
    forgiven_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "at"])]

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%Y-%m-%d %H:%M}"


class Administrator(models.Model):
    """One of the three administrator roles (三员) of an account. No account ever holds two of them at once."""

    SYSADMIN, SECADMIN, AUDITOR = "sysadmin", "secadmin", "auditor"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="administrations")
    role = models.CharField(max_length=16)
    given_by = models.CharField(max_length=32)
    given_at = models.DateTimeField()
    ended_by = models.CharField(max_length=32, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at=None), name="org_administrator_one_role"),
            models.CheckConstraint(
                condition=Q(role__in=["sysadmin", "secadmin", "auditor"]), name="org_administrator_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.role}"
