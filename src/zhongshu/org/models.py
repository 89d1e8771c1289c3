"""Tables of the organisation. What begins and ends has `valid_from` and `valid_to` (exclusive, empty while open)."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import F, Q


class Dated(models.Model):
    """Something that holds from one day until before another (起止日期). Ended, never deleted.

    What ends on the day on which it begins never held: that is how a mistake of today is put right.
    """

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def _never_ends_before_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=name)


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
        constraints = [_never_ends_before_it_begins("org_unit_dates")]
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


class Person(Dated):
    """A member of staff (工作人员). `pinyin` is all that the name may be sought by: 蔡明远 is `caimingyuan cmy`."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=40)
    pinyin = models.CharField(max_length=600, blank=True)  # see kit.pinyin.search_text
    staff_type = models.CharField(max_length=16, blank=True)  # 人员类别, see org.rules.STAFF_TYPES
    telephone = models.CharField(max_length=40, blank=True)
    order = models.IntegerField(default=0)

    class Meta(Dated.Meta):
        constraints = [_never_ends_before_it_begins("org_person_dates")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        """How the trail names this person."""
        return f"person:{self.pk}"


class Specialty(models.Model):
    """What a person is good at (专长), such as 文字综合 or 财务."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="specialties")
    name = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="org_specialty_once")]

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A place in a unit (岗位) that one or several people hold. Its holders may share tasks as a pool."""

    code = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=60)
    is_head = models.BooleanField(default=False)  # 主要负责人
    order = models.IntegerField(default=0)

    class Meta(Dated.Meta):
        constraints = [_never_ends_before_it_begins("org_post_dates")]

    def __str__(self) -> str:
        return self.name


class Appointment(Dated):
    """Somebody in a post (任职). One person may have several; one of them is the main one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    is_main = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        constraints = [
            _never_ends_before_it_begins("org_appointment_dates"),
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(valid_to=None), name="org_appointment_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"


class Holder(models.Model):
    """Whoever can hold a task or a grant (承办对象): one person, or one post as a pool. Made with its subject."""

    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="holder")
    post = models.OneToOneField(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="holder")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, post__isnull=False) | Q(person__isnull=False, post=None),
                name="org_holder_one_subject",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.post)


class Role(Dated):
    """A role given to a holder for an organ or unit (角色), such as registrar 收文登记 or leader 领导."""

    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="roles")
    key = models.CharField(max_length=32)  # see org.rules.ROLES
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")

    class Meta(Dated.Meta):
        constraints = [
            _never_ends_before_it_begins("org_role_dates"),
            models.UniqueConstraint(
                fields=["holder", "key", "unit"], condition=Q(valid_to=None), name="org_role_open_once"
            ),
        ]
        indexes = [models.Index(fields=["key", "unit"])]

    def __str__(self) -> str:
        return f"{self.key} {self.unit}"


class Charge(Dated):
    """A leader in charge of a unit (分管领导)."""

    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="charges")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="charges")

    class Meta(Dated.Meta):
        constraints = [
            _never_ends_before_it_begins("org_charge_dates"),
            models.UniqueConstraint(fields=["leader", "unit"], condition=Q(valid_to=None), name="org_charge_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.leader} {self.unit}"


class Delegation(models.Model):
    """One person acts for another for a while (委托代办). The tasks stay with the principal; the delegate acts 代."""

    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_given")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations_taken")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=32, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="org_delegation_dates"),
            models.CheckConstraint(condition=~Q(principal=F("delegate")), name="org_delegation_two_people"),
        ]
        indexes = [models.Index(fields=["delegate", "ends_at"])]

    def __str__(self) -> str:
        return f"{self.principal} → {self.delegate}"


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


class Version(models.Model):
    """A single row that changes with every change of the organisation, so that processes know when their copy is stale.

    The number is drawn at random: one seen inside a transaction that was rolled back never comes again.
    """

    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)
