"""Keys that live outside the database (密钥): made once per installation, readable by the service account alone."""

import os
import secrets
from pathlib import Path


def read(var: Path, name: str) -> str:
    """Return the hexadecimal key kept in `var/secrets/name`, made at the first call.

    The file is created exclusively, so two processes that start together agree on one key.
    """
    folder = var / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text().strip()


def given(name: str) -> str:
    """Return a secret that somebody else has made: from the file named by NAME_FILE, else from NAME itself, else ""."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text().strip() if path else os.environ.get(name, "")
