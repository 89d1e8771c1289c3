"""Who may know of a matter (知悉范围), by name, and how that was settled."""

from zhongshu.kit.terms import LABELS
from zhongshu.matters.models import Labelling, Matter
from zhongshu.org import queries as org

WORDS = {"restricted": "设定知悉范围", "released": "解除知悉范围"}


def knowers(matter: Matter, *, known: org.Directory) -> list[str]:
    """Return who may know of a restricted matter, by name, in the order of protocol; nobody asks of any other."""
    if matter.restricted_at is None:
        return []
    ranks = known.on(org.local_day(matter.restricted_at)).ranks
    holders = sorted(matter.grants.values_list("holder", flat=True), key=lambda one: ranks.get(one, (10**9, one)))
    return [org.holder_name(holder, known=known) for holder in holders]


def labellings(matter: Matter) -> list[tuple[str, Labelling]]:
    """Return how label and list were changed (调整记录), the latest first, each in words; none for what is public."""
    rows = matter.labellings.select_related("by").order_by("-id") if not matter.is_quotable else ()
    labels = dict(LABELS)
    return [(WORDS.get(row.verb) or f"密级标志由“{labels[row.before]}”改为“{labels[row.after]}”", row) for row in rows]
