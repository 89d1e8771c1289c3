"""How a person wants to be told (消息接收设置): where, by which channel, when."""

from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction

from zhongshu.kit.errors import Refused
from zhongshu.notices import rules
from zhongshu.notices.models import Address, Choice, Hours
from zhongshu.notices.rules import addresses as shapes
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail

Choices = Mapping[tuple[str, str], str]


@transaction.atomic(durable=True)
def choose(
    person: Person,
    *,
    addresses: Mapping[str, str],
    choices: Choices,
    quiet: tuple[time, time] | None,
    rests_on_holidays: bool,
    by: str,
    at: datetime,
) -> None:
    """Keep how a person wants to be told (保存接收设置), one's own alone.

    `addresses` by medium, empty where there is none; `choices` a manner by kind and medium; `quiet` from when to when
    the person is left alone, None for never. What is wanted by a medium without an address is not sent by it.
    Raises Refused for anybody else's, and for an address that cannot be one.
    """
    if by != person.ref:
        raise Refused("只能设置本人的消息接收方式。")
    kept = {medium: shapes.value(typed, medium) for medium, typed in addresses.items()}
    _keep_addresses(person, kept, at)
    _keep_choices(person, choices)
    begins, ends = quiet or (None, None)
    Hours.objects.update_or_create(
        person=person, defaults={"begins": begins, "ends": ends, "rests_on_holidays": rests_on_holidays}
    )
    detail = {"media": sorted(medium for medium, value in kept.items() if value)}
    trail.record(f"reception:{person.pk}", "notices.choices_kept", by=by, at=at, detail=detail)


def _keep_addresses(person: Person, kept: Mapping[str, str], at: datetime) -> None:
    """Write those that are new; one that stays as it is keeps its mark that it does not work."""
    present = dict(Address.objects.filter(person=person).values_list("medium", "value"))
    for medium, value in kept.items():
        if not value:
            Address.objects.filter(person=person, medium=medium).delete()
        elif present.get(medium) != value:
            fresh = {"value": value, "at": at, "failed_at": None, "reason": ""}
            Address.objects.update_or_create(person=person, medium=medium, defaults=fresh)


def _keep_choices(person: Person, choices: Choices) -> None:
    for (kind, medium), manner in choices.items():
        if kind not in dict(rules.KINDS) or medium not in dict(rules.MEDIA) or manner not in dict(rules.MANNERS):
            raise Refused("接收方式有误，请刷新页面后重新选择。")
    Choice.objects.filter(person=person, medium__in={medium for _, medium in choices}).delete()
    Choice.objects.bulk_create(
        Choice(person=person, kind=kind, medium=medium, manner=manner) for (kind, medium), manner in choices.items()
    )
