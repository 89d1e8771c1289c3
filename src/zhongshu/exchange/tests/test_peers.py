"""交换对方登记: by the registrar alone, with the certificate that was compared; ended for good."""

import json
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import unchanged

from zhongshu.exchange import actions, queries
from zhongshu.exchange.models import Peer
from zhongshu.exchange.rules import peering
from zhongshu.exchange.tests.elsewhere import BEGUN, certificate, credential
from zhongshu.gongwen.signing import certificates
from zhongshu.trail.models import Entry

ADDRESS = "/exchange/peers/registration/"


def typed(content=None, **changed):
    own = credential("清源市人民政府")
    content = own.pem if content is None else content
    file = SimpleUploadedFile("对方.pem", content)
    return {
        "name": "清源市人民政府",
        "code": "QY-0001",
        "certificate": file,
        "fingerprint": own.fingerprint[:16],
        "request_key": "k",
    } | changed


def test_a_peer_is_registered_with_its_certificate(cast):
    browser = cast.client(cast.registrar)
    assert "登记交换对方" in browser.get(ADDRESS).content.decode()
    answer = browser.post(ADDRESS, typed())
    made = Peer.objects.get()
    assert answer.headers["Location"] == f"/exchange/peers/{made.pk}/"
    assert (made.organ, made.name, made.code, made.by) == (cast.organ, "清源市人民政府", "QY-0001", cast.registrar)
    own = queries.certificate_of(made)
    assert own.der == credential("清源市人民政府").der
    entry = Entry.objects.get(stream=f"peers:{cast.organ.pk}")
    assert (entry.verb, json.loads(entry.detail)["fingerprint"]) == ("exchange.peer_registered", own.fingerprint)
    page = browser.get(f"/exchange/peers/{made.pk}/").content.decode()
    assert peering.in_fours(own.fingerprint) in page and "演示证书" in page
    assert "QY-0001" in browser.get("/exchange/peers/?q=清源").content.decode()
    with unchanged():
        browser.post(ADDRESS, typed())


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "请填写单位名称"),
        ({"name": "机密★1年"}, "发现国家秘密标志"),
        ({"code": "清源"}, "交换代码由字母、数字"),
        ({"code": "organ"}, "这是本机关的交换代码"),
        ({"certificate": ""}, "请选择证书文件"),
        ({"fingerprint": ""}, "请填写证书指纹的前16位"),
        ({"fingerprint": "AB12"}, "至少前16位"),
        ({"fingerprint": "0" * 16}, "指纹与对方告知的不符"),
        ({"content": b"nothing"}, "这不是证书文件"),
        ({"content": b"x" * 70_000}, "文件过大，不是证书文件"),
        ({"content": credential("甲").pem + credential("乙").pem}, "文件里有多张证书"),
        ({"content": credential("短期", 30).pem}, "证书已于2026年1月31日过期"),
        ({"content": certificate("清源市人民政府", 3000)}, "这不是证书文件"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(cast, changed, sentence):
    with unchanged():
        answer = cast.client(cast.registrar).post(ADDRESS, typed(**changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def unfit(bits, is_authority):
    """Return a certificate with a key of so many bits, of somebody who vouches for others or not."""
    key = rsa.generate_private_key(65537, bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "清源市人民政府")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, BEGUN, BEGUN + timedelta(days=3000))
    made = made.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


@pytest.mark.parametrize(
    ("bits", "is_authority", "sentence"),
    [(1024, False, "证书的密钥（RSA 1024位）不够安全"), (2048, True, "这张证书不是签名用的"), (2048, False, "")],
)
def test_a_certificate_is_fit_to_sign_with(cast, bits, is_authority, sentence):
    content = unfit(bits, is_authority)
    fingerprint = certificates.read_roots([content])[0].fingerprint
    answer = cast.client(cast.registrar).post(ADDRESS, typed(content, fingerprint=fingerprint))
    assert sentence in answer.content.decode()
    assert Peer.objects.exists() is (sentence == "")


def test_those_in_force_stand_first(cast, elsewhere):
    ended = elsewhere.register()
    actions.end_peer(ended.pk, reason="证书换新", by=cast.registrar, at=cast.tick())
    elsewhere.credential = credential("清源市人民政府", 2900)
    standing = elsewhere.register()
    assert [one.pk for one in queries.peers(cast.registrar, cast.tick(), {})] == [standing.pk, ended.pk]


def test_a_code_and_a_certificate_are_registered_once(cast, elsewhere):
    elsewhere.register()
    browser = cast.client(cast.registrar)
    with unchanged():
        assert "交换代码QY-0001已经登记" in browser.post(ADDRESS, typed()).content.decode()
        assert "这张证书已登记给“清源市人民政府”" in browser.post(ADDRESS, typed(code="QY-2")).content.decode()


def test_a_peer_is_ended_with_a_reason_and_can_be_registered_anew(cast, elsewhere):
    peer = elsewhere.register()
    browser, address = cast.client(cast.registrar), f"/exchange/peers/{peer.pk}/ending/"
    with unchanged():
        assert "这个字段" not in (refused := browser.post(address, {}).content.decode())
        assert "停用原因" in refused
    answer = browser.post(address, {"reason": "私钥被盗", "request_key": "e"})
    assert answer.headers["Location"] == f"/exchange/peers/{peer.pk}/"
    peer.refresh_from_db()
    assert (peer.ended_by, peer.end_reason) == (cast.registrar, "私钥被盗")
    assert "私钥被盗" in browser.get(f"/exchange/peers/{peer.pk}/").content.decode()
    assert Entry.objects.filter(verb="exchange.peer_ended").count() == 1
    with unchanged():
        assert "登记已经停用" in browser.post(address, {"reason": "再来", "request_key": "f"}).content.decode()
    newer = credential("清源市人民政府", 2900)
    browser.post(ADDRESS, typed(newer.pem, fingerprint=newer.fingerprint, request_key="n"))
    assert Peer.objects.filter(ended_at=None).count() == 1


def test_nobody_else_sees_the_register(cast, elsewhere):
    peer = elsewhere.register()
    for whom in (cast.finance_clerk, cast.outsider, cast.sysadmin):
        assert cast.client(whom).get("/exchange/peers/").status_code == 403
        assert cast.client(whom).get(f"/exchange/peers/{peer.pk}/").status_code == 403
        assert cast.client(whom).post(ADDRESS, typed()).status_code == 403


def test_the_own_certificate_can_be_handed_out(cast, signing):
    answer = cast.client(cast.registrar).get("/exchange/certificate/")
    assert answer.content == credential(cast.organ.name).pem
    assert "attachment" in answer.headers["Content-Disposition"]


def test_without_a_certificate_it_says_so(cast):
    browser = cast.client(cast.registrar)
    answer = browser.get("/exchange/certificate/", follow=True)
    assert "证书" in answer.content.decode() and answer.redirect_chain == [("/exchange/peers/", 302)]
