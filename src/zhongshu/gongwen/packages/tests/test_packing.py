"""Making a package (打包): what it holds comes out again, and the same input makes the same bytes."""

import io
import zipfile
from dataclasses import replace

import pytest

from zhongshu.gongwen.packages import container, faults, packing
from zhongshu.gongwen.packages.model import File, Receipt
from zhongshu.gongwen.packages.tests import parcels
from zhongshu.gongwen.signing.certificates import Unusable


def test_a_letter_comes_out_as_it_was_packed():
    opened = parcels.opened(parcels.packed())
    assert replace(opened.manifest, files=()) == parcels.LETTER
    assert list(opened.contents.values()) == [one.content for one in parcels.FILES]
    assert [(one.name, one.role) for one in opened.manifest.files] == [(one.name, one.role) for one in parcels.FILES]
    assert opened.sender.name == "清溪县人民政府"


def test_the_same_input_makes_the_same_bytes():
    assert packing.pack(parcels.LETTER, parcels.FILES, credential=parcels.credential()) == parcels.packed()


def test_any_program_can_open_the_file():
    with zipfile.ZipFile(io.BytesIO(parcels.packed())) as found:
        assert found.testzip() is None
        assert found.namelist() == ["metadata.xml", "signature.p7s", "files/0001.pdf", "files/0002.xlsx"]


def test_a_receipt_comes_out_as_it_was_packed():
    own = parcels.credential("白石镇人民政府")
    made = packing.pack(parcels.RECEIPT, credential=own)
    assert parcels.opened(made, parcels.sender(own, parcels.TOWN.code)).manifest == parcels.RECEIPT


def test_the_same_document_is_known_again_in_another_package():
    first = parcels.opened(parcels.packed())
    again = replace(parcels.LETTER, uid="5" * 32, made_at=parcels.LATER)
    second = parcels.opened(packing.pack(again, parcels.FILES, credential=parcels.credential()))
    other = packing.pack(again, parcels.FILES[:1], credential=parcels.credential())
    assert first.substance == second.substance != parcels.opened(other).substance


@pytest.mark.parametrize(
    ("manifest", "files", "words"),
    [
        (replace(parcels.LETTER, dispatch=None), (), "须装一份公文或者一份回执"),
        (replace(parcels.LETTER, receipt=parcels.RECEIPT.receipt), parcels.FILES, "须装一份公文或者一份回执"),
        (parcels.LETTER, parcels.FILES[1:], "没有公文正文"),
        (parcels.RECEIPT, parcels.FILES, "回执不附文件"),
        (replace(parcels.RECEIPT, receipt=replace(parcels.RECEIPT.receipt, outcome="returned")), (), "写明原因"),
        (replace(parcels.LETTER, sender=replace(parcels.COUNTY, code="")), parcels.FILES, "没有发送方的交换代码"),
        (parcels.LETTER, (File("", "text", b"1"),), "文件名”填写不合规定"),
        (parcels.LETTER, (File("a\u202e.pdf", "text", b"1"), File("\x07", "text", b"1")), "不能书写的字符"),
        (replace(parcels.LETTER, uid="7"), parcels.FILES, "本包编号”填写不合规定"),
        (replace(parcels.LETTER, sender=replace(parcels.COUNTY, name="机" * 2001)), parcels.FILES, "文字过长"),
    ],
)
def test_what_the_format_cannot_hold_is_refused(manifest, files, words):
    with pytest.raises(faults.BadPackage, match=words):
        packing.pack(manifest, files, credential=parcels.credential())


def test_too_many_and_too_large_files_are_refused(monkeypatch):
    with pytest.raises(faults.BadPackage, match="最多装198个文件"):
        packing.pack(parcels.LETTER, parcels.FILES[:1] * 199, credential=parcels.credential())
    monkeypatch.setattr(container, "LARGEST", 1000)
    with pytest.raises(faults.BadPackage, match="兆字节，不能办理"):
        packing.pack(parcels.LETTER, parcels.FILES, credential=parcels.credential())


def test_an_expired_certificate_packs_nothing():
    with pytest.raises(Unusable, match="过期"):
        packing.pack(replace(parcels.RECEIPT, made_at=parcels.AT.replace(year=2028)), credential=parcels.credential())


def test_a_return_says_why():
    told = Receipt("2" * 32, "1" * 32, "returned", parcels.AT, "李秀英", "主送机关有误")
    made = packing.pack(replace(parcels.RECEIPT, receipt=told), credential=parcels.credential())
    assert parcels.opened(made, parcels.sender(code=parcels.TOWN.code)).manifest.receipt == told
