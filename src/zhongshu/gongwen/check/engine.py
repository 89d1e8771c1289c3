"""The one way to check (把关): every rule over one sheet, and what was found in the order of the text."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from zhongshu.gongwen.check import groups
from zhongshu.gongwen.check.model import NOTHING, Edit, Finding, Hit, Rule, Severity, World
from zhongshu.gongwen.check.sheet import Sheet

GROUPS = {
    "DOC": "文种和标题", "ROUTE": "行文规则", "HEAD": "版头和主送", "SIGN": "署名、日期和版记", "ATT": "附件",
    "STRUCT": "结构层次", "PUNC": "标点符号", "NUM": "数字、计量和日期", "CITE": "引用和称谓", "WORD": "用字用词",
    "SEC": "保密和隐私", "LEN": "篇幅", "BURDEN": "基层减负",
}  # fmt: skip


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules of all modules of groups, in the order of the groups and of their numbers."""
    modules = [import_module(f"{groups.__name__}.{module.name}") for module in iter_modules(groups.__path__)]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
    order = list(GROUPS)
    return tuple(sorted(found, key=lambda rule: (order.index(rule.group), rule.id)))


def check(sheet: Sheet, world: World = NOTHING) -> list[Finding]:
    """Return what is wrong with a sheet, sorted by place; two rules may speak of the same place."""
    found = {finding for rule in rules() for finding in apply(rule, sheet, world)}
    return sorted(found, key=lambda finding: (finding.place, finding.rule.id))


def apply(rule: Rule, sheet: Sheet, world: World = NOTHING) -> Iterator[Finding]:
    """Yield what one rule finds."""
    for hit in rule.find(sheet, world):
        wrong = sheet.written(hit.place)
        fix = Edit(hit.place, hit.right) if hit.fix else None
        yield Finding(rule, _severity(rule, hit, sheet), hit.place, hit.message, wrong, hit.right, fix)


def _severity(rule: Rule, hit: Hit, sheet: Sheet) -> Severity:
    """A document older than the rule was right in its time; what is doubtful is no error."""
    if sheet.day and sheet.day < rule.since:
        return Severity.INFO
    is_doubtful = hit.doubtful or sheet.recognised
    return Severity.WARNING if is_doubtful and rule.severity is Severity.ERROR else rule.severity
