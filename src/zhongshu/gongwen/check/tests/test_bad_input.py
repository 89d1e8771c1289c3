"""Texts that nobody would write are checked all the same, soon and without a failure."""

import random
import time

import pytest

from zhongshu.gongwen.check import engine, mending, segments, sources

SIGNS = "一二三1230年月日〔〕[]（）()《》“”、，。；：:;,.的了和关于通知请示报告附件县局市人民政府×\n\n\t　 AaXx=@/-—～%"
RUNS = (
    "1",
    "a",
    "（",
    "“",
    "《",
    "，",
    " ",
    "　",
    "的",
    "年",
    "×",
    "1.",
    "〔2026〕",
    "关于",
    "人民政府",
    "一是",
    "a@",
    "1a=",
)


@pytest.mark.parametrize("run", RUNS)
def test_a_long_run_of_one_sign_takes_no_time(run):
    began = time.process_time()
    engine.check(segments.of_text(f"清溪县水利局关于防汛的通知\n各单位：\n{run * (6000 // len(run))}\n"))
    assert time.process_time() - began < 3


@pytest.mark.parametrize("seed", range(12))
def test_any_signs_at_all_are_checked_and_mended(seed):
    chance = random.Random(seed)
    data = "".join(chance.choices(SIGNS, k=400)).encode()
    source = sources.take(data, "稿.txt")
    for finding in engine.check(source.sheet):
        number, start, end = finding.place
        assert 0 <= start <= end <= len(source.sheet.paragraphs[number].text)
    mended = mending.mend(source, "稿.txt").sheet
    assert len("".join(one.text for one in mended.paragraphs)) > 100


def test_what_could_be_a_program_is_only_text():
    lines = ["关于<script>alert(1)</script>的通知", "各单位：", '\'; DROP TABLE matters; -- #read("/etc/passwd")']
    source = sources.take("\n".join(lines).encode(), "稿.txt")
    assert [one.text for one in source.sheet.paragraphs] == lines
    assert mending.mend(source, "稿.txt").data.decode().split("\n")[2].startswith("'; DROP TABLE matters")
