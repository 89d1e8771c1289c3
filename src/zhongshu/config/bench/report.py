"""What was found, as tables that are read (性能测试报告)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

OPERATIONS = {"desk": "工作台", "matter": "事项页", "step": "办理一步", "open": "登记一件"}
SEARCHED = {"rare": "少见", "common": "常见", "little": "可见很少", "all": "全部可见"}
COUNTED = {
    "tasks_person": "任务按人员",
    "tasks_unit": "任务按单位",
    "tasks_month": "任务按月份",
    "matters_unit": "事项按主办单位",
}
PAPERS = {
    "pdf": "排成 PDF",
    "ofd": "转成 OFD",
    "docx": "排成 DOCX",
    "check": "检查5000字",
    "compare": "比对两份2万字",
    "preview": "预览",
}
HOSTS = {"one": "一台主机", "all": "全部主机", "killed": "中途断掉一台"}
LOST = {"lost": "途中断开", "unreached": "无法连接"}
Found = Mapping[str, Any]


def table(found: Found) -> str:
    """Return all tables, with an empty line between (汇总成表)."""
    if "hosts" in found:
        return "\n".join(_hosts(found))
    sizes = [one for one in (found, found["tenth"]) if one]
    parts: list[Iterable[str]] = [part for one in sizes for part in _of_size(one)]
    if "search" in found:
        parts.append(_search(found["search"]))
    if "figures" in found:
        parts.append(_figures(found["figures"]))
    if "sending" in found:
        parts.append(_sending(found["sending"]))
    if "papers" in found:
        parts.append(_papers(found["papers"]))
    return "\n\n".join("\n".join(part) for part in parts)


def _of_size(found: Found) -> Iterator[Iterable[str]]:
    yield [_about(found)]
    if "operations" in found:
        yield _operations(found)
    if "load" in found:
        yield _load(found["load"])


def _about(found: Found) -> str:
    return f"{found['database']}，{found['tasks']:,} 个任务，{found['people']:,} 人"


def _operations(found: Found) -> list[str]:
    heads = ("操作", "处理器毫秒", "用时毫秒", "裸 SQL 处理器毫秒", "裸 SQL 用时毫秒", "用时倍数")
    columns = ("cpu_ms", "wall_ms", "bare_cpu_ms", "bare_wall_ms", "wall_ratio")
    rows = [[name, *(found["operations"][key][one] for one in columns)] for key, name in OPERATIONS.items()]
    server = found["server"]
    return [*_drawn(heads, rows), f"启动 {server['start_s']} 秒，每个网页进程独占内存 {server['private_mb']} MB"]


def _load(points: Sequence[Found]) -> list[str]:
    heads = (
        "并发",
        "每秒次数",
        "中位毫秒",
        "95% 毫秒",
        "办理步数",
        "出错",
        "占用处理器：客户端",
        "服务",
        "数据库",
        "其他",
    )
    rows = [[one["clients"], *_point(one)] for one in points]
    return _drawn(heads, rows)


def _point(one: Found) -> list[Any]:
    busy = one["busy"]
    serving = round(sum(taken for name, taken in busy.items() if name.startswith(("server", "host"))), 2)
    told = [one["per_second"], one["p50_ms"], one["p95_ms"], one["steps"], sum(one["failed"].values())]
    return [*told, busy["clients"], serving, busy.get("database", "-"), busy["others"]]


def _hosts(found: Found) -> list[str]:
    heads = ("", "每秒次数", "中位毫秒", "95% 毫秒", "办理步数", "出错", "占用处理器：客户端", "服务", "数据库", "其他")
    rows = [[name, *_point(found[key])] for key, name in HOSTS.items()]
    killed = found["killed"]
    failed = "，".join(f"{LOST.get(why, why)} {count}" for why, count in killed["failed"].items()) or "无"
    return [
        f"postgresql，{found['tasks']:,} 个任务，{found['people']:,} 人，{found['hosts']} 台主机，"
        f"每台一个网页进程，并发 {killed['clients']}",
        "",
        *_drawn(heads, rows),
        f"断掉一台时出错：{failed}；已答复而没有办成的：{killed['missing']}",
        f"断掉一台时逐秒次数：{' '.join(map(str, killed['by_second']))}",
    ]


def _search(found: Found) -> list[str]:
    size = found["bytes_per_text"]
    rows = [[_asked(key), one["p50_ms"], one["p95_ms"]] for key, one in found["pages"].items()]
    return [
        f"检索，{found['texts']:,} 篇，每篇索引 {size['tokens']} 字节，正文 {size['text']} 字节，"
        f"编入一篇 {found['indexing_ms']} 毫秒",
        *_drawn(("字数、常见与否、可见范围", "中位毫秒", "95% 毫秒"), rows),
    ]


def _asked(key: str) -> str:
    """Say "2_rare_all" in words."""
    length, often, who = key.split("_")
    return f"{length}字 {SEARCHED[often]} {SEARCHED[who]}"


def _figures(found: Found) -> list[str]:
    columns = ("counted", "groups", "seconds", "processor_s", "grown_mb")
    rows = [[COUNTED[key], *(one[column] for column in columns)] for key, one in found.items()]
    return _drawn(("效率统计", "计入条数", "分组数", "用时秒", "处理器秒", "内存增加 MB"), rows)


def _sending(found: Found) -> list[str]:
    names = {"first": "首页", "last": "第200页", "found": "按年度和文种"}
    whose = {"1": "登记人员", "150": "一般人员"}
    rows = [
        [f"{names[key.split('_')[0]]}，{whose[key.split('_')[1]]}", one["cpu_ms"], one["wall_ms"], one["wall_p95_ms"]]
        for key, one in found["pages"].items()
    ]
    return [
        f"发文登记簿，{found['documents']:,} 件；分发 {found['receivers']} 个单位：办理 {found['act_s']} 秒，"
        f"送达作业 {found['job_s']} 秒",
        *_drawn(("页面", "处理器毫秒", "用时毫秒", "95% 毫秒"), rows),
    ]


def _papers(found: Found) -> list[str]:
    columns = ("first_ms", "cpu_ms", "wall_ms", "wall_p95_ms")
    rows = [[name, *(found["jobs"][key][column] for column in columns)] for key, name in PAPERS.items()]
    office = found["office"]
    if office:
        rows.append(["LibreOffice 排成 PDF", office["first_ms"], "-", office["wall_ms"], "-"])
    heads = (f"公文（{found['pages']}页）", "初次毫秒", "处理器毫秒", "用时毫秒", "95% 毫秒")
    return _drawn(heads, rows)


def _drawn(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """Draw a table: the first column to the left, the others to the right, as wide as they are."""
    lines = [list(heads), *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(_padded(cell, width, number) for number, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    ]


def _padded(cell: str, width: int, number: int) -> str:
    gap = " " * (width - _width(cell))
    return gap + cell if number else cell + gap


def _width(words: str) -> int:
    """Chinese characters take two places on a terminal."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in words)
