"""The page of the documentation lists the rules as they are, and the command that writes it."""

from pathlib import Path

from zhongshu.config import cli
from zhongshu.gongwen.check import catalogue, engine

PAGE = Path(__file__).parents[5] / "docs" / "checking.md"


def test_the_page_lists_the_rules_as_they_are():
    assert PAGE.read_text("utf-8").endswith(f"{catalogue.to_markdown()}\n"), (
        "zhongshu gongwen rules --page docs/checking.md"
    )


def test_every_rule_has_its_row(capsys):
    assert cli.main(["gongwen", "rules"]) == 0
    rows = [
        line.split(" | ")
        for line in capsys.readouterr().out.split("\n")
        if line.startswith("| ") and "编号" not in line
    ]
    assert [row[0].removeprefix("| ") for row in rows] == [rule.id for rule in engine.rules()]
    assert {len(row) for row in rows} == {7}


def test_what_stands_above_the_tables_stays(tmp_path):
    page = tmp_path / "页.md"
    page.write_text(f"# 把关\n\n{catalogue.HEADING}\n旧\n", "utf-8")
    assert cli.main(["gongwen", "rules", "--page", str(page)]) == 0
    assert page.read_text("utf-8") == f"# 把关\n\n{catalogue.to_markdown()}\n"
