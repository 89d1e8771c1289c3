"""The door (公文识读): a file of any usual format → its paper, and the fields of 条例 art. 9 found on it."""

from importlib import import_module
from typing import Any, BinaryIO

from zhongshu.gongwen.read import flow, formats
from zhongshu.gongwen.read.fields import (
    attachments,
    dated,
    genre,
    issuers,
    number,
    recipients,
    secrecy,
    title,
    urgency,
)
from zhongshu.gongwen.read.model import Found, Paper, Reading, Recogniser, Report, Unreadable

# Which module reads a format; imported when the first file of that format comes.
READERS = {"txt": "text", "docx": "docx", "pdf": "pdf", "ofd": "ofd", "image": "images", "office": "office"}
FINDERS = {
    "genre": genre.find,
    "title": title.find,
    "doc_number": number.find,
    "issuers": issuers.find,
    "recipients": recipients.find,
    "date": dated.find,
    "urgency": urgency.find,
    "secrecy": secrecy.find,
    "attachments": attachments.find,
}
# 命令（令） is how 条例 art. 8 writes the one genre with two names.
STATUTORY = {"命令": "命令（令）"}


def read(source: BinaryIO, name: str, *, report: Report | None = None, recogniser: Recogniser | None = None) -> Reading:
    """Read one file. `source` must be seekable; `name` serves the sentences only, the bytes tell the format.

    Raises Unreadable with a Chinese sentence.
    """
    form = formats.sniff(source, name)
    if form not in READERS:
        raise Unreadable("这是压缩包，请解压后逐个识读。")
    reader = import_module(f"zhongshu.gongwen.read.{READERS[form]}")
    paper: Paper = reader.read(source, report=report, recogniser=recogniser)
    return Reading(paper, find_all(paper))


def find_all(paper: Paper) -> dict[str, Found]:
    """Find every field on a paper, whatever its format was. Never raises."""
    running = flow.of(paper)
    return {name: find(running) for name, find in FINDERS.items()}


def to_json(name: str, reading: Reading) -> dict[str, Any]:
    """Return a reading as the object that `zhongshu gongwen read --json` prints for the file `name`.

    Lengths in places are millimetres, pages and lines count from 0. What the paper does not have is null, no
    attachments are an empty list.
    """
    fields = {"kind" if key == "genre" else key: found for key, found in reading.fields.items()}
    values = {key: found.value for key, found in fields.items()}
    return {
        "file": name,
        **values,
        "kind": STATUTORY.get(values["kind"], values["kind"]),
        "text": reading.paper.text,
        "confidence": {key: found.confidence for key, found in fields.items()},
        "places": {key: [place._asdict() for place in found.places] for key, found in fields.items()},
        "warnings": list(reading.paper.warnings),
    }
