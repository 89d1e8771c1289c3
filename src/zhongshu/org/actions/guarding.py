"""Setting the security policy (安全策略). Inside an open transaction."""

from datetime import datetime
from typing import Any

from zhongshu.kit import digests
from zhongshu.org import queries
from zhongshu.org.actions import changes
from zhongshu.org.models import SecurityPolicy
from zhongshu.org.rules import policies
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import canonical


def set_policy(values: dict[str, Any], *, by: str, at: datetime) -> None:
    """Put a security policy in force (修改安全策略) from now on; the former ones are kept."""
    changes.begin()
    before, now = queries.policy(), policies.Policy(**values)
    policies.check_changed(before, now)
    SecurityPolicy.objects.create(**now.values(), set_by=by, set_at=at)
    changes.begin()  # once more: the question above has put the former policy into this process's copy
    detail = {name: digests.sm3(canonical(one.values())) for name, one in (("before", before), ("after", now))}
    trail.record("org", "org.policy_set", by=by, at=at, detail=detail)
