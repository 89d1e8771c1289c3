"""The list of what lies ahead, as somebody amends it (调整后续环节): moved, struck, added to, then sent as one act."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.datastructures import MultiValueDict

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions
from zhongshu.matters.queries import slips
from zhongshu.routes import books, model, places
from zhongshu.ui.forms import ActForm
from zhongshu.ui.places import Place, by

KINDS = (("do", "办理"), ("sign", "签批"))
COMPLETIONS = (("one", "一人办理即可"), ("all", "全部办理"), ("in_order", "依次办理"))
MOST = 20

Sent = MultiValueDict[str, str]


@dataclass
class Item:
    """One line of the list: a station that lies ahead, or with `is_new` a step that is being added."""

    key: str
    name: str
    block: str = ""
    is_struck: bool = False
    is_required: bool = False
    is_new: bool = False
    kind: str = "do"
    people: list[str] = field(default_factory=list)
    completion: str = "one"
    days: str = ""


class Outlook:
    """What lies ahead of a slip in the order in which the form has it; a parallel block moves as a whole."""

    def __init__(self, slip: model.Slip, sent: Sent | None = None) -> None:
        self.seen = slips.outlook(slip) if sent is None else str(sent.get("seen", ""))
        lying = {each.key: each for each in places.ahead(books.Books(slip))}
        begun = {each.step.block for each in slip.stations if each.begun or each.ended} - {""}
        self.items = [self._item(key, lying, begun, sent) for key in (lying if sent is None else sent.getlist("place"))]

    @staticmethod
    def _item(key: str, lying: dict[str, model.Station], begun: set[str], sent: Sent | None) -> Item:
        if key in lying:
            step = lying[key].step
            is_struck = key in sent.getlist("struck") if sent else lying[key].struck
            return Item(key, step.name, "" if step.block in begun else step.block, is_struck, step.required)
        if not key.startswith("new"):
            return Item(key, "")
        get = (sent or MultiValueDict()).get
        return Item(
            key,
            str(get(f"{key}_name", "")),
            is_new=True,
            kind=str(get(f"{key}_kind", "do")),
            people=[str(one) for one in sent.getlist(f"{key}_people")] if sent else [],
            completion=str(get(f"{key}_completion", "one")),
            days=str(get(f"{key}_days", "")),
        )

    def change(self, wish: str) -> None:
        """Do what a button of the list says: add · drop:key · up:key · down:key."""
        verb, _, key = wish.partition(":")
        if verb == "add" and len(self.items) < MOST * 3:
            used = {item.key for item in self.items}
            self.items.append(Item(next(f"new{n}" for n in range(MOST * 4) if f"new{n}" not in used), "", is_new=True))
        elif verb == "drop":
            self.items = [item for item in self.items if not (item.is_new and item.key == key)]
        elif verb in ("up", "down"):
            self._move(key, -1 if verb == "up" else 1)

    def _move(self, key: str, by: int) -> None:
        """Exchange the unit that holds a line with the one before or after it."""
        units = self.units()
        here = next((place for place, unit in enumerate(units) if key in [item.key for item in unit]), -1)
        there = here + by
        if here >= 0 and 0 <= there < len(units):
            units[here], units[there] = units[there], units[here]
        self.items = [item for unit in units for item in unit]

    def units(self) -> list[list[Item]]:
        """Return the lines as they move: single ones, and blocks."""
        found: list[list[Item]] = []
        for item in self.items:
            if item.block and found and found[-1][0].block == item.block:
                found[-1].append(item)
            else:
                found.append([item])
        return found

    def wanted(self) -> dict[str, Any]:
        """Return what the action is given. Raises Refused for a number of days that is none."""
        ahead = [self._new(item) if item.is_new else item.key for item in self.items]
        return {
            "ahead": ahead,
            "struck": frozenset(item.key for item in self.items if item.is_struck),
            "seen": self.seen,
        }

    @staticmethod
    def _new(item: Item) -> actions.NewStep:
        days = item.days.strip()
        if days and not (days.isdecimal() and 0 < int(days) <= 365):
            raise Refused("办理天数请填写1至365的整数，不限时的不填。")
        if item.kind not in dict(KINDS) or item.completion not in dict(COMPLETIONS):
            raise Refused("请选择新增环节的类型和完成方式。")
        holders = tuple(dict.fromkeys(int(one) for one in item.people if one.isdecimal()))
        return actions.NewStep(item.name, item.kind, holders, item.completion, int(days) if days else None)


class AmendForm(ActForm):
    """调整后续环节: `outlook` is the list as it was sent, or as it stands when nothing was sent."""

    def __init__(self, sent: Any, *, slip: model.Slip) -> None:
        super().__init__(sent)
        self.outlook = Outlook(slip, None if sent is None else _several(sent))


def _several(sent: Any) -> Sent:
    """Return what another system sent as a page sends it: texts, several of them under a name."""
    if isinstance(sent, MultiValueDict):
        return sent
    lists = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    return MultiValueDict({name: list(map(str, values)) for name, values in lists.items()})


def form(sent: Any, place: Place) -> AmendForm:
    """Return the form of a matter's running slip. Raises Refused when nothing runs."""
    return AmendForm(sent, slip=slips.load_slip(slips.main_run(place.matter), place.matter)[0])


def carry_out(place: Place, form: Any) -> object:
    """Amend the slip as the list says."""
    return actions.amend(place.matter.pk, **form.outlook.wanted(), **by(place, form))
