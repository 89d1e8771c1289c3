"""收取交换包: from the watched folder and by command, as by hand."""

import os

import pytest
from django.utils import timezone

from zhongshu.config import cli
from zhongshu.documents.actions import folder as documents
from zhongshu.exchange import actions
from zhongshu.exchange.actions import collecting
from zhongshu.exchange.models import Delivery, Dispatch, DispatchFile
from zhongshu.gongwen.packages.model import File
from zhongshu.trail.models import Entry


@pytest.fixture
def folder(cast, settings, tmp_path):
    """The folder of the county's packages."""
    settings.INTAKE = str(tmp_path)
    made = tmp_path / cast.organ.code / "交换包"
    made.mkdir(parents=True)
    return made


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (1, 1))


def test_what_lies_there_is_imported_and_what_is_refused_lies_aside(cast, elsewhere, folder):
    elsewhere.register()
    put(folder, "来文.zip", elsewhere.letter())
    put(folder, "别的.zip", b"PK nothing")
    assert actions.collect(at=cast.tick()) == 2
    row = Dispatch.objects.get()
    assert (row.by, Delivery.objects.get().unit) == (None, cast.organ)
    assert Entry.objects.filter(stream=row.stream, verb="exchange.imported", by="system").count() == 1
    assert sorted(one.name for one in folder.iterdir()) == ["未能收取"]
    assert "这不是交换包" in (folder / "未能收取" / "别的.zip（说明）.txt").read_text("utf-8")
    assert actions.collect(at=cast.tick()) == 0


def test_the_same_package_put_there_again_is_taken_away(cast, elsewhere, folder):
    elsewhere.register()
    content = elsewhere.letter()
    for name in ("一.zip", "二.zip"):
        put(folder, name, content)
    assert actions.collect(at=cast.tick()) == 2
    assert Dispatch.objects.count() == 1 and list(folder.iterdir()) == []


def test_what_is_secret_bears_no_name_there(cast, elsewhere, folder):
    elsewhere.register()
    put(folder, "某事.zip", elsewhere.letter(title="（机密）关于某事的通知"))
    actions.collect(at=cast.tick())
    names = [one.name for one in (folder / "未能收取").iterdir()]
    assert len(names) == 2 and not any("某事" in name for name in names)
    assert Dispatch.objects.count() == 0


def test_one_odd_package_keeps_nothing_from_coming_behind_it(cast, elsewhere, folder, monkeypatch):
    elsewhere.register()
    odd = elsewhere.letter(uids="7", files=(File("通知.txt" + " " * 300, "text", b"1"),))
    for name, content in (("1.zip", odd), ("2.zip", elsewhere.letter(uids="8", copies=1 << 33)), ("4.zip", b"boom")):
        put(folder, name, content)
    put(folder, "5.zip", elsewhere.letter())
    huge = folder / "3.zip"
    with huge.open("wb") as made:
        made.truncate((100 << 20) + 1)
    os.utime(huge, (1, 1))
    take = collecting.import_package

    def stumble(content, **given):
        if content == b"boom":
            raise KeyError(content)
        return take(content, **given)

    monkeypatch.setattr(collecting, "import_package", stumble)
    assert actions.collect(at=cast.tick()) == 5
    assert {one.name for one in DispatchFile.objects.all()} == {"通知.txt", "关于做好秋粮收购工作的通知.txt"}
    aside = folder / "未能收取"
    notes = {one: (aside / f"{one}.zip（说明）.txt").read_text("utf-8") for one in "234"}
    assert "份数不在1至9999之间" in notes["2"] and "超过100兆字节" in notes["3"] and "未能识读" in notes["4"]


def test_what_can_neither_be_moved_nor_deleted_waits_by_itself(cast, elsewhere, folder, monkeypatch):
    elsewhere.register()
    put(folder, "1.zip", b"PK")
    put(folder, "2.zip", elsewhere.letter())

    def fail(*given):
        raise PermissionError

    monkeypatch.setattr(collecting.folder, "put_by", fail)
    assert actions.collect(at=cast.tick()) == 2
    assert [one.name for one in folder.iterdir()] == ["1.zip"] and Dispatch.objects.count() == 1


def test_two_secret_packages_lie_beside_one_another_by_the_local_hour(cast, elsewhere, folder):
    elsewhere.register()
    for uids in "78":
        put(folder, f"{uids}.zip", elsewhere.letter(uids=uids, title="（机密）关于某事的通知"))
    at = cast.tick()
    actions.collect(at=at)
    hour = f"{timezone.localtime(at):%Y%m%d%H%M%S}"
    names = {one.name for one in (folder / "未能收取").iterdir()}
    made = {f"{hour}.zip", f"{hour}（2）.zip"}
    assert names == made | {f"{name}（说明）.txt" for name in made}


def test_what_is_scanned_is_collected_at_the_same_moment(cast, elsewhere, folder):
    elsewhere.register()
    put(folder, "来文.zip", elsewhere.letter())
    with documents.alone(folder.parent.parent):
        assert actions.collect(at=cast.tick()) == 1
    with documents.alone(folder):
        put(folder, "来文.zip", b"PK")
        assert actions.collect(at=cast.tick()) == 0


def test_without_a_folder_nothing_happens(settings, tmp_path):
    settings.INTAKE = str(tmp_path / "none")
    assert actions.collect(at=timezone.now()) == 0


def test_a_package_is_imported_by_command(cast, elsewhere, tmp_path, capsys):
    elsewhere.register()
    (tmp_path / "来文.zip").write_bytes(elsewhere.letter())
    words = ["exchange", "import", str(tmp_path / "来文.zip"), "--organ", cast.organ.code]
    assert cli.main(words) == 0
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    assert "已导入，待签收（清源市人民政府《清源市人民政府关于做好秋粮收购工作的通知》）" in said
    assert "已经导入过，没有重复导入" in said


def test_the_command_says_why_and_asks_for_the_organ(cast, elsewhere, tmp_path, capsys):
    (tmp_path / "来文.zip").write_bytes(elsewhere.letter())
    assert cli.main(["exchange", "import", str(tmp_path / "来文.zip"), "--organ", cast.organ.code]) == 1
    assert "不在交换对方登记簿中" in capsys.readouterr().err
    assert cli.main(["exchange", "import", str(tmp_path / "来文.zip")]) == 1
    assert "organ（县政府）" in capsys.readouterr().err
