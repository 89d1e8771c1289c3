"""`zhongshu gongwen typeset IN.json OUT` (排版公文) and `zhongshu gongwen schema` (文稿格式说明)."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from zhongshu.gongwen import filing, fonts
from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.typeset import writing
from zhongshu.kit.errors import Refused


def run(source: str, target: str, *, archival: bool = False) -> int:
    """Set a draft and write the file; nothing is written when the draft cannot stand. Raises Refused."""
    suffix = Path(target).suffix.lower()
    if suffix not in writing.SUFFIXES:
        raise Refused(f"不能排成“{suffix or target}”文件，请以{'、'.join(writing.SUFFIXES)}为扩展名。")
    if archival and suffix != ".pdf":
        raise Refused("归档要求（PDF/A-2b）只用于 PDF 文件。请以 .pdf 为扩展名，或者去掉 --archival。")
    draft = schema.parse(filing.content(source))
    filing.keep(target, writing.write(draft, suffix, fonts=fonts.installed(), at=_now(), archival=archival))
    return 0


def show_schema() -> int:
    """Print the JSON schema of a draft."""
    print(json.dumps(schema.schema(), ensure_ascii=False, indent=2))
    return 0


def _now() -> datetime:
    """Return the time that the file bears: SOURCE_DATE_EPOCH where the same bytes are wanted again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
