import io
import zipfile
from datetime import UTC, datetime

import pytest

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
BY = "person:12"
PDF = b"%PDF-1.7\n" + "请示".encode() * 500


def package(*names: str, **contents: str) -> bytes:
    """Return the bytes of a ZIP with these parts; of some the content is given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as parts:
        for name in names:
            parts.writestr(name, "内容")
        for name, content in contents.items():
            parts.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def places(tmp_path, settings):
    """Give the store folders of its own and return their parent."""
    settings.UPLOADS, settings.QUARANTINE = tmp_path / "uploads", tmp_path / "quarantine"
    settings.STORAGES = {name: _at(tmp_path / name, store) for name, store in settings.STORAGES.items()}
    return tmp_path


def _at(folder, store):
    return {**store, "OPTIONS": {**store["OPTIONS"], "location": folder}} if "OPTIONS" in store else store
