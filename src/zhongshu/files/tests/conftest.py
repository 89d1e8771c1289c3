import io
import zipfile
from datetime import UTC, datetime

import pytest

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
BY = "person:12"
PDF = b"%PDF-1.7\n" + "请示".encode() * 500


def package(*names: str) -> bytes:
    """Return the bytes of a ZIP with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        for name in names:
            parts.writestr(name, "内容")
    return buffer.getvalue()


@pytest.fixture
def places(tmp_path, settings):
    """Give the store folders of its own and return their parent."""
    settings.UPLOADS, settings.QUARANTINE = tmp_path / "uploads", tmp_path / "quarantine"
    options = settings.STORAGES["files"]["OPTIONS"] | {"location": tmp_path / "files"}
    settings.STORAGES = {**settings.STORAGES, "files": {**settings.STORAGES["files"], "OPTIONS": options}}
    return tmp_path
