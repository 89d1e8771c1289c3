"""Tasks for the tests."""

import os
import time
from pathlib import Path

from django_tasks import task

from zhongshu.jobs.actions import Context
from zhongshu.jobs.models import Job
from zhongshu.kit import tracing
from zhongshu.kit.errors import Refused

done: list[int] = []


@task
def add(left: int, right: int = 1) -> int:
    done.append(left + right)
    return left + right


@task
def break_down() -> None:
    raise ZeroDivisionError("坏了")


@task
def ask_for_nobody() -> None:
    Job.objects.none().get(worker="张三")


@task
def name_request() -> str:
    return tracing.current()


@task
def refuse() -> None:
    raise Refused("文件已被删除，无法排版。")


@task(takes_context=True)
def count(context: Context, steps: int) -> str:
    for step in range(steps):
        context.report(step * 100 // steps, f"正在处理第 {step + 1} 页")
    return f"第 {context.attempt} 次"


@task(takes_context=True)
def stop_midway(context: Context) -> None:
    context.report(40, "正在处理第 4 页")
    context.stop.set()
    context.report(50, "正在处理第 5 页")


@task
def hang_once(folder: str) -> str:
    """Write down each start; the first start never ends by itself."""
    starts = Path(folder) / "starts"
    with starts.open("a") as file:
        file.write(f"{os.getpid()}\n")
    while len(starts.read_text().split()) == 1:
        time.sleep(0.05)
    return "完成"
