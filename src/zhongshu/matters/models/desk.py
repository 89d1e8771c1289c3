"""What belongs to a person's desk (工作台): filters kept for later, and work that was handed over."""

from django.db import models

from zhongshu.matters.models.matter import Matter
from zhongshu.matters.models.slip import Task
from zhongshu.org.models import Person


class SavedFilter(models.Model):
    """A selection of a list that a person has given a name (常用筛选). `query` is what stands after its address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="saved_filters")
    page = models.CharField(max_length=32)
    name = models.CharField(max_length=20)
    query = models.CharField(max_length=400)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="matters_filter_once")]

    def __str__(self) -> str:
        return self.name


class HandOver(models.Model):
    """One hand-over of somebody's work to somebody else (工作移交), which may be undone within the day."""

    leaver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    # What undoes another hand-over is one itself, the other way round: a task's outcome is for good.
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_through"
    )

    class Meta:
        indexes = [
            models.Index(fields=["leaver", "-at"], name="matters_hand_overs"),
            models.Index(fields=["-at"], name="matters_hand_overs_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.leaver_id} {self.to_id}"


class HandOverPiece(models.Model):
    """One thing that went with a hand-over (移交明细); `part` says what, see the words.

    task: the one that was given anew; of what was merged, the one that the leaver no longer has.
    stations: keys of those to which the heir will be asked instead of the leaver.
    """

    TASK, COPY, OWNER, PLANNED, MERGED = "task", "copy", "owner", "planned", "merged"

    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="pieces")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8)
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stations = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.matter_id}"
