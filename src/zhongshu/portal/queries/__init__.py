"""What the pages of the portal read, beside what the rooms below answer themselves."""

from zhongshu.portal.queries.accounts import accounts, locked, people
from zhongshu.portal.queries.acts import OF, Act, actors, acts, entries, verifiable
from zhongshu.portal.queries.duties import charges, delegations, leavers, open_work, roles

__all__ = [
    "OF",
    "Act",
    "accounts",
    "actors",
    "acts",
    "charges",
    "delegations",
    "entries",
    "leavers",
    "locked",
    "open_work",
    "people",
    "roles",
    "verifiable",
]
