"""Organs below the county of the tests (乡镇、部门): some of one sort, one that was renamed, one that is no more."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from tests.cast import GIVEN, HERE, Cast

from zhongshu.org import actions as org
from zhongshu.org.models import Unit

TOWNS = ("城关", "柳河", "双塔")
CHANGED: dict[str, Any] = {"on": date(2026, 1, 1), "by": "system", "at": datetime(2026, 1, 2, tzinfo=HERE)}


def below(cast: Cast, code: str, name: str, short_name: str) -> Unit:
    """Establish an organ below the county, within the caller's transaction."""
    about: dict[str, Any] = {"code": code, "name": name, "short_name": short_name, "kind": Unit.ORGAN, "order": 9}
    return org.units.create(parent=cast.organ, **about, **GIVEN)


def settle(cast: Cast) -> dict[str, Unit]:
    """Establish three towns, a street and bureaus; return them by short name."""
    with transaction.atomic():
        found = [below(cast, f"town{n}", f"清河县{name}镇人民政府", f"{name}镇") for n, name in enumerate(TOWNS)]
        found.append(below(cast, "street", "清河县东湖街道办事处", "东湖街道"))
        found.append(below(cast, "water", "清河县水利局", "县水利局"))
        found.append(below(cast, "numbers", "清河县大数据中心", "县大数据中心"))
        found.append(below(cast, "travel", "清河县旅游局", "县旅游局"))
        org.units.rename(found[-2], name="清河县数据局", short_name="县数据局", **CHANGED)
        org.units.end(found[-1], **CHANGED)
    return {unit.short_name: unit for unit in found}
