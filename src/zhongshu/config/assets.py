"""What lies under /static/ (页面资源): built by Vite with a digest in each name, compressed once at build time."""

from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from zhongshu import ui

STATIC = Path(ui.__file__).parent / "static"
# Vite writes the digest of the content into the name: index-B1x2Y3z4.js never changes.
NAME_WITH_DIGEST = r"/built/.+-[\w-]{8}\.\w+$"


def load() -> dict[str, StaticFile]:
    """Return the files that were there at start, by the path of their address."""
    return WhiteNoise(None, STATIC, "static/", allow_all_origins=False, immutable_file_test=NAME_WITH_DIGEST).files


def is_built() -> bool:
    """Tell whether the pages' resources have been built (页面资源已生成)."""
    return any(STATIC.glob("built/**/*.css"))


def send(asset: StaticFile, scope: Any, proto: Any) -> None:
    """Send a file, compressed if the client takes it, or say that the client has it already."""
    headers = {f"HTTP_{name.replace('-', '_').upper()}": value for name, value in scope.headers.items()}
    if asset.is_not_modified(headers):
        return proto.response_empty(304, list(asset.not_modified_response.headers))
    path, found = asset.get_path_and_headers(headers)
    return proto.response_file(200, list(found), path)
