"""Files named on a command line (命令行文件): their bytes and where results go, and what is said when that fails."""

from pathlib import Path

from zhongshu.kit.errors import Refused


def content(file: str) -> bytes:
    """Return the bytes of a file. Raises Refused with a sentence that names it."""
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise Refused(f"找不到 {file}。请核对文件名和位置。") from None
    except IsADirectoryError:
        raise Refused(f"{file} 是文件夹，不是文件。请写出其中的文件名。") from None
    except OSError:
        raise Refused(f"{file} 打不开。请确认有读取权限、磁盘正常。") from None


def keep(file: str, made: bytes) -> None:
    """Write a file, whole or not at all. Raises Refused."""
    half = Path(f"{file}.part")
    try:
        half.write_bytes(made)
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)
        raise Refused(f"不能写入 {file}。请确认该位置存在、有权限、磁盘有空间。") from None
