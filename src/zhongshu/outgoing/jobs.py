"""Work on what is sent out: the files of a document that was printed, and the one that bears its seals."""

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from zhongshu.org.models import Person
from zhongshu.outgoing.actions import impressing, printing


@task()
def lay_down(matter: int, person: int, at: str) -> None:
    """Set a document that was printed, and keep it with its matter (生成正式文件)."""
    printing.lay_down(matter, by=Person.objects.get(pk=person), at=timezone.now())


@task()
def seal_up(matter: int, at: str) -> None:
    """Set the seals that were put on a document on what was printed (加盖电子印章)."""
    impressing.seal_up(matter, signed_at=datetime.fromisoformat(at), at=timezone.now())
