"""收取交换包: from the watched folder and by command, as by hand."""

import os

import pytest
from django.utils import timezone

from zhongshu.config import cli
from zhongshu.exchange import actions
from zhongshu.exchange.models import Delivery, Dispatch
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
