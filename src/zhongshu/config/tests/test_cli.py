import subprocess
import sys

import pytest
from django.db import OperationalError

from zhongshu.config import cli, commands
from zhongshu.kit.errors import Refused
from zhongshu.org.models import Account, Unit
from zhongshu.trail import actions as trail
from zhongshu.trail import queries as trail_queries

HELP = """
import sys
from zhongshu.config.cli import main
try:
    main(["--help"])
finally:
    assert "django" not in sys.modules
"""


@pytest.fixture
def verify(monkeypatch, db):
    """Run `zhongshu verify` with this in place of the trail's own proof."""

    def run(proof):
        monkeypatch.setattr(commands.trail_queries, "verify", proof)
        return cli.main(["verify"])

    return run


def raising(error):
    def proof():
        raise error

    return proof


def test_help_is_chinese_and_needs_no_django():
    shown = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True)
    assert "用法：" in shown.stdout
    assert "核验留痕是否完整" in shown.stdout
    assert "usage" not in shown.stdout
    assert "options" not in shown.stdout


@pytest.mark.parametrize("line", [[], ["dance"], ["verify", "--dance"], ["restore"]])
def test_a_wrong_command_line_is_explained(line, capsys):
    with pytest.raises(SystemExit) as exit_:
        cli.main(line)
    assert exit_.value.code == 2
    said = capsys.readouterr().err
    assert "命令写法不对" in said
    assert said.count("用法：") == 1


def test_a_refusal_is_its_sentence(verify, capsys):
    assert verify(raising(Refused("不予办理。"))) == 1
    assert capsys.readouterr().err == "不予办理。\n"


def test_a_database_out_of_reach_is_a_sentence(verify, capsys):
    assert verify(raising(OperationalError("connection refused"))) == 1
    assert "数据库无法使用" in capsys.readouterr().err


def test_a_place_out_of_reach_is_a_sentence(verify, capsys):
    assert verify(raising(PermissionError(13, "Permission denied", "/mnt/backup"))) == 1
    assert capsys.readouterr().err.startswith("不能读写 /mnt/backup。")


def test_a_programming_error_is_not_hidden(verify):
    with pytest.raises(ZeroDivisionError):
        verify(raising(ZeroDivisionError()))


@pytest.mark.django_db
def test_verify_finds_nothing(capsys):
    assert cli.main(["verify"]) == 0
    assert "留痕完整" in capsys.readouterr().out


def test_verify_names_what_it_finds(verify, capsys):
    finding = trail_queries.Finding("matter:7", 3, "changed", "事项 7 的留痕：第 3 条被改动过。")
    assert verify(lambda: iter([finding])) == 1
    assert "第 3 条被改动过。\n核验完成，发现 1 处异常。" in capsys.readouterr().out


@pytest.mark.django_db
def test_migrate_puts_the_guards_back(capsys):
    assert cli.main(["migrate"]) == 0
    assert "无需升级" in capsys.readouterr().out
    assert trail_queries.missing_guards() == []
    trail.install_guards()


@pytest.mark.django_db
def test_init_shows_three_passwords_once(capsys):
    assert cli.main(["init", "--organ", "清河县人民政府办公室", "--number-code", "清政办"]) == 0
    said = capsys.readouterr().out
    assert "已建立机关：清河县人民政府办公室" in said
    assert said.count("口令 ") == 3
    assert Account.objects.count() == 3
    assert cli.main(["init", "--organ", "另一机关"]) == 1
    assert capsys.readouterr().err.endswith("。\n")
    assert Account.objects.count() == 3


@pytest.mark.django_db
def test_init_asks_for_what_is_not_given(monkeypatch, capsys):
    answers = iter(["清河县人民政府办公室", "县政府办", "清政办"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert cli.main(["init"]) == 0
    unit = Unit.objects.get()
    assert (unit.name, unit.short_name, unit.number_code) == ("清河县人民政府办公室", "县政府办", "清政办")


@pytest.mark.django_db
def test_init_without_answers_makes_nothing(monkeypatch, capsys):
    def nobody(_):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    assert cli.main(["init"]) == 1
    assert "请用 --organ 写明机关全称" in capsys.readouterr().err
    assert not Unit.objects.exists()


def test_a_reader_that_has_had_enough_is_no_error(tmp_path):
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text("关于开展春季植树活动的通知\n" * 2000)
    files = sorted(map(str, tmp_path.iterdir()))
    command = [sys.executable, "-m", "zhongshu.config.cli", "gongwen", "read", "--json", *files]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == ""


def test_papers_are_read_without_settings_and_a_bad_one_sets_the_status(tmp_path, capsys):
    letter = tmp_path / "来文.txt"
    letter.write_text("关于修路的通知\n各乡镇人民政府：\n现通知如下。\n清溪县交通运输局\n2026年3月5日\n", "utf-8")
    assert cli.main(["gongwen", "read", str(letter), "--json"]) == 0
    assert '"kind": "通知"' in capsys.readouterr().out
    assert cli.main(["gongwen", "read", str(letter), str(tmp_path / "没有.txt")]) == 1
    printed = capsys.readouterr().out
    assert "标题：关于修路的通知" in printed and "找不到这个文件" in printed
