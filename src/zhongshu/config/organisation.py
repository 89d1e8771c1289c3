"""`zhongshu org`: the whole organisation out of a workbook and into one, at the machine (机构人员导入导出)."""

import argparse
import json
import sys
from pathlib import Path

from django.utils import timezone

from zhongshu.org import actions, rules
from zhongshu.org import queries as org
from zhongshu.org.queries import workbooks
from zhongshu.org.rules import security

MANY = 50  # faults printed


def take_in(options: argparse.Namespace) -> int:
    """Import a workbook (导入机构人员), or with `--check` say what it would do; exit code 1 when anything is wrong."""
    path, now = Path(options.file), timezone.now()
    made = actions.importing.check(
        path.read_bytes(),
        name=path.name,
        on=org.local_day(now),
        ends_absent=options.end_absent,
        by=rules.SYSTEM,
        at=now,
    )
    outcome = json.loads(made.outcome)
    for sheet, row, column, sentence in outcome["faults"][:MANY]:
        print(f"{sheet} 第{row}行 {column}：{sentence}", file=sys.stderr)
    if outcome["faults"]:
        print(f"共{len(outcome['faults'])}处错误，什么都没有改动。", file=sys.stderr)
        return 1
    print(_summary(outcome))
    if not options.check and not outcome["is_empty"]:
        actions.importing.apply_import(made, by=rules.SYSTEM, at=timezone.now())
        print("已导入。如需撤销，请由系统管理员在“导入机构人员”页面办理。")
    return 0


def _summary(outcome: dict[str, dict[str, dict[str, int]]]) -> str:
    titles = (("added", "新增"), ("changed", "修改"), ("ended", "终止"), ("unchanged", "不变"))
    counts = outcome["counts"].values()
    return "，".join(f"{words}{sum(one[kind] for one in counts)}项" for kind, words in titles)


def put_out(options: argparse.Namespace) -> int:
    """Write the present organisation (导出机构人员), or with `--empty` the template, into a workbook."""
    now = timezone.now()
    state = None if options.empty else workbooks.present(org.local_day(now))
    Path(options.file).write_bytes(workbooks.workbook(state, at=now))
    print(f"已写入 {options.file}")
    return 0


def check_log(options: argparse.Namespace) -> int:
    """Say whether an exported security log stands as it was sealed here (核对安全日志); exit code 1 when not."""
    genuine = security.is_genuine(Path(options.file).read_text("utf-8"))
    print(
        "文件与导出时一致。" if genuine else "文件已被改动，或不是本系统导出的。",
        file=sys.stdout if genuine else sys.stderr,
    )
    return 0 if genuine else 1
