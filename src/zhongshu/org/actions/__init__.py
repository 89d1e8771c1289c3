"""Every change of the organisation. What stands here opens its own transaction and asks whose duty it is (三员分立).

The modules beside it hold the same acts for callers with a transaction of their own, who answer for the duty:
`actions.create_person(…)` for a page, `actions.people.create(…)` inside an import or another act.
"""

from zhongshu.org.actions import (
    accounts,
    administering,
    confirming,
    delegations,
    factors,
    identities,
    importing,
    looks,
    people,
    posts,
    sessions,
    tokens,
    units,
)
from zhongshu.org.actions.changes import outermost
from zhongshu.org.actions.identities import sign_in_by_identity
from zhongshu.org.actions.second_step import prove_by_code, prove_by_key
from zhongshu.org.actions.signing_in import (
    First,
    bootstrap,
    change_password,
    create_account,
    reset_password,
    sign_in,
)
from zhongshu.org.models import Administrator

__all__ = [
    "First",
    "bootstrap",
    "change_password",
    "confirming",
    "create_account",
    "prove_by_code",
    "prove_by_key",
    "reset_password",
    "sign_in",
    "sign_in_by_identity",
]

# 系统管理员: the organisation as it is, and accounts.
create_unit = outermost(units.create, Administrator.SYSADMIN)
rename_unit = outermost(units.rename, Administrator.SYSADMIN)
end_unit = outermost(units.end, Administrator.SYSADMIN)
relate_units = outermost(units.relate, Administrator.SYSADMIN)
end_relation = outermost(units.end_relation, Administrator.SYSADMIN)
create_person = outermost(people.create, Administrator.SYSADMIN)
amend_person = outermost(people.amend, Administrator.SYSADMIN)
leave = outermost(people.leave, Administrator.SYSADMIN)
create_post = outermost(posts.create, Administrator.SYSADMIN)
end_post = outermost(posts.end, Administrator.SYSADMIN)
appoint = outermost(posts.appoint, Administrator.SYSADMIN)
end_appointment = outermost(posts.end_appointment, Administrator.SYSADMIN)
disable_account = outermost(accounts.disable, Administrator.SYSADMIN)
undo_import = outermost(importing.undo_alone, Administrator.SYSADMIN)
unlink_identity = outermost(identities.unlink, Administrator.SYSADMIN)

# 安全保密管理员: who may do what.
activate_account = outermost(accounts.activate, Administrator.SECADMIN)
unlock_account = outermost(accounts.unlock, Administrator.SECADMIN)
give_role = outermost(posts.give_role, Administrator.SECADMIN)
end_role = outermost(posts.end_role, Administrator.SECADMIN)
put_in_charge = outermost(posts.put_in_charge, Administrator.SECADMIN)
end_charge = outermost(posts.end_charge, Administrator.SECADMIN)
end_administrator = outermost(administering.end, Administrator.SECADMIN)

# 系统管理员 or 安全保密管理员; one's own, everybody.
end_sessions = outermost(sessions.end_all)
end_session = outermost(sessions.end)
end_other_sessions = outermost(sessions.end_others)
sign_out = outermost(sessions.sign_out)
set_look = outermost(looks.set_look)

# One's own second factors; signed in just now.
set_up_code = outermost(factors.set_up_code)
register_key = outermost(factors.register_key)
remove_code = outermost(factors.remove_code)
remove_key = outermost(factors.remove_key)
renew_codes = outermost(factors.renew_codes)

# The principal, or 安全保密管理员 for somebody who cannot.
delegate = outermost(delegations.delegate)
revoke = outermost(delegations.revoke)

# One's own access tokens; the system administrator may revoke them.
make_token = outermost(tokens.make)
revoke_token = outermost(tokens.revoke)
