"""Every read of the organisation. What has `known` answers from a copy in memory (`directory()`).

A page asks `directory()` once and passes it on; without it each call costs one small query.
"""

from zhongshu.org.queries.accounts import (
    account_of,
    administrator_role,
    administrators,
    delegations_of,
    find_account,
    locked_until,
)
from zhongshu.org.queries.people import (
    CONFIDENTIAL,
    has_role,
    holder_name,
    holder_of,
    holders_of,
    local_day,
    own_holders,
    people_of,
    principals_of,
    roles_of,
    unit_of,
)
from zhongshu.org.queries.picking import Pick, pick, units_pick
from zhongshu.org.queries.snapshot import Directory, HolderRow, directory
from zhongshu.org.queries.units import handling_units, is_subordinate, organ_of, organs, tree, unit_name
from zhongshu.org.queries.who import heads, in_charge, person_holders, post, role

__all__ = [
    "CONFIDENTIAL",
    "Directory",
    "HolderRow",
    "Pick",
    "account_of",
    "administrator_role",
    "administrators",
    "delegations_of",
    "directory",
    "find_account",
    "handling_units",
    "has_role",
    "heads",
    "holder_name",
    "holder_of",
    "holders_of",
    "in_charge",
    "is_subordinate",
    "local_day",
    "locked_until",
    "organ_of",
    "organs",
    "own_holders",
    "people_of",
    "person_holders",
    "pick",
    "post",
    "principals_of",
    "role",
    "roles_of",
    "tree",
    "unit_name",
    "unit_of",
    "units_pick",
]
