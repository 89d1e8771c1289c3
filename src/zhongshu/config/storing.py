"""Where bytes lie (存储位置): on this machine, in a folder that several hosts share, or in S3-compatible storage.

Everything here is shared by all hosts of a deployment; what is only on its way through a process stays in `var`.
The quarantine is a folder in any case: what is secret goes into no storage that others keep.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

NAMES = (
    "files",  # kept by digest, in the backup
    "pieces",  # of uploads on their way, whichever host they reach; swept
    "pictures",  # of pages, drawn anew whenever they are missing
    "products",  # made for one person each, swept after a week
)


def places(environment: Mapping[str, str], var: Path) -> tuple[dict[str, Any], Path]:
    """Return Django's STORAGES, without that of static files, and the folder of the quarantine.

    ZHONGSHU_SHARE is a folder on a mounted share. ZHONGSHU_S3_BUCKET, with _ENDPOINT, _REGION, _KEY and _SECRET, names
    S3-compatible storage instead; then ZHONGSHU_SHARE, if given, holds the quarantine alone.
    """
    share = Path(environment.get("ZHONGSHU_SHARE", var))
    bucket = environment.get("ZHONGSHU_S3_BUCKET", "")
    stores = {name: _objects(environment, name) if bucket else _folder(share / name) for name in NAMES}
    # A piece sent again takes the place of itself: names of the others come from what they hold.
    if not bucket:
        stores["pieces"]["OPTIONS"]["allow_overwrite"] = True
    return stores, share / "quarantine"


def _folder(place: Path) -> dict[str, Any]:
    options = {"location": place, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def _objects(environment: Mapping[str, str], name: str) -> dict[str, Any]:
    options = {
        "bucket_name": environment["ZHONGSHU_S3_BUCKET"],
        "endpoint_url": environment.get("ZHONGSHU_S3_ENDPOINT"),
        "region_name": environment.get("ZHONGSHU_S3_REGION", "us-east-1"),
        "access_key": environment.get("ZHONGSHU_S3_KEY"),
        "secret_key": environment.get("ZHONGSHU_S3_SECRET"),
        "location": name,
        "file_overwrite": True,  # of what has the same name every byte is the same
        "max_memory_size": 8 << 20,  # bytes; what is larger waits on the disk
    }
    return {"BACKEND": "zhongshu.config.objects.ObjectStorage", "OPTIONS": options}
