"""What is kept of a text that is returned (退回): its cause, and of an examination that it did not pass."""

from zhongshu.matters.kinds import Step
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import ReturnCause
from zhongshu.outgoing.rules import returning


def check(step: Step) -> None:
    """Refuse to return a text without the sort of its fault (退稿原因)."""
    returning.check_cause(step.fields.get("cause"))


def carry_out(step: Step) -> None:
    """Keep why a text was returned, for the counting of the year; the words stand on the task."""
    document = queries.document_of(step.matter)
    ReturnCause.objects.create(task_id=step.number, document=document, cause=step.fields["cause"])
