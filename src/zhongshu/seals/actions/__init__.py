"""Every write of seals, one function per verb.

`use_within` is called by any domain that has something sealed, inside its own transaction, and `impressions` by one
that has files sealed; what happens at the stations of an application or a loan stands in `steps`.
"""

from zhongshu.seals.actions.applying import apply, ask_loan
from zhongshu.seals.actions.certifying import add_certificate, add_picture, try_out, withdraw
from zhongshu.seals.actions.lending import remind
from zhongshu.seals.actions.registering import correct, end, hand_over, open_log, register
from zhongshu.seals.actions.trusting import distrust, trust
from zhongshu.seals.actions.uses import use_within, void_use

__all__ = [
    "add_certificate",
    "add_picture",
    "apply",
    "ask_loan",
    "correct",
    "distrust",
    "end",
    "hand_over",
    "open_log",
    "register",
    "remind",
    "trust",
    "try_out",
    "use_within",
    "void_use",
    "withdraw",
]
