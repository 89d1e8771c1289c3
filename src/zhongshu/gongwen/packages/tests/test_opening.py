"""Reading a package (核验交换包): everything that may be wrong with one has a sentence of its own."""

import io
import zipfile
from datetime import timedelta

import pytest

from zhongshu.gongwen.packages import container, faults, metadata, packing
from zhongshu.gongwen.packages.tests import parcels
from zhongshu.gongwen.signing import certificates

XML = b"metadata.xml"


def refused(content, *senders, at=parcels.LATER):
    with pytest.raises(faults.BadPackage) as found:
        parcels.opened(content, *senders, at=at)
    return found.value


def zipped(method=zipfile.ZIP_STORED, **members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for path, content in members.items():
            made.writestr(path.replace("__", "."), content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "这不是交换包"),
        (b"%PDF-1.7", "这不是交换包"),
        (parcels.packed()[:2000], "不完整"),
        (parcels.packed()[:20], "不完整"),
        (parcels.packed() + b"\0", "封装被改动"),
        (parcels.rewrapped(signature__p7s=None), "没有签名"),
        (parcels.rewrapped(metadata__xml=None), "没有元数据"),
        (parcels.rewrapped(files_in_0002__xlsx=None), "清单中的文件“值班表.xlsx”不在包内"),
        (parcels.rewrapped(files_in_0002__xlsx=b"other"), "文件“值班表.xlsx”与签名时的摘要不符"),
        (parcels.rewrapped(files_in_0003__pdf=b"more"), "清单以外的文件"),
        (parcels.rewrapped(signature__p7s=b"0\x80"), "签名不能识读"),
        (parcels.rewrapped(signature__p7s=b"0" * 70_000), "签名不能识读"),
        (parcels.rewrapped(metadata__xml=b"<a/>"), "元数据或签名被改动"),
        (zipped(metadata__xml="1" * 999, method=zipfile.ZIP_DEFLATED), "须不经压缩"),
        (zipped(**{"../metadata__xml": "1"}), "越出了交换包"),
        (zipped(**{"/etc/passwd": "1"}), "越出了交换包"),
        (zipped(**{"files\\1": "1"}).replace(b"files/1", b"files\\1"), "越出了交换包"),
        (zipped(正文="1"), "不允许的字符"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(content, words):
    assert words in refused(content).sentence


def test_a_file_that_would_unfold_is_refused_unread():
    bomb = zipped(metadata__xml=bytes(120 << 20), method=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 1 << 20
    assert "解开后超过100兆字节" in refused(bomb).sentence


def test_a_password_two_of_a_name_and_too_many_are_refused():
    locked = bytearray(parcels.packed())
    locked[6] |= 1
    assert "加了密码" in refused(bytes(locked)).sentence
    with pytest.warns(UserWarning):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as made:
            made.writestr("a", "1")
            made.writestr("a", "2")
    assert "重名" in refused(target.getvalue()).sentence
    assert "超过200个" in refused(zipped(**{str(one): "" for one in range(201)})).sentence


def test_files_in_another_order_are_refused():
    members = container.read(parcels.packed())
    turned = container.write({path: members[path] for path in sorted(members, reverse=True)})
    assert "次序" in refused(turned).sentence


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (b"", "写法有误"),
        (b"<package>", "写法有误"),
        (b"<package/>", "不是交换包格式第1版"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><package/>', "不允许的内容"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><package/>', "不允许的内容"),
        (parcels.told().replace(b'version="1"', b'version="2"'), "不是交换包格式第1版"),
        (parcels.told().replace(b"<uid>3", b"<uid>x", 1), "本包编号”填写不合规定"),
        (parcels.told().replace(b">internal<", b">secret<"), "密级标志”填写不合规定"),
        (parcels.told().replace(b"<genre>notice</genre>", b""), "缺少“文种”"),
        (parcels.told().replace(b"<dated>2026-11-20", b"<dated>2026-13-20"), "写法不对"),
        (parcels.told().replace(b"<pages>4", b"<pages>-4"), "写法不对"),
        (parcels.told().replace(b"18:00:00+08:00</made_at>", b"18:00:00</made_at>"), "写法不对"),
        (parcels.told().replace(b"<pages>4</pages>", b"<colour>red</colour>"), "不认识的内容"),
        (parcels.told().replace(b"<pages>4</pages>", b"<pages>4</pages>" * 2), "重复的内容"),
        (parcels.told().replace(b"<pages>", b'<pages of="7">'), "写法有误"),
        (parcels.told().replace(b"<signer>", b"<person>").replace(b"</signer>", b"</person>"), "不认识的内容"),
        (parcels.told().replace(b"18:00:00+08:00</made_at>", b"18:00:01+08:00</made_at>"), "与签名时间不符"),
        (parcels.told().replace(b"files/0002.xlsx", b"files/../0.xlsx"), "包内位置”填写不合规定"),
        (b" " * (1 << 20) + b"<a/>", "元数据过大"),
    ],
)
def test_what_is_wrong_with_the_metadata_is_said_even_when_it_is_signed(told, words):
    assert words in refused(parcels.resigned(told)).sentence


def test_an_unknown_sender_is_named_and_what_to_do_is_said():
    fault = refused(parcels.packed(), parcels.sender(parcels.credential("别处")))
    assert isinstance(fault, faults.UnknownSender)
    assert "清溪县人民政府（演示）" in fault.sentence and "登记后重新导入" in fault.sentence
    assert fault.certificate.fingerprint == certificates.read(parcels.credential().der).fingerprint


def test_a_certificate_of_somebody_else_is_no_use():
    assert "交换代码QX-0107" in refused(parcels.packed(), parcels.sender(code="QX-0107")).sentence


def test_a_certificate_that_holds_no_more_is_refused():
    ended = parcels.sender(ended_at=parcels.LATER)
    assert "证书已于2026年11月21日停用" in refused(parcels.packed(), ended).sentence
    assert parcels.opened(parcels.packed(), parcels.sender(ended_at=parcels.LATER + timedelta(seconds=1)))
    assert "证书已于2027年11月21日过期" in refused(parcels.packed(), at=parcels.AT + timedelta(days=400)).sentence


def test_a_time_that_cannot_be_is_refused():
    assert "晚于现在" in refused(parcels.packed(), at=parcels.AT - timedelta(minutes=6)).sentence
    young = parcels.credential("新证书")
    early = parcels.resigned(parcels.told(), young, at=young.valid_from)
    assert parcels.opened(early, parcels.sender(young))


def test_a_signature_dated_before_its_certificate_is_refused(monkeypatch):
    monkeypatch.setattr(certificates.Credential, "check", lambda self, at: None)
    early = parcels.AT - timedelta(days=2)
    content = parcels.resigned(parcels.told(made_at=early), at=early)
    assert "签名时尚未生效" in refused(content).sentence


def test_another_signs_for_the_sender():
    thief = parcels.credential("冒名")
    members = container.read(parcels.resigned(parcels.told(), thief))
    mixed = container.read(parcels.packed()) | {packing.SIGNATURE: members[packing.SIGNATURE]}
    assert isinstance(refused(container.write(mixed)), faults.UnknownSender)


def test_metadata_reads_what_it_wrote():
    told = container.read(parcels.packed())[packing.METADATA]
    assert metadata.write(metadata.read(told)) == told
