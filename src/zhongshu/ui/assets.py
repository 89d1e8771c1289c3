"""Where the built page files (页面资源) are served.

Each carries a digest in its name, so browsers may keep it for ever.
"""

import functools
import json
from pathlib import Path

from django.templatetags.static import static

BUILT = Path(__file__).parent / "static" / "built"


class NotBuilt(RuntimeError):
    """The page files have not been built (页面资源尚未生成)."""


@functools.cache
def _names() -> dict[str, str]:
    try:
        return json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotBuilt("页面资源尚未生成，请先运行 make build。") from None


@functools.cache
def asset(name: str) -> str:
    """Return the address of a built file: `core.js`, `core.css` or `icons.svg`."""
    return static(f"built/{_names()[name]}")
