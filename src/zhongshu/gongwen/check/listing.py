"""Findings as they are shown (把关结果): a listing for people, an object for programs."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from zhongshu.gongwen.check.model import Finding, Severity
from zhongshu.gongwen.check.sheet import Role, Sheet

PARTS: dict[Role, str] = {
    "copy_number": "份号", "secrecy": "密级", "urgency": "紧急程度", "mark": "发文机关标志", "number": "发文字号",
    "signer": "签发人", "title": "标题", "adopted": "题注", "recipients": "主送机关", "heading": "正文", "body": "正文",
    "table": "正文表格", "attachment_note": "附件说明", "signature": "署名", "date": "成文日期", "note": "附注",
    "present": "出席、列席、请假", "copied_to": "抄送机关", "printed": "印发机关和日期", "keywords": "主题词",
    "attachment_label": "附件标识", "attachment_title": "附件标题", "attachment_body": "附件正文",
    "attachment_table": "附件表格", "other": "其他",
}  # fmt: skip
_AROUND, _LONGEST = 6, 50


def to_text(name: str, sheet: Sheet, findings: Iterable[Finding]) -> str:
    """Return the listing of a file: place, what stands there → what to write, by which clause."""
    found = list(findings)
    counts = Counter(finding.severity for finding in found)
    said = "，".join(f"{severity}{counts[severity]}处" for severity in Severity if counts[severity])
    rows = [f"【{name}】{said or '没有发现问题'}"]
    counted = _counted(sheet)
    for finding in found:
        rows.append(f"  {finding.severity}　{_where(sheet, finding, counted)}：{finding.message}")
        rows += _wording(sheet, finding)
        rows.append(f"      依据：{finding.rule.source}（{finding.rule.force}，规则{finding.rule.id}）")
    return "\n".join(rows) + "\n"


def where(sheet: Sheet, finding: Finding) -> str:
    """Return the place in words: 正文第3段第5字, counted within its part."""
    return _where(sheet, finding, _counted(sheet))


def _counted(sheet: Sheet) -> list[int]:
    """Return of each paragraph which of its part it is, 0 where it is the only one."""
    parts = [PARTS[one.role] for one in sheet.paragraphs]
    total, seen, numbers = Counter(parts), Counter[str](), []
    for part in parts:
        seen[part] += 1
        numbers.append(seen[part] if total[part] > 1 else 0)
    return numbers


def _where(sheet: Sheet, finding: Finding, counted: list[int]) -> str:
    number, start, _ = finding.place
    row = f"第{counted[number]}段" if counted[number] else ""
    return f"{PARTS[sheet.paragraphs[number].role]}{row}第{start + 1}字"


def _wording(sheet: Sheet, finding: Finding) -> list[str]:
    """Return what stands there and what to write; of a place without width with what stands round it."""
    number, start, end = finding.place
    text = sheet.paragraphs[number].text
    before, after = ("", "") if finding.wrong else (text[max(start - _AROUND, 0) : start], text[end : end + _AROUND])
    wrong = _cut(before + finding.wrong + after)
    if finding.right:
        return [f"      原文：{wrong} → 建议：{_cut(before + finding.right + after)}"]
    return [f"      原文：{wrong} → 删去" if finding.fix else f"      原文：{wrong}"] if wrong else []


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


def to_json(name: str, sheet: Sheet, findings: Iterable[Finding]) -> dict[str, Any]:
    """Return findings as the object that `--json` prints: places in the source count from 0, as in slices.

    `paragraph` is a line of the text, or the path of a part in the draft.
    """
    return {"file": name, "findings": [_object(sheet, finding) for finding in findings]}


def _object(sheet: Sheet, finding: Finding) -> dict[str, Any]:
    source, start, end = sheet.at(finding.place)
    return {
        "rule": finding.rule.id,
        "severity": finding.severity.name.lower(),
        "force": finding.rule.force.name.lower(),
        "source": finding.rule.source,
        "part": sheet.paragraphs[finding.place.paragraph].role,
        "paragraph": source[0] if len(source) == 1 else list(source),
        "start": start,
        "end": end,
        "message": finding.message,
        "wrong": finding.wrong,
        "right": finding.right or None,
        "fixable": finding.fix is not None,
    }
