"""The rules as a page of the documentation (规则目录), made from the rules themselves so that it cannot go stale."""

from collections.abc import Iterator
from pathlib import Path

from zhongshu.gongwen.check import engine, sheet
from zhongshu.gongwen.check.model import Example, Rule

HEADING = "## 规则目录"
_COLUMNS = "| 编号 | 检查什么 | 错 → 对 | 依据 | 约束力 | 最高级别 | 自动改 |\n|---|---|---|---|---|---|---|"
_LONGEST = 40


def run(page: Path | None = None) -> int:
    """Print the rules, or write them into a page (`zhongshu gongwen rules`)."""
    if page:
        write_into(page)
    else:
        print(to_markdown())
    return 0


def to_markdown() -> str:
    """Return all rules as tables, a group each."""
    return "\n".join([HEADING, "", *_groups()]).rstrip()


def write_into(page: Path) -> None:
    """Put the tables in place of those that a page of the documentation ends with."""
    before, _, _ = page.read_text("utf-8").partition(HEADING)
    page.write_text(f"{before}{to_markdown()}\n", "utf-8")


def _groups() -> Iterator[str]:
    for group, words in engine.GROUPS.items():
        rules = [rule for rule in engine.rules() if rule.group == group]
        yield f"### {group} {words}（{len(rules)}条）\n\n{_COLUMNS}"
        yield from map(_row, rules)
        yield ""


def _row(rule: Rule) -> str:
    wrong, right = rule.pairs[0]
    example = f"{_shown(wrong, right)} → {_shown(right, wrong)}"
    cells = (rule.id, rule.words, example, rule.source, rule.force, rule.severity, "是" if _mends(rule) else "")
    return f"| {' | '.join(cell.replace('|', '｜') for cell in cells)} |"


def _mends(rule: Rule) -> bool:
    made = (sheet.of_example(wrong) for wrong, _ in rule.pairs)
    return any(finding.fix for one in made for finding in engine.apply(rule, one, rule.world))


def _shown(example: Example, other: Example) -> str:
    """Return of an example what sets it off from the other one."""
    if isinstance(example, str) or isinstance(other, str):
        return _cut(str(example))
    parts = [said for role, said in example.items() if said != other.get(role) and said]
    texts = ["／".join([said] if isinstance(said, str) else said) for said in parts]
    return _cut("／".join(dict.fromkeys(texts))) or "（无）"


def _cut(text: str) -> str:
    text = text.replace("\n", "／").strip()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"
