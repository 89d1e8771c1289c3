"""交换对方登记: by the registrar alone, with the certificate that was compared; ended for good."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import unchanged

from zhongshu.exchange import queries, rules
from zhongshu.exchange.models import Peer
from zhongshu.exchange.tests.elsewhere import certificate, credential
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
    assert rules.in_fours(own.fingerprint) in page and "演示证书" in page
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
