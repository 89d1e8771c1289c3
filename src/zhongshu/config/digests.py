"""What a database says, as one digest a table (各表校验值), the same from SQLite and from PostgreSQL."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

WIDTH = 1 << 256
CHUNK = 2000  # rows


def every() -> dict[str, list[Any]]:
    """Return rows and digest of every table that has a model: {table: [rows, hexadecimal digits]}."""
    return {model._meta.db_table: _of(model) for model in apps.get_models(include_auto_created=True)}


def _of(model: type[Model]) -> list[Any]:
    names = [field.attname for field in model._meta.concrete_fields]
    return total(model._base_manager.values_list(*names).iterator(CHUNK))


def total(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Return the number of rows and the sum of their SM3 digests: on an order the two databases do not agree."""
    count = added = 0
    for row in rows:
        line = "\x1f".join(map(_plain, row)).encode()
        added = (added + int.from_bytes(hashlib.new("sm3", line).digest())) % WIDTH
        count += 1
    return [count, f"{added:064x}"]


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return "\x00" if value is None else str(value)
