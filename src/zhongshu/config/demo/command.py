"""`zhongshu demo`: plant the demonstration and say how to look at it."""

import argparse
import time

from django.utils import timezone

from zhongshu.config.demo import haste, planting
from zhongshu.matters.actions import indexing
from zhongshu.org.models import Unit
from zhongshu.search import actions as search

HALF_A_YEAR, YEAR = 320, 5000  # matters


def demo(options: argparse.Namespace) -> int:
    """Plant the demonstration office (装入演示数据) into the empty database; `--if-empty` lets one that is not be."""
    if options.if_empty and Unit.objects.exists():
        print("数据库里已有机关，没有装入演示数据。")
        return 0
    begun = time.monotonic()
    matters = options.matters or (YEAR if options.year else HALF_A_YEAR)
    with haste.hurried():
        made = planting.plant(
            seed=options.seed, people=options.people, matters=matters, at=timezone.now(), is_year=options.year
        )
        if options.year:
            search.drain(indexing.index)
    seconds = time.monotonic() - begun
    print(f"演示数据已装入：{made.units}个单位、{made.people}人、{made.matters}件事项，用时{seconds:.0f}秒。")
    print("运行 zhongshu serve，在本机打开网页，选择演示人员即可登录。")
    return 0
