"""People, posts and who holds what (人员、岗位、任职、角色、分管、委托)."""

from django.db import models
from django.db.models import F, Q

from zhongshu.org.models.dated import Dated, never_ends_before_it_begins
from zhongshu.org.models.units import Unit


class Person(Dated):
    """A member of staff (工作人员). `pinyin` is all that the name may be sought by: 蔡明远 is `caimingyuan cmy`."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=40)
    pinyin = models.CharField(max_length=600, blank=True)  # see kit.pinyin.search_text
    staff_type = models.CharField(max_length=16, blank=True)  # 人员类别, see org.rules.STAFF_TYPES
    telephone = models.CharField(max_length=40, blank=True)
    order = models.IntegerField(default=0)

    class Meta(Dated.Meta):
        constraints = [never_ends_before_it_begins("org_person_dates")]

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
        constraints = [never_ends_before_it_begins("org_post_dates")]

    def __str__(self) -> str:
        return self.name


class Appointment(Dated):
    """Somebody in a post (任职). One person may have several; one of them is the main one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    is_main = models.BooleanField(default=False)

    class Meta(Dated.Meta):
        constraints = [
            never_ends_before_it_begins("org_appointment_dates"),
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
            never_ends_before_it_begins("org_role_dates"),
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
            never_ends_before_it_begins("org_charge_dates"),
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
