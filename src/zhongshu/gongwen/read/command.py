"""`zhongshu gongwen read FILE…` (识读公文): one listing or one line of JSON per file; a bad file holds up no other."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.ocr import client

_LABELS = {
    "kind": "文种", "title": "标题", "doc_number": "发文字号", "issuers": "发文机关", "recipients": "主送机关",
    "date": "成文日期", "urgency": "紧急程度", "secrecy": "密级", "attachments": "附件",
}  # fmt: skip
DOUBTFUL = 0.6


def run(files: list[str], *, as_json: bool = False) -> int:
    """Read files and print what was found. Returns 0, or 1 when one of them could not be read."""
    failed = False
    for found in read_all(files):
        failed = failed or "error" in found
        print(json.dumps(found, ensure_ascii=False) if as_json else _listing(found), flush=True)
    return int(failed)


def read_all(files: list[str]) -> Iterator[dict[str, Any]]:
    """Yield for each file what `reading.to_json` says of it, or {"file", "error"} with a Chinese sentence."""
    with client.Recognition() as recogniser:
        for name in files:
            yield _read(name, recogniser if client.available() else None)


def _read(name: str, recogniser: client.Recognition | None) -> dict[str, Any]:
    try:
        with Path(name).open("rb") as source:
            return reading.to_json(name, reading.read(source, Path(name).name, recogniser=recogniser))
    except Unreadable as refusal:
        return {"file": name, "error": refusal.sentence}
    except FileNotFoundError:
        return {"file": name, "error": "找不到这个文件。请核对文件名和位置。"}
    except IsADirectoryError:
        return {"file": name, "error": "这是文件夹，不是文件。请写出其中的文件名。"}
    except OSError:
        return {"file": name, "error": "文件打不开。请确认有读取权限、磁盘正常。"}
    except Exception as error:  # the others must go on, and this one must be told
        print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        return {"file": name, "error": "识读中发生内部错误，未能完成。请把该文件交给系统管理员检查。"}


def _listing(found: dict[str, Any]) -> str:
    """Return a reading for people: a line per field, what is doubtful marked."""
    if "error" in found:
        return f"【{found['file']}】\n  不能识读：{found['error']}\n"
    lines = [f"【{found['file']}】"]
    for key, label in _LABELS.items():
        value = found[key]
        shown = "；".join(value) if isinstance(value, list) else value
        doubt = "（把握不大，请核对）" if shown and found["confidence"][key] < DOUBTFUL else ""
        lines.append(f"  {label}：{shown or '（未见）'}{doubt}")
    lines += [f"  提示：{warning}" for warning in found["warnings"]]
    return "\n".join(lines) + "\n"
