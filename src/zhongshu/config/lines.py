"""One line of `zhongshu doctor` (检查结果)."""

from dataclasses import dataclass

FINE, MISSING, NOTE = "正常", "缺少", "注意"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at: its state, what was found, and what to do when it is not fine."""

    state: str
    subject: str
    advice: str = ""


def judged(subject: str, advice: str) -> Line:
    """Return a line that is fine when there is nothing to advise."""
    return Line(NOTE if advice else FINE, subject, advice)
