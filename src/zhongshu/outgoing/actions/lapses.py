"""What a unit hands on with mistakes in it (差错): counted by rule, so that the year shows who needs training."""

from zhongshu.matters.kinds import Step
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import Lapse


def count(step: Step) -> None:
    """Keep how often each rule is broken by the text as it is handed on (送核稿、核稿通过); a version counts once."""
    document = queries.document_of(step.matter)
    version = queries.latest(document)
    found = queries.findings(queries.draft_of(version), step.at, document=document)
    by_rule: dict[str, list[str]] = {}
    for one in found:
        by_rule.setdefault(one.rule.id, []).append(one.severity.name.lower())
    Lapse.objects.bulk_create(
        # The louder one of error and warning comes first.
        (Lapse(version=version, rule=rule, severity=min(loud), count=len(loud)) for rule, loud in by_rule.items()),
        ignore_conflicts=True,
    )
