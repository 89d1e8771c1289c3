"""Every write of seals, one function per verb.

`use_within` is called by any domain that has something sealed, inside its own transaction; what happens at the stations
of an application or a loan stands in `steps`.
"""

from zhongshu.seals.actions.applying import apply, ask_loan
from zhongshu.seals.actions.lending import remind
from zhongshu.seals.actions.registering import correct, end, hand_over, open_log, register
from zhongshu.seals.actions.uses import use_within, void_use

__all__ = [
    "apply",
    "ask_loan",
    "correct",
    "end",
    "hand_over",
    "open_log",
    "register",
    "remind",
    "use_within",
    "void_use",
]
