"""The list of who has signed for a document (签收情况): for page, workbook and print."""

from datetime import datetime
from typing import Any

from django.http import Http404

from zhongshu.exchange import queries as deliveries
from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery
from zhongshu.matters import rules as spine
from zhongshu.matters.models import Matter
from zhongshu.outgoing import queries
from zhongshu.outgoing.forms.dispatching import DeliveriesForm
from zhongshu.outgoing.queries import dispatching
from zhongshu.ui.lists import LABEL, MOMENT, NUMBER, Asking, Column, List, labelled

ROLES = dict(rules.ROLES)
STATES = dict(rules.STATES)
LATE = "late"


def matter_of(asking: Asking) -> Matter:
    """Return the document that is asked for, as far as the person may see it. Raises Http404."""
    seen = queries.visible_to(asking.reader, asking.at, known=asking.known).select_related("matter")
    found = seen.filter(pk=asking.number("matter")).first()
    if found is None:
        raise Http404
    return found.matter


def _rows(asking: Asking) -> Any:
    return dispatching.receipts(matter_of(asking), asking.wanted, asking.at)


def state(one: Delivery, at: datetime) -> str:
    """Return how a delivery stands in words (状态); what waits beyond its time is late."""
    key = rules.state(one)
    return "逾期未签收" if key == rules.WAITING and one.due_at and one.due_at < at else STATES[key]


def light(one: Delivery, at: datetime) -> str:
    """Return its light: green signed, red sent back or late, yellow nearly late, grey the rest."""
    key = rules.state(one)
    if key == rules.WAITING:
        return spine.light(one.due_at, None, at)
    return {rules.SIGNED: "green", rules.REJECTED: "red"}.get(key, "grey")


def why(one: Delivery) -> str:
    """Return why it was sent back, or taken back."""
    recall, rejection = getattr(one, "recall", None), getattr(one, "rejection", None)
    return recall.reason if recall else rejection.reason if rejection else ""


def counts(matter: Matter, at: datetime) -> list[tuple[str, str, int]]:
    """Return how many deliveries stand in each state as (key, words, count)."""
    found = deliveries.counts(matter)
    late = dispatching.receipts(matter, {"state": LATE}, at).count()
    return [
        ("", "应签收", sum(found.values())),
        *((key, words, found[key]) for key, words in rules.STATES),
        (LATE, "逾期未签收", late),
    ]


def _label(one: Delivery, asking: Asking) -> str:
    return labelled(rules.label_of(one.dispatch), None)


def _signed(one: Delivery, name: str) -> Any:
    receipt = getattr(one, "receipt", None)
    return getattr(receipt, name) if receipt else None


DELIVERIES = List(
    key="outgoing_receipts",
    title="签收情况",
    page="outgoing_receipts",
    of=("matter",),
    rows=_rows,
    form=lambda asking: DeliveriesForm(asking.params, label_suffix=""),
    columns=(
        Column("收文单位", lambda one, asking: one.name, width=30),
        Column("主送抄送", lambda one, asking: ROLES[one.role], width=10),
        Column("份数", lambda one, asking: one.copies, sort=NUMBER, width=8),
        Column("份号", lambda one, asking: rules.copy_numbers(one), width=18),
        Column("状态", lambda one, asking: state(one, asking.at), width=12),
        Column("送达时间", lambda one, asking: one.delivered_at, sort=MOMENT, width=18),
        Column("签收时限", lambda one, asking: one.due_at, sort=MOMENT, width=18),
        Column("签收人", lambda one, asking: _signed(one, "name") or "", width=12),
        Column("签收时间", lambda one, asking: _signed(one, "at"), sort=MOMENT, width=18),
        Column("催签次数", lambda one, asking: one.reminded, sort=NUMBER, width=10),
        Column("退回、撤回原因", lambda one, asking: why(one), width=40),
        Column(LABEL, _label, width=10),
    ),
)
