"""Recognition runs for real here: each page costs a second or more, so that there are few of them."""

import io
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from zhongshu.gongwen.read import pdf, scans
from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.ocr import client, server, wire
from zhongshu.gongwen.read.ocr.spelling import spelled
from zhongshu.gongwen.read.tests import sheets


@pytest.fixture(scope="module")
def recognition():
    with client.Recognition() as recognition:
        yield recognition


@pytest.fixture(scope="module")
def notice():
    return sheets.pdf(sheets.NOTICE)


def seen(recognition, picture, width=210.0):
    return recognition.recognise(scans.encoded(picture), width)


def line(page, text):
    return next(line for line in page.lines if text in line.text)


def recall(page, expected):
    """Return the part of the expected characters that the page has."""
    got = list("".join(line.text for line in page.lines))
    wanted = [character for character in expected if not character.isspace()]
    found = 0
    for character in wanted:
        if character in got:
            got.remove(character)
            found += 1
    return found / len(wanted)


@pytest.mark.parametrize(("dpi", "turn"), [(150, 1.0), (200, -1.0)])
def test_a_worn_and_sealed_scan_yields_what_was_printed(recognition, notice, dpi, turn):
    page = seen(recognition, sheets.scan(notice, dpi=dpi, turn=turn, noise=0.3, seal=(137, 207)))
    black = [line.text for line in page.lines if not line.red]
    assert "沙政发〔2026〕15号" in black
    assert "关于做好冬季供暖保障工作的通知" in black
    # The seal stands over these two.
    assert "沙洲市人民政府" in black
    assert "2026年11月20日" in black
    masthead = line(page, "人民政府文件")
    assert masthead.red
    assert masthead.text == "沙洲市人民政府文件"
    assert masthead.align == "center"
    assert masthead.size == pytest.approx(12.7, abs=1)
    assert line(page, "11月20日").align == "right"
    typed = pdf.read(io.BytesIO(notice)).pages[0]
    assert recall(page, "".join(line.text for line in typed.lines)) > 0.99
    # A degree of turn moves the ends of a line by little more than a millimetre from where it was typed.
    was, now = line(typed, "为切实").box, line(page, "为切实").box
    assert (now.left, now.right) == pytest.approx((was.left, was.right), abs=3)
    assert (now.top + now.bottom) / 2 == pytest.approx((was.top + was.bottom) / 2, abs=3)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_laid_in_wrongly_is_stood_upright(recognition, notice, turn):
    # Turned counter-clockwise by so much, it has to be turned back clockwise by as much.
    picture = sheets.scan(notice, dpi=150).rotate(turn, expand=True)
    page = seen(recognition, picture, 210.0 if turn == 180 else 297.0)
    assert page.turn == turn
    assert (page.width, page.height) == pytest.approx((210, 297), abs=0.5)
    assert line(page, "通知").text == "关于做好冬季供暖保障工作的通知"
    assert line(page, "人民政府文件").box.top < 50


def test_marks_wide_gaps_and_other_scripts(recognition):
    body = """
机密★1年 #h(1fr) 特急

国办函〔2026〕3号 #h(1fr) 签发人：张三

二〇二六年十一月二十日

대한민국 정부 공고
"""
    page = seen(recognition, sheets.scan(sheets.pdf(body), dpi=200, noise=0.2))
    texts = [line.text.split("\u3000") for line in page.lines]
    assert (texts[0][0], texts[0][-1]) == ("机密★1年", "特急")
    assert (texts[1][0], texts[1][-1]) == ("国办函〔2026〕3号", "签发人：张三")
    assert texts[2] == ["二〇二六年十一月二十日"]
    assert all(line.confidence < 0.8 for line in page.lines[3:])


def test_what_is_no_picture_is_refused_and_the_process_stays(recognition):
    with pytest.raises(Unreadable, match="图片已损坏"):
        recognition.recognise(b"no picture at all", 210.0)
    assert recognition.process.poll() is None


def test_bare_paper_has_no_lines(recognition):
    assert seen(recognition, sheets.scan(sheets.pdf(""), dpi=50)).lines == ()


def test_a_process_killed_in_the_middle_of_a_page_is_started_again(recognition, notice):
    picture = sheets.scan(notice, dpi=150)
    seen(recognition, picture)
    first = recognition.process.pid
    # It is stopped first, so that it surely dies with the page in its hands.
    os.kill(first, signal.SIGSTOP)
    killer = threading.Timer(0.3, os.kill, (first, signal.SIGKILL))
    killer.start()
    assert "沙政发〔2026〕15号" in [line.text for line in seen(recognition, picture).lines]
    assert recognition.process.pid != first


