"""What a newcomer gives to `zhongshu restore` and `zhongshu backup check`: each is answered in a sentence."""

import io

import pytest
from pyrage import x25519

import zhongshu
from zhongshu.config import cli, manifest, sealing

FILE = b"%PDF-1.7"
DIGEST = sealing.digest_in(io.BytesIO(FILE))


@pytest.fixture
def disk(tmp_path):
    """A folder with one encrypted backup of one file, and the private key beside it."""
    public, private = sealing.generate()
    (tmp_path / "private").write_text(private)
    to, folder = [x25519.Recipient.from_str(public)], tmp_path / "disk"
    folder.mkdir()
    new = folder / "new"
    sealed = sealing.seal(io.BytesIO(FILE), new, to)
    piece = folder / manifest.piece(DIGEST, sealed)
    piece.parent.mkdir(parents=True)
    new.rename(piece)
    database = sealing.seal(io.BytesIO(b"no database"), folder / "zhongshu-20260302-013000.age", to)
    told = {"database": manifest.SQLITE, "database_digest": DIGEST, "sealed_digest": database, "keys": {}, "tables": {}}
    about = {"files": {DIGEST: sealed}, "withheld": [], "migrations": [], "made_at": "", "version": "0.1.0"}
    manifest.write(folder / "zhongshu-20260302-013000.json", told | about)
    return folder


@pytest.fixture
def refused(disk, capsys):
    """Ask to restore something, and for a check of it; return what is said, once nothing was left behind."""

    def ask(place):
        to = disk.parent / "to"
        key = ["--identity", str(disk.parent / "private")]
        assert cli.main(["backup", "check", str(place)]) == 1
        checked = capsys.readouterr().err
        assert cli.main(["restore", str(place), "--to", str(to), *key]) == 1
        said = capsys.readouterr().err
        assert not to.exists()
        assert said == checked
        assert said.count("\n") == 1 and said.endswith("。\n")
        return said

    return ask


def test_the_folder_of_the_backups_is_asked_which(disk, refused):
    said = refused(disk)
    assert "中有 1 份加密备份" in said and f"例如最近的 {disk}/zhongshu-20260302-013000.age" in said


def test_what_is_not_there_or_no_backup_is_said_to_be_so(disk, refused):
    assert "没有找到" in refused(disk / "zhongshu-20990101-013000.age")
    piece = next((disk / "files").rglob("*.age"))
    assert "不是一份备份" in refused(piece)
    assert "不是一份备份" in refused(disk.parent / "private")
    assert "没有备份清单" in refused(disk / "files")


def test_one_half_written_is_none(disk, refused):
    (disk / "zhongshu-20260302-013000.json").unlink()
    said = refused(disk / "zhongshu-20260302-013000.age")
    assert "没有写完" in said and "zhongshu-20260302-013000.json" in said
    assert "没有写完" in refused(disk / "zhongshu-20260302-013000.json")


@pytest.mark.parametrize("cut", [0, 1, 40])
def test_a_manifest_cut_short_is_damaged(disk, refused, cut):
    path = disk / "zhongshu-20260302-013000.json"
    path.write_bytes(path.read_bytes()[:cut])
    assert "备份已损坏：zhongshu-20260302-013000.json 不能读取" in refused(path)


def test_a_changed_byte_is_named(disk, refused):
    one = disk / "zhongshu-20260302-013000.age"
    for path in (one, one.with_suffix(".json"), next((disk / "files").rglob("*.age"))):
        whole = path.read_bytes()
        path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        said = refused(one)
        assert "备份已损坏" in said and path.name in said
        path.write_bytes(whole)


def test_of_many_damaged_files_ten_are_named(tmp_path):
    with pytest.raises(manifest.Damaged) as refusal:
        manifest.check(tmp_path, [(f"files/{number}", DIGEST) for number in range(1000)])
    assert "files/9等 1000 个。" in refusal.value.sentence and "files/10" not in refusal.value.sentence


@pytest.mark.parametrize("newer", [{"version": "99.0.0"}, {"migrations": ["org.0999_future"]}])
def test_one_of_a_later_version_says_which(disk, refused, newer):
    path = disk / "zhongshu-20260302-013000.json"
    content = manifest.read(path)
    manifest.write(path, content | newer)
    said = refused(path)
    assert "更新的版本" in said and f"本机是 {zhongshu.__version__}" in said and "升级" in said


def test_one_that_is_written_in_another_way_is_said_to_be_so(disk, refused):
    path = disk / "zhongshu-20260302-013000.json"
    manifest.write(path, {"format": 9})
    assert "由另一版本写成" in refused(path)
