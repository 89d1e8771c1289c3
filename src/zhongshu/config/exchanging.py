"""`zhongshu exchange`: packages of other systems brought in at the machine (导入交换包)."""

import argparse
import sys

from django.utils import timezone

from zhongshu.exchange import actions
from zhongshu.gongwen import filing
from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org


def take_in(options: argparse.Namespace) -> int:
    """Import packages for an organ (导入交换包); exit code 1 when one of them was refused."""
    organ, refused = _organ(options.organ), 0
    for name in options.files:
        try:
            made = actions.import_package(filing.content(name), organ=organ, by=None, at=timezone.now())
        except Refused as refusal:
            refused += 1
            print(f"{name}：{refusal.sentence}", file=sys.stderr)
        else:
            print(f"{name}：{_said(made)}")
    return int(refused > 0)


def _organ(code: str | None) -> int:
    """Return the organ of a code; where there is only one it need not be named."""
    known = org.organs(org.local_day(timezone.now()))
    found = [one for one in known if code in (None, one.code)]
    if len(found) != 1:
        codes = "、".join(f"{one.code}（{one.short_name}）" for one in known[:20])
        raise Refused(f"请用 --organ 写明收件机关的编码：{codes}。")
    return found[0].id


def _said(made: actions.Imported) -> str:
    dispatch = made.dispatch
    about = f"{dispatch.sender_name}《{dispatch.title}》" if dispatch.label == "public" else dispatch.sender_name
    if not made.is_new:
        return f"已经导入过，没有重复导入（{about}）。"
    return f"回执已导入（{about}）。" if made.is_receipt else f"已导入，待签收（{about}）。"
