"""Encrypting for the office and opening again (加密与解密), in the age format. No Django here.

The machine that writes backups holds public keys alone (收件公钥): who breaks into it reads no backup. The private
key (解密私钥) is kept by the office, on paper or a disk in a safe, and is only there when something is restored.
"""

import hashlib
import os
import shutil
from pathlib import Path
from typing import IO, Any

import pyrage

from zhongshu.kit.errors import Refused

SUFFIX = ".age"


class NoRecipient(Refused):
    """Nobody is named for whom to encrypt (没有收件公钥)."""


class WrongKey(Refused):
    """The private key is none, or not one of those that this was encrypted for (私钥不符)."""


class Altered(Exception):
    """What is encrypted is not whole or has been changed (密文不完整)."""


class _Writer:
    """A file that keeps the digest of what was written, and the error that the library would only quote."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.new("sm3")
        self.error: OSError | None = None

    def write(self, part: bytes) -> int:
        self.digest.update(part)
        try:
            return self.file.write(part)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.file.flush()


def generate() -> tuple[str, str]:
    """Return a new public and private key (生成密钥)."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def recipients(path: Path) -> list[Any]:
    """Return the public keys that a file lists, one a line; `#` begins a remark. Raises NoRecipient."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    named = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not named:
        raise NoRecipient(f"没有收件公钥，不能加密备份。请运行 zhongshu backup keygen，把公钥写入 {path}。")
    try:
        return [pyrage.x25519.Recipient.from_str(line) for line in named]
    except pyrage.RecipientError as error:
        raise NoRecipient(f"{path} 中有不是公钥的内容，没有备份。公钥以 age1 开头，每行一个。") from error


def identities(path: Path) -> list[Any]:
    """Return the private keys that a file holds. Raises WrongKey."""
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    try:
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except pyrage.IdentityError as error:
        raise WrongKey(f"{path} 中的私钥不完整。请核对后重试。") from error
    if not found:
        raise WrongKey(f"{path} 中没有私钥。请用 --identity 指明存放私钥的文件。")
    return found


def seal(source: IO[bytes], target: Path, to: list[Any]) -> str:
    """Encrypt to a file that appears whole or not at all, on stable storage; return the digest of what lies there.

    What was written is read back from the disk and compared. Raises OSError, also when it reads back differently.
    """
    part = target.with_name(f"{target.name}.part")
    with open(part, "wb", opener=private) as file:
        writer = _Writer(file)
        try:
            pyrage.encrypt_io(source, writer, to)
        except pyrage.EncryptError as error:
            raise writer.error or OSError(f"encryption failed: {error}") from error
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # so that the disk is asked, not the memory
    if digest_of(part) != writer.digest.hexdigest():
        raise OSError(None, "not what was written", str(part))
    part.replace(target)
    return writer.digest.hexdigest()


def unseal(source: Path, target: Path, with_: list[Any]) -> None:
    """Decrypt to a new file. Raises WrongKey and Altered."""
    with source.open("rb") as sealed, open(target, "wb", opener=private) as file:
        try:
            pyrage.decrypt_io(sealed, file, with_)
        except pyrage.DecryptError as error:
            if "No matching keys" in str(error):
                raise WrongKey("私钥与这份备份不符，打不开。请换用备份时登记的公钥所对应的私钥。") from error
            raise Altered from error
        except OSError as error:
            if error.errno is None:  # the library's own: a part does not bear its seal
                raise Altered from error
            raise
        file.flush()
        os.fsync(file.fileno())


def digest_of(path: Path) -> str:
    """Return the SM3 digest of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return digest_in(file)


def digest_in(file: IO[bytes]) -> str:
    """Return the SM3 digest of what an open file holds from where it stands."""
    digest = hashlib.new("sm3")
    while part := file.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()


def copy(source: Path, target: Path) -> Path:
    """Copy a file so that nobody else may read the copy; return its place."""
    with source.open("rb") as given, open(target, "wb", opener=private) as taken:
        shutil.copyfileobj(given, taken)
    return target


def private(path: str, flags: int) -> int:
    """Open a file that nobody else may read, from its first byte on (an opener for `open`)."""
    return os.open(path, flags, 0o600)
