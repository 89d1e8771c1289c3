"""The archive that installs without any network, installed for real where there is none (离线安装)."""

import os
import platform
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / f"wheels-{platform.machine()}"  # what was fetched once need not be fetched for each test run


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The folder that the archive unpacks to."""
    output = tmp_path_factory.mktemp("dist")
    KEPT.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, ROOT / "deploy/bundle.py", "--output", output, "--wheels", KEPT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    archive = Path(done.stdout.splitlines()[-1])
    digest = subprocess.run(["sha256sum", "-c", f"{archive.name}.sha256"], cwd=output, capture_output=True, check=False)
    assert digest.returncode == 0
    with tarfile.open(archive) as packed:
        packed.extractall(output, filter="data")
    archive.unlink()
    return next(path for path in output.iterdir() if path.is_dir())


def install(bundle, prefix, **more):
    """Run the installation in a network namespace that has no network; return its code and what it said."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(prefix.parent), "LANG": "C.UTF-8", "PYTHON": sys.executable}
    command = ["unshare", "--net", "sh", bundle / "install.sh", prefix]
    done = subprocess.run(command, env=environment | more, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_it_installs_and_works_without_a_network(bundle, tmp_path):
    prefix = tmp_path / "opt" / "zhongshu"
    code, said = install(bundle, prefix)
    assert (code, f"已安装到 {prefix}" in said) == (0, True), said
    environment = {"PATH": os.environ["PATH"], "ZHONGSHU_VAR": str(tmp_path / "var"), "LANG": "C.UTF-8"}
    for arguments, words in (("migrate", "数据库已升级"), ("doctor", "正常  页面资源"), ("verify", "留痕完整")):
        command = ["unshare", "--net", prefix / "bin/zhongshu", arguments]
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, words in done.stdout) == (0, True), done.stdout + done.stderr
    assert (prefix / "docs/deployment.md").is_file() and (prefix / "deploy/nginx.conf").is_file()
    assert "不是空目录" in install(bundle, prefix)[1]


@pytest.mark.parametrize("name", ["wheel", "requirements.txt", "install.sh", "docs/deployment.md"])
def test_a_changed_byte_is_named_and_nothing_installed(bundle, tmp_path, name):
    path = next((bundle / "wheels").glob("zhongshu-*.whl")) if name == "wheel" else bundle / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if name != "install.sh" else whole + b"#\n")
    code, said = install(bundle, tmp_path / "opt")
    path.write_bytes(whole)
    assert (code, "安装包已损坏" in said, str(path.relative_to(bundle)) in said) == (1, True, True), said
    assert not (tmp_path / "opt").exists()


def test_what_is_missing_or_added_is_refused(bundle, tmp_path):
    (bundle / "LICENSE").rename(bundle / "kept")
    assert "缺少或被改动的文件：LICENSE" in install(bundle, tmp_path / "opt")[1]
    (bundle / "kept").rename(bundle / "LICENSE")
    (bundle / "wheels" / "added.whl").write_bytes(b"")
    assert "清单以外的文件" in install(bundle, tmp_path / "opt")[1]
    (bundle / "wheels" / "added.whl").unlink()
    assert not (tmp_path / "opt").exists()


def test_another_machine_or_python_is_refused(bundle, tmp_path):
    path, sums = bundle / "PLATFORM", bundle / "SHA256SUMS"
    kept = path.read_text(), sums.read_text()
    for told, words in (("aarch99 3.11", "这个安装包用于 aarch99"), (f"{platform.machine()} 3.99", "用于 Python 3.99")):
        path.write_text(f"{told}\n")
        line = subprocess.run(["sha256sum", "PLATFORM"], cwd=bundle, capture_output=True, text=True, check=True).stdout
        others = [one for one in kept[1].splitlines(True) if not one.endswith("  PLATFORM\n")]
        sums.write_text("".join([*others, line]))
        code, said = install(bundle, tmp_path / "opt")
        assert (code, words in said) == (1, True), said
    path.write_text(kept[0])
    sums.write_text(kept[1])
    assert "本机没有 Python" in install(bundle, tmp_path / "opt", PYTHON="/nowhere/python")[1]
    assert "写完整路径" in install(bundle, Path("opt"))[1]
    assert not (tmp_path / "opt").exists()
