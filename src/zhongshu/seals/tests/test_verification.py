"""验证印章: one word in large type for whatever is handed in, by page and by command."""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter
from tests.cast import client_of

from zhongshu.config import cli
from zhongshu.files.models import StoredFile
from zhongshu.gongwen.signing import sealing
from zhongshu.gongwen.signing.tests import seals as made
from zhongshu.seals import actions, queries
from zhongshu.seals.models import Certificate, Withdrawal


@pytest.fixture
def sealed(cast, desk):
    """A document that bears the organ's demonstration seal."""
    actions.try_out(desk.main.pk, by=desk.manager, at=cast.tick())
    row = Certificate.objects.get()
    credential = queries.credential(row)
    return sealing.seal(made.paper().pdf, [made.placement(credential=credential, name=desk.main.name)], at=cast.tick())


def asked(cast, content, name="通知.pdf", by=None):
    given = {"file": SimpleUploadedFile(name, content)} if content is not None else {}
    return client_of(by or cast.finance_clerk).post("/seals/verification/", given)


def locked(content):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("1234", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def own(cast, desk):
    """Return a document that bears a seal with a certificate of the organ's own."""
    given = {"file": made.certificate_file(begin=cast.at, holder="清河县人民政府"), "password": made.PASSWORD}
    actions.add_certificate(desk.main.pk, **given, by=desk.manager, at=cast.tick())
    credential = queries.credential(Certificate.objects.latest("pk"))
    return sealing.seal(made.paper().pdf, [made.placement(credential=credential)], at=cast.tick())


def word_of(page):
    """Return what the page says in large type."""
    return re.sub(r"<svg.*?</svg>", "", page, flags=re.S).split('seal-verdict-word">')[1].split("<")[0].strip()


def test_a_sealed_file_is_to_be_trusted(cast, desk):
    page = asked(cast, own(cast, desk)).content.decode()
    assert word_of(page) == "可信"
    assert "is-green" in page
    assert "演示" not in page.split("seal-verdict-word")[1]


def test_what_bears_a_demonstration_is_told_as_that(cast, desk, sealed):
    files = StoredFile.objects.count()
    page = asked(cast, sealed).content.decode()
    assert word_of(page) == "演示印章"
    assert "is-yellow" in page
    assert "不能作为正式公文办理" in page
    assert "原样" not in page.split("<form")[0]
    assert f"印章：{desk.main.name}" in page
    assert "本系统登记的印章，属于清河县人民政府" in page
    assert "仅供演示，不具有法律效力" in page
    assert StoredFile.objects.count() == files


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "请选择文件"),
        (b"", "文件是空的"),
        (b"hello", "这不是PDF文件"),
        (b"\x89PNG\r\n" * 100, "这不是PDF文件"),
    ],
)
def test_what_is_no_pdf_is_refused(cast, content, words):
    answer = asked(cast, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_too_large_a_file(cast, monkeypatch):
    monkeypatch.setattr("zhongshu.seals.rules.electronic.MOST_PDF", 10)
    answer = asked(cast, b"%PDF-1.7 and more than ten")
    assert answer.status_code == 422
    assert "本页不能核验" in answer.content.decode()


@pytest.mark.parametrize(("most", "words"), [(3, "本页不能核验"), (1 << 20, "这不是PDF文件")])
def test_a_file_of_a_matter_is_not_read_whatever_it_is(cast, desk, monkeypatch, most, words):
    """As on the page for files from anywhere: no more than so much, and a PDF."""
    monkeypatch.setattr("zhongshu.seals.rules.electronic.MOST_PDF", most)
    file = desk.apply().attachments.get()
    answer = client_of(cast.finance_clerk).get(f"/seals/verification/{file.pk}/")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert file.name in answer.content.decode()


def test_without_a_seal_or_behind_a_password_nobody_can_tell(cast):
    page = asked(cast, made.paper().pdf).content.decode()
    assert "不能判断" in page
    assert "没有电子签名" in page
    page = asked(cast, locked(made.paper().pdf)).content.decode()
    assert "不能判断" in page
    assert "文件已加密" in page


def test_of_a_stranger_nobody_can_tell_until_somebody_vouches(cast, desk):
    page = asked(cast, made.sealed()).content.decode()
    assert word_of(page) == "不能判断"
    assert "签名证书不受信任" in page
    assert "不是本系统登记的印章" in page
    actions.trust(made.roots()[0].pem, by=cast.sysadmin.ref, at=cast.tick())
    assert word_of(asked(cast, made.sealed()).content.decode()) == "演示印章"


def test_a_stranger_whose_file_was_changed_is_not_to_be_trusted(cast):
    assert word_of(asked(cast, made.sealed() + b"\n% more").content.decode()) == "不可信"


@pytest.mark.parametrize(
    ("usual", "foreign"),
    [
        (bytes.fromhex("0609608648016503040201"), bytes.fromhex("06092a811ccf5501831101")),
        (b"/ETSI.CAdES.detached", b"/GM.sm2.es.detached_"),
    ],
)
def test_a_seal_of_the_national_algorithms_is_not_called_false(cast, usual, foreign):
    """Nobody is told not to act on a genuine document because it is signed in a way that is not known here."""
    if usual[0] == 6:
        usual, foreign = usual.hex().upper().encode(), foreign.hex().upper().encode()
    content = made.sealed()
    assert usual.upper() in content.upper()
    page = asked(cast, re.sub(re.escape(usual), foreign, content, flags=re.IGNORECASE)).content.decode()
    assert word_of(page) == "不能判断"
    assert "国密SM2" in page
    assert "请不要按此文件办理" not in page


def test_what_came_after_the_seal_is_told(cast, sealed):
    page = asked(cast, sealed + b"\n% more").content.decode()
    assert "不可信" in page
    assert "签名之后文件又有改动" in page


def test_a_withdrawn_certificate_is_named(cast, desk, sealed):
    row = Certificate.objects.get()
    since = row.valid_from
    given = {"since": since, "cause": "stolen", "reason": "失窃", "by": desk.manager, "at": cast.tick()}
    actions.withdraw(row.pk, **given)
    page = asked(cast, sealed).content.decode()
    assert "不可信" in page
    assert "停用" in page
    assert Withdrawal.objects.count() == 1


def test_what_a_thief_may_have_dated_back_is_not_trusted(cast, desk):
    """Signed before the theft by its own account, yet this system never sealed it."""
    content = own(cast, desk)
    page = asked(cast, content).content.decode()
    assert word_of(page) == "可信"
    assert "本系统没有盖过这个文件" in page
    given = {"since": cast.tick(), "cause": "stolen", "reason": "失窃", "by": desk.manager, "at": cast.tick()}
    actions.withdraw(Certificate.objects.latest("pk").pk, **given)
    page = asked(cast, content).content.decode()
    assert word_of(page) == "不能判断"
    assert "不能排除是停用以后倒填时间所签" in page


def test_the_seals_of_several_organs_are_told_one_by_one(cast, desk):
    for root in made.roots(3):
        actions.trust(root.pem, by=cast.sysadmin.ref, at=cast.tick())
    page = asked(cast, made.sealed(3)).content.decode()
    assert "第3枚印章：第3机关（演示）" in page
    assert "其后只加盖了其他印章" in page


def test_administrators_verify_too(cast, sealed):
    assert word_of(asked(cast, sealed, by=cast.sysadmin).content.decode()) == "演示印章"


def test_the_command_says_the_same(cast, desk, sealed, tmp_path, capsys):
    good, bad, drawn = (tmp_path / f"{name}.pdf" for name in ("好", "坏", "演示"))
    drawn.write_bytes(sealed)
    assert cli.main(["seals", "verify", str(drawn)]) == 1
    assert capsys.readouterr().out.startswith("演示印章：")
    good.write_bytes(own(cast, desk))
    changed = bytearray(good.read_bytes())
    changed[5_000] ^= 1
    bad.write_bytes(changed)
    assert cli.main(["seals", "verify", str(good)]) == 0
    assert capsys.readouterr().out.startswith("可信：")
    assert cli.main(["seals", "verify", str(bad), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["outcome"] == "failed"
    assert cli.main(["seals", "verify", str(tmp_path / "无.pdf")]) == 1
    assert "找不到文件" in capsys.readouterr().err
    root = tmp_path / "根.pem"
    root.write_bytes(made.roots()[0].pem)
    assert cli.main(["seals", "trust", str(root)]) == 0
    assert cli.main(["seals", "trust", str(root)]) == 1
    capsys.readouterr()
    assert cli.main(["seals", "trusted"]) == 0
    assert capsys.readouterr().out.count("受信任") == 3
