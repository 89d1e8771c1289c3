"""Make the archive that installs without any network (离线安装包): `python deploy/bundle.py [--platform aarch64]`.

It holds everything but Python itself, and the digest of every file; `install.sh` refuses what differs by a byte.
"""

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "src/zhongshu/ui/static/built"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
# Oldest first: pip takes the newest that a wheel was built for.
TAGS = ("manylinux2014", "manylinux_2_17", "manylinux_2_24", "manylinux_2_26", "manylinux_2_27", "manylinux_2_28")
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def main() -> None:
    """Read the options, make the archive and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platform", default=platform.machine(), choices=["x86_64", "aarch64"])
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--wheels", type=Path, help="folder in which wheels are kept from one time to the next")
    parser.add_argument("--fonts", type=Path, default=ROOT / "var/fonts")
    options = parser.parse_args()
    if not any(BUILT.glob("*.css")):
        sys.exit("页面资源尚未生成。请先运行 make build。")
    print(make(options))


def make(options: argparse.Namespace) -> Path:
    """Gather everything in a folder and pack it; return the path of the archive."""
    kept = options.wheels or ROOT / "build" / f"wheels-{options.platform}"
    fetch(kept, options.platform)
    own = build_own(options.output)
    folder = options.output / f"zhongshu-{own.name.split('-')[1]}-{options.platform}-python{PYTHON}"
    shutil.rmtree(folder, ignore_errors=True)
    gather(folder, kept, own, options)
    seal(folder)
    archive = folder.with_name(f"{folder.name}.tar.gz")
    with tarfile.open(archive, "w:gz", compresslevel=1) as packed:  # wheels are compressed already
        packed.add(folder, folder.name)
    archive.with_name(f"{archive.name}.sha256").write_text(f"{sha256(archive)}  {archive.name}\n")
    shutil.rmtree(folder)
    return archive


def fetch(kept: Path, machine: str) -> None:
    """Have the wheels of all locked packages for a machine, those that are there already included."""
    foreign = [] if machine == platform.machine() else [f"--platform={tag}_{machine}" for tag in TAGS]
    lock = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(ROOT / "requirements/run.lock")]
    subprocess.run([*PIP, "download", *lock, *foreign, f"--find-links={kept}", "-d", str(kept)], check=True)  # noqa: S603


def build_own(output: Path) -> Path:
    """Build the wheel of this program, pages included; return its path."""
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob("zhongshu-*.whl"):
        old.unlink()
    subprocess.run([*PIP, "wheel", "--no-deps", "-w", str(output), str(ROOT)], check=True)  # noqa: S603
    return next(output.glob("zhongshu-*.whl"))


def gather(folder: Path, kept: Path, own: Path, options: argparse.Namespace) -> None:
    """Lay everything out as `install.sh` expects it."""
    wheels = folder / "wheels"
    shutil.copytree(kept, wheels)
    own = Path(shutil.move(own, wheels / own.name))
    lock = (ROOT / "requirements/run.lock").read_text("utf-8")
    version = own.name.split("-")[1]
    (folder / "requirements.txt").write_text(f"{lock}zhongshu=={version} --hash=sha256:{sha256(own)}\n", "utf-8")
    (folder / "PLATFORM").write_text(f"{options.platform} {PYTHON}\n")
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copytree(
        ROOT / "deploy", folder / "deploy", ignore=shutil.ignore_patterns("*.py", "install.sh", "__pycache__")
    )
    shutil.copy(ROOT / "deploy/install.sh", folder)
    for name in ("LICENSE", "NOTICE", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder)
    if options.fonts.is_dir():
        shutil.copytree(options.fonts, folder / "fonts")


def seal(folder: Path) -> None:
    """Write down the digest of every file but this list."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256(path)}  {path.relative_to(folder)}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def sha256(path: Path) -> str:
    """Return the digest of a file as sha256sum writes it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
