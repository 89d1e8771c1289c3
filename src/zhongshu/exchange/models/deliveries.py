"""Tables of what becomes of a document at each receiver: how it stands is told by which of these rows it has."""

import uuid

from django.db import models
from django.db.models import Q

from zhongshu.exchange.models.dispatches import Dispatch
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person, Unit


class Delivery(models.Model):
    """A document on its way to one receiver (送达): an organ of this system (`unit`), or another by its name alone.

    role: main (主送) or copy (抄送). first_copy to last_copy: 份号. delivered_at: since when it waits at the receiver.
    matter: the incoming matter that it became when it was signed for.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="deliveries")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=8)
    copies = models.PositiveIntegerField(default=1)
    first_copy = models.PositiveIntegerField(null=True)
    last_copy = models.PositiveIntegerField(null=True)
    delivered_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)  # 签收时限
    matter = models.OneToOneField(Matter, null=True, on_delete=models.PROTECT, related_name="delivery")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "unit"], condition=Q(unit__isnull=False), name="exchange_delivery_once"
            ),
            models.UniqueConstraint(fields=["dispatch", "name"], name="exchange_receiver_once"),
        ]
        indexes = [
            models.Index(fields=["unit", "-delivered_at", "-id"], name="exchange_delivery_list"),
            models.Index(fields=["due_at"], name="exchange_delivery_due"),
            models.Index(
                fields=["unit", "-delivered_at", "-id"], condition=Q(matter=None), name="exchange_delivery_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """That a receiver has signed for a document (签收回执). name: who signed; by: who entered it here, if anybody."""

    delivery = models.OneToOneField(Delivery, primary_key=True, on_delete=models.PROTECT, related_name="receipt")
    name = models.CharField(max_length=40)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Rejection(models.Model):
    """That a receiver sent a document back (退文), and why."""

    delivery = models.OneToOneField(Delivery, primary_key=True, on_delete=models.PROTECT, related_name="rejection")
    reason = models.CharField(max_length=400)
    name = models.CharField(max_length=40)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class Recall(models.Model):
    """That the sender took a document back from a receiver (撤回), and why."""

    delivery = models.OneToOneField(Delivery, primary_key=True, on_delete=models.PROTECT, related_name="recall")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class Reminder(models.Model):
    """That a receiver was reminded to sign for a document (催签); by nobody when its time had run out."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="reminders")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.at}"
