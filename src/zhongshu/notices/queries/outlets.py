"""Which ways out there are: asked in every act, so from a copy in memory that goes with the one of the organisation."""

from dataclasses import dataclass

from zhongshu.notices.models import Channel, Webhook
from zhongshu.notices.models.channels import ON
from zhongshu.org import queries as org


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook that is on (推送订阅): whose, and for which events."""

    id: int
    organ_id: int
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outlets:
    """Whether any channel is on (消息渠道), and the webhooks that are."""

    number: int | None
    has_channel: bool
    hooks: tuple[Hook, ...]


_known: Outlets | None = None


def outlets(known: org.Directory) -> Outlets:
    """Return the ways out (外发出口). Whatever changes one changes the number of the directory as well."""
    global _known
    if _known is None or known.number is None or _known.number != known.number:
        _known = _load(known.number)
    return _known


def _load(number: int | None) -> Outlets:
    on = Channel.objects.filter(ON)
    hooks = Webhook.objects.filter(disabled_at=None).order_by("pk")
    return Outlets(number, on.exists(), tuple(Hook(one.pk, one.organ_id, frozenset(one.events)) for one in hooks))
