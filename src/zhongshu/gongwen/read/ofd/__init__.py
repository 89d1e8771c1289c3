"""Reading and showing OFD (GB/T 33190-2016), tolerant of what real files get wrong: `read` and `preview.draw`."""

from zhongshu.gongwen.read.ofd.reading import read

__all__ = ["read"]
