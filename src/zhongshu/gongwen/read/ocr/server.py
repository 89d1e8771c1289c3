"""The process that recognises: `python -m zhongshu.gongwen.read.ocr.server IDLE MEMORY`, asked over its pipes.

It ends by itself when nothing was asked for IDLE seconds or when its parent is gone, takes MEMORY bytes of address
space at most, and leaves the processor to everybody else. It opens no network connection.
"""

import os
import resource
import select
import sys
from typing import BinaryIO

from zhongshu.gongwen.read.ocr import sight, wire
from zhongshu.gongwen.read.ocr.engine import Engine


def main() -> None:
    """Answer questions until none come."""
    idle, memory = float(sys.argv[1]), int(sys.argv[2])
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints must not talk into the answers.
    os.dup2(2, 1)
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    serve(sys.stdin.buffer, answers, idle)


def serve(questions: BinaryIO, answers: BinaryIO, idle: float) -> None:
    """Load the models at the first question and answer each with a page."""
    engine = None
    while select.select([questions], [], [], idle)[0]:
        frame = wire.receive(questions)
        if frame is None:
            return
        engine = engine or Engine()
        wire.send(answers, wire.answer(sight.look(engine, *wire.asked(frame))))


if __name__ == "__main__":
    main()
