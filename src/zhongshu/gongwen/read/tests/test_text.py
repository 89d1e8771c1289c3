import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhongshu.gongwen.read import limits, text
from zhongshu.gongwen.read.model import Unreadable

NOTICE = "江海市人民政府办公室\n\n关于做好防汛工作的通知\n　　各县（市、区）人民政府：\n"
LINES = ["江海市人民政府办公室", "关于做好防汛工作的通知", "　　各县（市、区）人民政府："]


def read(data, **options):
    return text.read(io.BytesIO(data), **options)


def lines(data):
    return [line.text for line in read(data).pages[0].lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_every_line_end(encoding, end):
    paper = read(NOTICE.replace("\n", end).encode(encoding))
    assert [line.text for line in paper.pages[0].lines] == LINES
    assert (paper.format, len(paper.pages), paper.warnings) == ("txt", 1, ())


def test_encodings_mixed_line_by_line():
    mixed = LINES[0].encode() + b"\n" + LINES[1].encode("gb18030") + b"\r\n" + LINES[2].encode() + b"\n"
    assert lines(mixed) == LINES
    assert lines(mixed + "联通".encode("gb18030"))[-1] == "联通"
    assert lines(mixed + "朱镕基、㙍".encode())[-1] == "朱镕基、㙍"


def test_a_file_cut_inside_a_character_keeps_the_rest():
    paper = read((LINES[0] + "关于做好").encode()[:-1])
    assert paper.text == LINES[0] + "关于做\ufffd"
    assert paper.warnings == ("有 1 处文字的编码已损坏，识读为“\ufffd”，请对照原文核对。",)


def test_control_characters_and_trailing_blanks_go_and_leading_blanks_stay():
    assert lines("　　第一\x00条\u200b  　\r\n \t \n\t第二条\x0c第三条".encode()) == [
        "　　第一条",
        "\t第二条",
        "第三条",
    ]


def test_a_text_without_words_is_said():
    assert read(b" \r\n\n").warnings == ("文件里没有文字。",)


def test_bytes_that_are_no_text():
    with pytest.raises(Unreadable, match="文件内容不是文本"):
        read(bytes(range(256)) * 20)


def test_a_text_without_end(monkeypatch):
    monkeypatch.setattr(limits, "TEXT", limits.MB)
    with pytest.raises(Unreadable, match="文本超过 1 MB"):
        read(b"a" * (limits.MB + 1))


def test_progress_is_told():
    told = []
    read(b"a", report=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfe\x00\x00\x01")
def test_arbitrary_bytes_yield_text_or_a_sentence(data):
    try:
        paper = read(data)
    except Unreadable as refusal:
        assert "文件内容不是文本" in refusal.sentence
    else:
        assert all(line.text == line.text.rstrip() != "" for line in paper.pages[0].lines)


@given(
    st.lists(
        st.tuples(st.text("一二关于印发通知〔〕（）0123456789、。，", max_size=40).map("关于{}".format), st.booleans()),
        min_size=1,
    )
)
def test_mixed_lines_come_back(parts):
    data = b"\n".join(line.encode("utf-8" if first else "gb18030") for line, first in parts)
    assert text.decode(data).split("\n") == [line for line, _ in parts]
