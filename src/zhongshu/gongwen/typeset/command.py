"""`zhongshu gongwen typeset IN.json OUT` (排版公文) and `zhongshu gongwen schema` (文稿格式说明)."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from zhongshu.gongwen import filing
from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.fonts import Fonts
from zhongshu.kit.errors import Refused

SUFFIXES = (".pdf", ".docx", ".ofd")


def run(source: str, target: str, *, archival: bool = False) -> int:
    """Set a draft and write the file; nothing is written when the draft cannot stand. Raises Refused."""
    suffix = Path(target).suffix.lower()
    if suffix not in SUFFIXES:
        raise Refused(f"不能排成“{suffix or target}”文件，请以{'、'.join(SUFFIXES)}为扩展名。")
    filing.keep(target, _set(filing.content(source), suffix, archival))
    return 0


def show_schema() -> int:
    """Print the JSON schema of a draft."""
    print(json.dumps(schema.schema(), ensure_ascii=False, indent=2))
    return 0


def _set(source: bytes, suffix: str, archival: bool) -> bytes:
    draft, at = schema.parse(source), _now()
    if suffix == ".docx":
        from zhongshu.gongwen.typeset import docx, plan

        return docx.to_docx(plan.make(draft), at=at)
    from zhongshu.gongwen.typeset import pdf

    made = pdf.to_pdf(draft, fonts=Fonts(_folder()), at=at, archival=archival).pdf
    return _ofd(draft, made, at) if suffix == ".ofd" else made


def _ofd(draft: Draft, made: bytes, at: datetime) -> bytes:
    from zhongshu.gongwen.typeset.ofd import writing

    title, author = "".join(draft.title.split("\n")), "、".join(draft.issuers)
    return writing.to_ofd(made, title=title, author=author, number=draft.number, at=at)


def _folder() -> Path:
    """Return where the fonts lie that were fetched at set-up, without the settings of the web pages."""
    return Path(os.environ.get("ZHONGSHU_FONTS") or Path(os.environ.get("ZHONGSHU_VAR", "var")) / "fonts")


def _now() -> datetime:
    """Return the time that the file bears: SOURCE_DATE_EPOCH where the same bytes are wanted again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