def test_a_page_that_takes_too_long_is_given_up_and_said(notice):
    with client.Recognition(page_seconds=0.2) as hasty:
        with pytest.raises(Unreadable) as refusal:
            seen(hasty, sheets.scan(notice, dpi=100))
        assert refusal.value.sentence == "识别超时，请重新扫描后上传。"
        assert hasty.process is None


def test_a_process_that_cannot_start_is_said(notice):
    # Too little memory for the models.
    with client.Recognition(memory=200 * 2**20) as poor, pytest.raises(Unreadable, match="识别失败"):
        seen(poor, sheets.scan(notice, dpi=50))


def test_an_idle_process_ends_by_itself_and_comes_back(notice):
    blank = sheets.scan(sheets.pdf(""), dpi=50)
    with client.Recognition(idle_seconds=0.5) as recognition:
        seen(recognition, blank)
        first = recognition.process
        assert first.wait(timeout=10) == 0
        assert seen(recognition, blank).lines == ()
        assert recognition.process.pid != first.pid


def test_the_process_ends_with_its_parent():
    parent = (
        "import sys; from zhongshu.gongwen.read.ocr import client; r = client.Recognition(); r._running();"
        "print(r.process.pid, flush=True); sys.stdin.read()"
    )
    program = subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child = int(program.stdout.readline())
    program.kill()
    program.wait()
    for pipe in (program.stdin, program.stdout):
        pipe.close()
    deadline = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(child)


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_nothing_is_fetched_from_a_network(notice):
    program = (
        "import socket, sys\n"
        "def refuse(*_, **__): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "from zhongshu.gongwen.read.ocr import engine, sight\n"
        "print(len(sight.look(engine.Engine(), sys.stdin.buffer.read(), 210.0).lines))\n"
    )
    picture = scans.encoded(sheets.scan(notice, dpi=100))
    ran = subprocess.run([sys.executable, "-c", program], input=picture, capture_output=True, check=True)
    assert int(ran.stdout.split()[-1]) > 8


def test_without_the_engine_it_says_so(monkeypatch, notice):
    monkeypatch.setattr(client.importlib.util, "find_spec", lambda name: None)
    assert not client.available()
    with pytest.raises(Unreadable, match="本机未安装文字识别组件"):
        client.Recognition().recognise(b"", 210.0)


def test_frames_cut_short_are_an_end():
    pipe = io.BytesIO()
    wire.send(pipe, b"four")
    assert wire.receive(io.BytesIO(pipe.getvalue())) == b"four"
    assert wire.receive(io.BytesIO(pipe.getvalue()[:-1])) is None
    assert wire.receive(io.BytesIO(b"\xff\xff\xff\xff rubbish")) is None
    assert wire.receive(io.BytesIO()) is None


def test_the_server_ends_when_nobody_asks():
    questions, other_end = os.pipe()
    with open(questions, "rb") as pipe:
        start = time.monotonic()
        server.serve(pipe, io.BytesIO(), 0.1)
        assert time.monotonic() - start < 5
    os.close(other_end)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("国办发[2026]15号", "国办发〔2026〕15号"),
        ("国办发〔2026]15号", "国办发〔2026〕15号"),
        ("沙政发〔〔2026〕15号", "沙政发〔2026〕15号"),
        ("沙政发2026〕15号", "沙政发〔2026〕15号"),
        ("沙政发（2026）第 15 号", "沙政发〔2026〕第15号"),
        ("(2026年第3号)", "（2026年第3号）"),
        ("截至(2026)年", "截至（2026）年"),
        ("二O二六年一月十O日", "二〇二六年一月十O日"),
        ("附件: 1.重点任务分工表", "附件：1.重点任务分工表"),
        ("签发人：张三 李四", "签发人：张三\u3000李四"),
        ("通 知", "通知"),
        ("电话：0536一8888888", "电话：0536—8888888"),
        ("-1-", "—1—"),
        ("Annual Report, 2026", "Annual Report, 2026"),
        ("共12,500人", "共12,500人"),
    ],
)
def test_only_what_is_certain_is_spelled_otherwise(read, printed):
    assert spelled(read) == printed
