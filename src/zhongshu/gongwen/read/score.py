"""How well a folder of labelled documents is read (识读评分): `python -m zhongshu.gongwen.read.score DIR`.

DIR/documents/labels.json and DIR/ofd/labels.json name the files and the truth; either may be missing. Exit status 1
when a field is wrong more often than LIMITS allows, or an OFD lacks a string.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.model import Unreadable

LIMITS = {"doc_number": 1, "kind": 1, "date": 2, "title": 3, "issuers": 5, "recipients": 5}
FIELDS = (*LIMITS, "urgency", "secrecy", "attachments")
_ORDERS = {"令", "命令", "命令（令）"}

Record = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the folder named in the arguments and print what is wrong."""
    folders = sys.argv[1:] if arguments is None else arguments
    if len(folders) != 1 or not Path(folders[0]).is_dir():
        print("用法：make score SAMPLES=目录，目录中有 documents/labels.json 或 ofd/labels.json。", file=sys.stderr)
        return 2
    folder = Path(folders[0])
    results = [
        score(folder / part) for part, score in (("documents", documents), ("ofd", packages)) if _labels(folder / part)
    ]
    if not results:
        print("没有找到 documents/labels.json 或 ofd/labels.json。", file=sys.stderr)
        return 2
    return int(not all(results))


def documents(folder: Path) -> bool:
    """Print per field how many are wrong, and which. Returns whether all are within the limits."""
    records = _labels(folder)
    results = [(record, _read(folder / record["file"])) for record in records]
    is_within = True
    for field in FIELDS:
        scored = [(record, found) for record, found in results if field not in (record.get("unscored") or ())]
        wrong = [(record, found) for record, found in scored if not is_right(record, field, found.get(field))]
        limit = LIMITS.get(field)
        print(f"{field:12} 错 {len(wrong)} / {len(scored)}" + ("" if limit is None else f"（至多 {limit}）"))
        for record, found in wrong:
            print(f"    {record['id']}  识读 {found.get('error') or found.get(field)!r}")
            print(f"         应为 {record.get(field)!r}")
        is_within = is_within and (limit is None or len(wrong) <= limit)
    return is_within


def is_right(record: Record, field: str, got: Any) -> bool:
    """Compare a value with the label and its other forms, white space apart."""
    wanted = [record.get(field), *(record.get(f"{field}_alt") or ())]
    return _plain(got) in [_plain(value) for value in wanted]


def packages(folder: Path) -> bool:
    """Print how many OFD files open and how many hold their strings. Returns whether all do."""
    records = _labels(folder)
    opened = missing = joined = 0
    for record in records:
        text = _read(folder / record["file"]).get("text")
        opened += text is not None
        lines = {line.strip() for line in (text or "").splitlines()}
        whole = "".join((text or "").split())
        lacking = [one for one in record["contains"] if one.strip() not in lines and "".join(one.split()) not in whole]
        parted = [one for one in record["contains_joined"] if "".join(one.split()) not in whole]
        missing, joined = missing + len(lacking), joined + len(parted)
        if text is None or lacking or parted:
            print(f"    {record['file']}  {'打不开' if text is None else f'缺 {lacking + parted}'}")
    print(f"OFD          打开 {opened} / {len(records)}，contains 缺 {missing}，contains_joined 缺 {joined}")
    return opened == len(records) and not missing and not joined


def _labels(folder: Path) -> list[Record]:
    path = folder / "labels.json"
    records: list[Record] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return records


def _read(path: Path) -> Record:
    try:
        with path.open("rb") as source:
            return reading.to_json(path.name, reading.read(source, path.name))
    except Unreadable as refusal:
        return {"error": refusal.sentence}


def _plain(value: Any) -> Any:
    """Return a value without white space; nothing at all and an empty list are the same."""
    if isinstance(value, list):
        return [_plain(one) for one in value] or None
    if isinstance(value, str):
        bare = "".join(value.split())
        return "命令" if bare in _ORDERS else bare
    return value


if __name__ == "__main__":
    sys.exit(main())
