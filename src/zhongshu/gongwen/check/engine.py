"""The one way to check (把关): every rule over one sheet, and what was found in the order of the text."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from zhongshu.gongwen.check.model import NOTHING, Edit, Finding, Hit, Rule, Severity, World
from zhongshu.gongwen.check.sheet import Sheet

GROUPS = ("head",)


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, group by group, as they are written."""
    modules = [import_module(f"zhongshu.gongwen.check.groups.{group}") for group in GROUPS]
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Rule))


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
    return Severity.WARNING if hit.doubtful and rule.severity is Severity.ERROR else rule.severity
