"""What the security log holds (安全日志), and for whom (GB/T 22239-2019 8.1.4.3, S-AUD-1 and S-AUD-2)."""

import hmac
import json
from dataclasses import dataclass

from zhongshu.kit import digests
from zhongshu.kit.terms import Terms
from zhongshu.trail import rules as trail

KEPT_MONTHS = 6  # at least (网络安全法 art. 21); nothing on the trail is ever deleted

KINDS: Terms = (
    ("door", "登录和退出"),
    ("reading", "查看和下载"),
    ("taking", "导出和打印"),
    ("power", "账号、权限和策略"),
    ("refusal", "访问被拒绝"),
)
VERBS: dict[str, tuple[str, ...]] = {
    "door": (
        "org.signed_in",
        "org.signed_out",
        "org.sign_in_failed",
        "org.sign_in_refused",
        "org.account_locked",
        "org.account_unlocked",
        "org.sessions_ended",
    ),
    "reading": ("org.paper_viewed", "org.paper_downloaded"),
    "taking": ("files.exported", "files.printed", "files.copied", "matters.printed", "matters.original_taken"),
    "power": (
        "org.account_created",
        "org.account_activated",
        "org.account_disabled",
        "org.password_changed",
        "org.password_reset",
        "org.role_given",
        "org.role_ended",
        "org.put_in_charge",
        "org.charge_ended",
        "org.administrator_made",
        "org.administrator_ended",
        "org.policy_set",
        "org.confirmation_asked",
        "org.confirmation_agreed",
        "org.confirmation_declined",
        "org.confirmation_withdrawn",
        "org.imported",
        "org.import_undone",
        "matters.restricted",
        "matters.released",
        "matters.relabelled",
    ),
    "refusal": ("org.access_refused",),
}
FAILURES = ("org.sign_in_failed", "org.sign_in_refused", "org.account_locked", "org.access_refused")
# What goes on page by page is noted once an hour for each session and object.
ONCE_AN_HOUR = ("org.paper_viewed", "org.paper_downloaded", "org.access_refused")
RESULTS: Terms = (("good", "成功"), ("bad", "失败"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an act came from (来源): address, device in plain words, and a short name of the session."""

    address: str
    device: str
    session: str = ""


def all_verbs() -> tuple[str, ...]:
    """Return every verb of the log."""
    return tuple(verb for verbs in VERBS.values() for verb in verbs)


def is_guarded(label: str, restricted: bool) -> bool:
    """Tell whether reading a paper is noted: 内部, 工作秘密, or known to a list only (知悉范围)."""
    return label != "public" or restricted


LINES = 100_000  # of one export


def sealed(lines: list[str]) -> str:
    """Return lines of JSON with one more at the end: how many, and an HMAC-SM3 over all of them (签名导出)."""
    body = "".join(f"{line}\n" for line in lines)
    seal = trail.seal(trail.FIRST, "security-log", digests.sm3(body))
    return body + json.dumps({"lines": len(lines), "hmac_sm3": seal}) + "\n"


def is_genuine(text: str) -> bool:
    """Tell whether an exported log stands as it was sealed here: no line changed, added or taken out."""
    lines = text.split("\n")[:-2]  # without the seal and what follows the last line
    return hmac.compare_digest(text.encode(), sealed(lines).encode())
