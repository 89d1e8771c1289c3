"""Tables of a draft and of a text: their cells in rows, and sums that are reckoned again where they stand."""

from zhongshu.gongwen.check import drafts, engine, segments, tables
from zhongshu.gongwen.draft.model import Draft, Table

ROWS = (("项目", "金额"), ("加固", "35.6"), ("清淤", ""), ("护坡", "12.4"), ("合计", "50.0"))
RULE = next(rule for rule in engine.rules() if rule.id == "NUM-12")


def test_the_cells_of_a_draft_know_their_columns():
    made = drafts.of_draft(Draft(body=("一段。", Table(ROWS), "又一段。", Table((("甲", "乙"),)))))
    first, second = tables.of(made)
    assert [[(cell.column, cell.text) for cell in row] for row in first][2:4] == [
        [(0, "清淤")],
        [(0, "护坡"), (1, "12.4")],
    ]
    assert [[cell.text for cell in row] for row in second] == [["甲", "乙"]]


def test_a_wrong_sum_is_told_with_its_place_in_the_draft():
    made = drafts.of_draft(Draft(body=("一段。", Table(ROWS))))
    finding = next(engine.apply(RULE, made))
    assert (finding.wrong, finding.message) == ("50.0", "本列各数之和为48.0，与合计不符，请核对")
    assert made.at(finding.place)[0] == ("body", 1, "rows", 4, 1)


def test_a_sum_that_only_rounding_parts_is_right():
    rows = (("项目", "亿元"), ("甲", "1.25"), ("乙", "2.25"), ("丙", "3.25"), ("合计", "6.76"))
    assert not list(engine.apply(RULE, drafts.of_draft(Draft(body=(Table(rows),)))))


def test_a_table_of_subtotals_is_let_be():
    rows = (("项目", "万元"), ("甲", "1"), ("小计", "1"), ("乙", "2"), ("小计", "2"), ("合计", "3"))
    assert not list(engine.apply(RULE, drafts.of_draft(Draft(body=(Table(rows),)))))


def test_rows_of_a_text_are_parted_by_tabs():
    made = segments.of_text(
        "关于经费的通知\n各单位：\n经费如下：\n项目\t金额\n加固\t3\n清淤\t4\n合计\t8\n请遵照执行。\n"
    )
    assert [len(row) for row in next(tables.of(made))] == [2, 2, 2, 2]
    assert [finding.wrong for finding in engine.apply(RULE, made)] == ["8"]
