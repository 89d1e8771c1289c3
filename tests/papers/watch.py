"""Reading under watch (受控识读): `python -m tests.papers.watch FILE…` prints what reading did beside reading.

One JSON object: said (a sentence or null by file name), seconds (by file name), grown (megabytes of memory at the
peak, without the recognition, which is a process too), reached (connections tried), written (files opened for
writing). In a process of its own, because such a watch cannot be taken off again.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.ocr import client
from zhongshu.kit.errors import Refused

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def watch(names: list[str]) -> dict[str, object]:
    """Read the files one after another and return what was seen."""
    reached: list[str] = []
    written: list[str] = []

    def note(event: str, given: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            reached.append(str(given))
        if (
            event == "open"
            and not isinstance(given[0], int)
            and int(given[2] or 0) & WRITING
            and given[0] != os.devnull
        ):
            written.append(str(given[0]))

    sys.addaudithook(note)
    before, said, seconds = _peak(), {}, {}
    with client.Recognition() as recogniser:
        for name in names:
            begun = time.monotonic()
            said[Path(name).name] = _said(name, recogniser)
            seconds[Path(name).name] = time.monotonic() - begun
    grown = _peak() - before
    return {"said": said, "seconds": seconds, "grown": grown, "reached": reached, "written": written}


def _said(name: str, recogniser: client.Recognition) -> str | None:
    try:
        with open(name, "rb") as source:
            reading.read(source, name, recogniser=recogniser)
    except Refused as refusal:
        return refusal.sentence
    return None


def _peak() -> float:
    """Return the most memory held so far, in megabytes; getrusage would count what the caller once held."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(watch(sys.argv[1:])))
