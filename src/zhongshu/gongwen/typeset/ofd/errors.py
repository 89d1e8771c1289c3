"""What cannot be written as OFD (不能写成 OFD)."""

from zhongshu.kit.errors import Refused


class Unwritable(Refused):
    """The PDF holds what this writer does not carry over; nothing is left out in silence."""
