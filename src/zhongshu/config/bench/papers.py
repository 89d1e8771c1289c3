"""What setting, checking and comparing documents (排版、检查、比对) take: `python -m zhongshu.config.bench.papers`.

In a process of its own, without a database. Its arguments are the folder of fonts and how often each job runs. The
first time is told alone, since everything a job needs is loaded then. Where LibreOffice is installed, it turns the
same document as DOCX into PDF beside it.
"""

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zhongshu.config.bench import measure
from zhongshu.gongwen.check import engine, sources
from zhongshu.gongwen.compare.comparing import compare
from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.read import office, pictures
from zhongshu.gongwen.typeset import docx, pdf, plan
from zhongshu.gongwen.typeset.ofd import writing

AT = datetime(2026, 3, 1, tzinfo=UTC)
SET, CHECKED, COMPARED = 1_700, 5_000, 20_000  # characters; the first make four pages
WIDTH = 820  # pixels across a page of the preview
CHANGED = 9  # of so many paragraphs one is another in the new version
MORE = 10  # files that LibreOffice turns beyond its first: what each takes once it has started
_seen: set[str] = set()  # digests of the pages that a browser would have by then
SENTENCES = (
    "各乡镇、各部门要把第{}项任务摆在突出位置，坚持问题导向和目标导向相结合，逐项落实责任人和完成时限。",
    "全年整改隐患{}处，投入资金98.5万元，汛期实行24小时值班值守，确保水库大坝和人民群众生命财产安全。",
    "请于2026年3月{}日前将办理情况报县政府办公室，联系人和联系电话一并注明。",
)


def main(fonts: Fonts, runs: int) -> dict[str, Any]:
    """Return milliseconds of each job by its name, the pages that were set, and what LibreOffice takes for them."""
    draft = Draft(
        issuers=("清溪县人民政府办公室",),
        number="清政办发〔2026〕18号",
        title="清溪县人民政府办公室关于进一步加强小型水库安全管理工作的通知",
        recipients="各乡镇人民政府，县政府各部门",
        body=tuple(_text(SET)),
        date="2026年3月1日",
        printer="清溪县人民政府办公室",
        printed="2026年3月2日",
    )
    found = {"pdf": _timed(lambda run: pdf.to_pdf(_run(draft, run), fonts=fonts, at=AT), runs)}
    printed = pdf.to_pdf(draft, fonts=fonts, at=AT)
    found |= {name: _timed(job, runs) for name, job in _jobs(draft, printed.pdf).items()}
    found["preview"] = _timed(lambda run: _previewed(draft, run, fonts), runs)
    return {"pages": printed.pages, "jobs": found, "office": _office(docx.to_docx(plan.make(draft), at=AT))}


def _jobs(draft: Draft, made: bytes) -> dict[str, Callable[[int], Any]]:
    """Return what is timed beside the PDF; no two runs of a job are given the same."""
    before, checked = _text(COMPARED), "\n".join(_text(CHECKED))
    return {
        "ofd": lambda run: writing.to_ofd(made, title=draft.title, author=draft.issuers[0], number=str(run), at=AT),
        "docx": lambda run: docx.to_docx(plan.make(_run(draft, run)), at=AT),
        "check": lambda run: engine.check(sources.take(f"{checked}\n{run}".encode(), "a.txt").sheet),
        "compare": lambda run: compare(before, _revised(before, run)),
    }


def _previewed(draft: Draft, run: int, fonts: Fonts) -> None:
    """Set a draft in which one word is another and draw its pages, as its preview does while somebody types."""
    made = pdf.to_pdf(replace(draft, body=(*draft.body[:-1], f"{draft.body[-1]}{run}")), fonts=fonts, at=AT)
    digests = pictures.draw_new(io.BytesIO(made.pdf), range(made.pages), WIDTH, _seen)
    _seen.update(digest for digest, _ in digests)


def _text(characters: int) -> list[str]:
    """Return paragraphs of together at least so many characters, numbered as an official text is."""
    found: list[str] = []
    while sum(map(len, found)) < characters:
        number = len(found) + 1
        found.append(f"{number}." + "".join(sentence.format(number) for sentence in SENTENCES))
    return found


def _run(draft: Draft, run: int) -> Draft:
    return replace(draft, number=f"清政办发〔2026〕{run + 1}号")


def _revised(before: list[str], run: int) -> list[str]:
    """Return a version in which every ninth paragraph was changed and one was moved."""
    after = [
        text.replace("突出位置", f"首位{run}") if not place % CHANGED else text for place, text in enumerate(before)
    ]
    return [*after[1:], after[0]]


def _timed(job: Callable[[int], Any], runs: int) -> dict[str, float]:
    began = time.perf_counter()
    job(0)
    first = (time.perf_counter() - began) * 1000
    return {"first_ms": round(first, 1), **measure.timed(job, range(1, runs + 1))}


def _office(document: bytes) -> dict[str, float] | None:
    """Return the milliseconds of LibreOffice for one file with its start, and for each of many once it has started."""
    program = office.installed()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as folder:
        files = [Path(folder, f"{number}.docx") for number in range(MORE + 1)]
        for file in files:
            file.write_bytes(document)
        _turned(program, files[:1], folder)  # it makes its own folders when it runs first
        one, all_of_them = _turned(program, files[:1], folder), _turned(program, files, folder)
    return {"first_ms": round(one, 1), "wall_ms": round((all_of_them - one) / MORE, 1)}


def _turned(program: str, files: list[Path], folder: str) -> float:
    """Turn files into PDF in one run of LibreOffice; return milliseconds."""
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder]
    began = time.perf_counter()
    subprocess.run([*command, *map(str, files)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    print(json.dumps(main(Fonts(Path(sys.argv[1])), int(sys.argv[2])), ensure_ascii=False))
