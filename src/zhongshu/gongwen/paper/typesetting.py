"""Setting a paper (排版): a template, what stands in it, and the type of this machine make a PDF.

Text goes to the typesetter as data and never as source, so whatever somebody wrote is printed as it was written.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhongshu.gongwen.fonts import Fonts

TEMPLATES = Path(__file__).parent / "templates"


def typeset(template: str, content: Mapping[str, Any], *, fonts: Fonts, at: datetime) -> bytes:
    """Set a template of `templates/` and return the PDF (排版). The same content at the same second, the same bytes.

    content: what JSON can hold. Raises MissingCharacters, NoType.
    """
    import typst  # here alone: most processes never set anything

    fonts.check(content)
    return bytes(
        typst.compile(
            TEMPLATES / f"{template}.typ",
            root=TEMPLATES,
            format="pdf",
            font_paths=fonts.loaded,
            timestamp=at.astimezone(UTC).replace(microsecond=0),
            sys_inputs={
                "content": json.dumps(content, ensure_ascii=False),
                "fonts": json.dumps(fonts.chains, ensure_ascii=False),
            },
        )
    )
