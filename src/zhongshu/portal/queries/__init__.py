"""What the pages of the portal read, beside what the rooms below answer themselves."""

from zhongshu.portal.queries.accounts import accounts, locked, people
from zhongshu.portal.queries.acts import OF, Act, actors, acts, entries, verifiable
from zhongshu.portal.queries.duties import charges, delegations, last_unit, leavers, open_work, roles

__all__ = [
    "OF",
    "Act",
    "accounts",
    "actors",
    "acts",
    "charges",
    "delegations",
    "entries",
    "last_unit",
    "leavers",
    "locked",
    "open_work",
    "people",
    "roles",
    "verifiable",
]
