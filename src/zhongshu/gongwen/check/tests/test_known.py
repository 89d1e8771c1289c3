"""What every office knows: the lists are whole, what they put right stays, and the day is the text's own."""

from datetime import date

import pytest

from zhongshu.gongwen.check import engine, known, sheet
from zhongshu.gongwen.check.model import Law, Renamed, World

TODAY = World(today=date(2026, 3, 1))
RULES = {rule.id: rule for rule in engine.rules()}


def found(rule, world=TODAY, **parts):
    return [finding.right for finding in engine.apply(RULES[rule], sheet.of_parts(parts), world)]


@pytest.mark.parametrize(("rule", "change"), [
    *(("CITE-05", change) for change in known.organs()),
    *(("CITE-12", change) for change in known.places()),
])  # fmt: skip
def test_an_old_name_is_found_from_its_day_on_and_the_new_one_never(rule, change):
    text = f"请{change.old}办理。" if len(change.old) > 3 else f"请转：{change.old}。"
    assert found(rule, body=text) == [change.new]
    assert found(rule, World(today=date(change.since.year - 1, 1, 1)), body=text) == []
    assert found(rule, body=f"请转：{change.new}。") == []


@pytest.mark.parametrize("law", known.laws(), ids=[law.old for law in known.laws()])
def test_what_is_out_of_force_is_found_from_its_day_on(law):
    name, _, year = law.old.partition(" ")
    text = law.old if name == "GB/T" else f"《{name}》（{year}年）" if year else f"《{name}》"
    rule = "CITE-08" if year and name != "GB/T" else "CITE-09"
    assert len(found(rule, body=f"依据{text}办理。")) == 1
    assert found(rule, World(today=date(law.since.year - 1, 1, 1)), body=f"依据{text}办理。") == []


def test_an_office_adds_its_own():
    world = World(
        today=date(2026, 3, 1),
        renamed=(Renamed("清溪县水务局", "清溪县水利局", date(2024, 1, 1)),),
        laws=(Law("清溪河管理条例", "清溪河保护条例", date(2024, 1, 1)),),
    )
    assert found("CITE-05", world, body="由清溪县水务局负责。") == ["清溪县水利局"]
    assert found("CITE-09", world, body="依据《清溪河管理条例》办理。") == ["《清溪河保护条例》"]
    assert found("CITE-05", body="由清溪县水务局负责。") == []


def test_the_day_is_the_documents_then_todays_then_that_of_the_last_year_it_names():
    dated = sheet.of_parts({"body": "2030年规划", "date": "2020年5月6日"})
    undated = sheet.of_parts({"body": "2018年、2019年的总结"})
    assert known.day(dated, TODAY) == date(2020, 5, 6)
    assert known.day(undated, TODAY) == date(2026, 3, 1)
    assert known.day(undated, World()) == date(2019, 12, 31)
    assert known.day(sheet.of_parts({"body": "总结"}), World()) == date.max
