"""电子印章: pictures and certificates come in through the page of a seal, and say what is wrong with them."""

import io
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image, ImageDraw
from tests.cast import client_of, refused, unchanged

from zhongshu.gongwen.signing import certificates, demonstration
from zhongshu.gongwen.signing.tests import seals as made
from zhongshu.notices.models import Notice
from zhongshu.seals import actions, queries, rules
from zhongshu.seals.actions import certifying
from zhongshu.seals.models import Certificate, Picture, Root, Seal, Withdrawal
from zhongshu.seals.rules import electronic, keys
from zhongshu.seals.tests.desk import SEAL
from zhongshu.trail.models import Entry

PASSWORD = "密码-7"


@pytest.fixture
def client(desk):
    return client_of(desk.manager)


def png(size=300, *, see_through=True, kind="PNG"):
    image = Image.new("RGBA" if see_through else "RGB", (size, size), (0, 0, 0, 0) if see_through else (255, 255, 255))
    ImageDraw.Draw(image).ellipse((0, 0, size - 1, size - 1), fill=(215, 0, 15, 255) if see_through else (215, 0, 15))
    return made.saved(image, kind)


def bring(client, seal, image, name="印章.png", **size):
    given = {"image": SimpleUploadedFile(name, image), "width": "45", "height": "45"} | size
    return client.post(f"/seals/{seal.pk}/pictures/", given)


def certify(client, seal, file, password=PASSWORD, name="证书.p12"):
    given = {"file": SimpleUploadedFile(name, file), "password": password}
    return client.post(f"/seals/{seal.pk}/certificates/", given)


def own(cast, name="清河县人民政府", days=365):
    return demonstration.demonstration(name, at=cast.at, days=days, password=PASSWORD)


def real(cast, days=365):
    """A certificate file that says nothing of a demonstration, of an organ that signs for itself."""
    return made.certificate_file(begin=cast.at, days=days, holder="清河县人民政府")


def trail(stream):
    return list(Entry.objects.filter(stream=stream).order_by("id").values_list("verb", flat=True))


def test_a_certificate_that_vouches_for_itself_does_so_in_its_own_name_alone(cast, desk, client):
    """Whoever keeps the seals of one organ could else be believed under the name of any other."""
    with unchanged():
        answer = certify(
            client, desk.main, made.certificate_file(begin=cast.at, holder="清源市人民政府"), made.PASSWORD
        )
    assert answer.status_code == 422
    assert "不在受信任的证书中" in answer.content.decode()


def test_a_picture_and_a_certificate_make_an_electronic_seal(cast, desk, client):
    seal = desk.main
    assert bring(client, seal, png()).status_code == 302
    assert not queries.is_electronic(seal, cast.at)
    assert certify(client, seal, real(cast), made.PASSWORD).status_code == 302
    assert queries.is_electronic(seal, cast.tick())
    row = Certificate.objects.get()
    assert trail(seal.stream)[-2:] == ["seals.pictured", "seals.certified"]
    detail = Entry.objects.filter(verb="seals.certified").get().detail
    assert row.serial in str(detail)
    page = client.get(f"/seals/{seal.pk}/").content.decode()
    assert row.subject in page
    assert row.serial in page
    assert "私钥已加密保存" in page


def test_the_key_lies_sealed_and_opens_for_its_own_certificate_alone(cast, desk, client):
    bring(client, desk.main, png())
    certify(client, desk.main, own(cast))
    row = Certificate.objects.get()
    key = queries.credential(row).key
    assert row.key.encode() not in (key,)
    assert PASSWORD not in row.key
    with pytest.raises(keys.NotOurs, match="不符"):
        keys.unseal(row.key, "00" * 32)
    assert "-----BEGIN CERTIFICATE-----" in row.chain
    assert "PRIVATE" not in row.chain
    everything = "\n".join(str(one.detail) for one in Entry.objects.all())
    assert PASSWORD not in everything
    assert row.key not in everything


def test_what_vouches_for_it_is_trusted_with_it(cast, desk, client):
    certify(client, desk.main, own(cast))
    root = Root.objects.get()
    assert root.subject == demonstration.AUTHORITY
    assert trail("trust") == ["seals.trusted"]
    assert "受信任" in client.get("/seals/trust/").content.decode()


@pytest.mark.parametrize(
    ("image", "size", "words"),
    [
        (lambda: png(see_through=False), {}, "底色不透明"),
        (lambda: png(kind="GIF"), {}, "不是PNG图片"),
        (lambda: png()[:200], {}, "印章图形不是"),
        (lambda: b"\x89PNG\r\n" + b"0" * (3 << 20), {}, "超过2MB"),
        (lambda: png(), {"width": "200"}, "10至80毫米"),
        (lambda: png(), {"width": "x"}, "请填写数字"),
    ],
)
def test_no_picture_of_a_seal(client, desk, image, size, words):
    answer = bring(client, desk.main, image(), **size)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("file", "password", "words"),
    [
        (lambda cast: own(cast), "不对", "证书密码不对"),
        (lambda cast: own(cast)[:300], PASSWORD, "不是证书文件"),
        (lambda cast: png(), PASSWORD, "不是证书文件"),
        (lambda cast: b"0" * (65 << 10), PASSWORD, "文件过大"),
        (lambda cast: made.certificate_file(begin=cast.at, certificate=False), made.PASSWORD, "没有它的私钥"),
        (lambda cast: _weak(cast), made.PASSWORD, "不够安全"),
        (lambda cast: made.certificate_file(begin=cast.at.replace(year=cast.at.year + 1)), made.PASSWORD, "起才有效"),
        (lambda cast: made.certificate_file(begin=cast.at.replace(year=cast.at.year - 3)), made.PASSWORD, "过期"),
    ],
)
def test_no_certificate_to_seal_with(cast, client, desk, file, password, words, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.at)
    answer = certify(client, desk.main, file(cast), password)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Certificate.objects.exists()
    assert not Root.objects.exists()


def _weak(cast):
    return made.certificate_file(begin=cast.at, key=rsa.generate_private_key(65537, 1024), hashed=hashes.SHA256)


def test_a_certificate_comes_in_once(cast, client, desk):
    file = own(cast)
    certify(client, desk.main, file)
    answer = certify(client, desk.office, file)
    assert answer.status_code == 422
    assert f"属于“{desk.main}”" in answer.content.decode()
    assert Certificate.objects.count() == 1


def test_nobody_but_who_keeps_the_register_equips_a_seal(cast, desk):
    for act in (
        lambda: actions.try_out(desk.main.pk, by=cast.registrar, at=cast.tick()),
        lambda: actions.add_picture(
            desk.main.pk, image=png(), width=45, height=45, by=cast.finance_clerk, at=cast.tick()
        ),
    ):
        with refused("只有印章管理人员"):
            act()
    assert not Picture.objects.exists()
    client = client_of(cast.finance_clerk)
    assert client.get(f"/seals/{desk.main.pk}/picture/").status_code == 404


def test_what_is_long_is_done_while_nobody_waits(cast, desk, client, monkeypatch):
    """Pictures are read, certificate files opened and demonstrations drawn before anything is locked."""
    seen, outside = [], len(connection.savepoint_ids)

    def watched(place, name):
        real = getattr(place, name)

        def watching(*args, **how):
            seen.append((name, len(connection.savepoint_ids) > outside))
            return real(*args, **how)

        monkeypatch.setattr(place, name, watching)

    for place, name in (
        (electronic, "check_picture"),
        (certificates, "open_credential"),
        (demonstration, "demonstration"),
        (certifying, "_star"),
    ):
        watched(place, name)
    assert client.post(f"/seals/{desk.main.pk}/demonstration/").status_code == 302
    bring(client, desk.main, png())
    certify(client, desk.main, real(cast), made.PASSWORD)
    assert {name for name, _ in seen} == {"check_picture", "open_credential", "demonstration", "_star"}
    assert not any(is_locked for _, is_locked in seen)


def test_a_demonstration_is_drawn_on_the_page(cast, desk, client):
    assert client.post(f"/seals/{desk.main.pk}/demonstration/").status_code == 302
    row, picture = Certificate.objects.get(), Picture.objects.get()
    assert row.is_demonstration
    assert picture.is_demonstration
    page = client.get(f"/seals/{desk.main.pk}/").content.decode()
    assert "演示证书，不具有法律效力" in page
    shown = client.get(f"/seals/{desk.main.pk}/picture/")
    assert Image.open(io.BytesIO(shown.content)).format == "PNG"


def test_a_stolen_certificate_is_withdrawn_from_a_moment_on(cast, desk, client):
    actions.try_out(desk.main.pk, by=desk.manager, at=cast.tick())
    row = Certificate.objects.get()
    since = cast.tick()
    with refused("不能晚于现在"):
        actions.withdraw(
            row.pk, since=cast.at.replace(year=2099), cause="stolen", reason="失窃", by=cast.registrar, at=cast.tick()
        )
    with refused("请选择停用原因"):
        actions.withdraw(row.pk, since=since, cause="", reason="失窃", by=cast.registrar, at=cast.tick())
    with refused("只有印章管理人员"):
        actions.withdraw(row.pk, since=since, cause="stolen", reason="失窃", by=cast.finance_clerk, at=cast.tick())
    assert not Withdrawal.objects.exists()
    actions.withdraw(row.pk, since=since, cause="stolen", reason="电脑失窃", by=cast.registrar, at=cast.tick())
    assert not queries.is_electronic(desk.main, cast.tick())
    assert queries.trust(cast.at).withdrawn == {row.fingerprint: since}
    assert trail(desk.main.stream)[-1] == "seals.certificate_withdrawn"
    with refused("已经停用"):
        actions.withdraw(row.pk, since=since, cause="lost", reason="遗失", by=cast.registrar, at=cast.tick())
    page = client.get(f"/seals/{desk.main.pk}/").content.decode()
    assert "已停用（证书或密钥被盗）" in page
    with pytest.raises(rules.NoCertificate, match="没有可用的签章证书"):
        queries.signer(cast.organ.pk, cast.at)


def test_the_page_withdraws_as_well(cast, desk, client):
    client.post(f"/seals/{desk.main.pk}/demonstration/")
    row = Certificate.objects.get()
    answer = client.post(f"/seals/certificates/{row.pk}/withdrawal/", {"cause": "stolen", "reason": "失窃"})
    assert answer.status_code == 422
    given = {"cause": "stolen", "since": "2026-01-05T08:30", "reason": "失窃"}
    assert client.post(f"/seals/certificates/{row.pk}/withdrawal/", given).status_code == 302
    assert Withdrawal.objects.get().certificate == row
    assert client.post("/seals/certificates/999/withdrawal/", given).status_code == 404


def test_who_has_had_a_certificate_of_its_own_does_not_fall_back_to_a_demonstration(cast, desk, client, monkeypatch):
    """Withdrawn or run out, the real one is not quietly followed by what says of itself 演示."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: cast.at)
    actions.try_out(desk.main.pk, by=desk.manager, at=cast.tick())
    actions.try_out(desk.office.pk, by=desk.manager, at=cast.tick())
    assert queries.signer(cast.organ.pk, cast.at).is_demonstration
    bring(client, desk.main, png())
    certify(client, desk.main, real(cast, days=30), made.PASSWORD)
    assert queries.is_electronic(desk.main, cast.tick())
    assert not queries.signer(cast.organ.pk, cast.at).is_demonstration
    later = cast.at + timedelta(days=60)
    assert not queries.is_electronic(desk.main, later)
    assert queries.certificate_of(desk.main, later) is None
    assert "清河县人民政府”已于" in queries.fault_of(desk.main, later)
    with pytest.raises(rules.NoCertificate):
        queries.signer(cast.organ.pk, later)
    row = Certificate.objects.get(is_demonstration=False)
    given = {"since": cast.at, "cause": "stolen", "reason": "失窃", "by": desk.manager}
    actions.withdraw(row.pk, **given, at=cast.tick())
    assert not queries.is_electronic(desk.main, cast.at)
    assert "起停用" in queries.fault_of(desk.main, cast.at)
    page = client.get(f"/seals/{desk.main.pk}/").content.decode()
    assert queries.fault_of(desk.main, cast.at) in page.replace("&quot;", '"')


def test_a_real_certificate_does_not_go_with_a_drawn_seal_nor_the_other_way(cast, desk, client):
    actions.try_out(desk.main.pk, by=desk.manager, at=cast.tick())
    assert queries.is_electronic(desk.main, cast.at)
    bring(client, desk.main, png())
    assert not queries.is_electronic(desk.main, cast.tick())
    assert queries.fault_of(desk.main, cast.at) == "印章图形是正式的，签章证书还是演示证书。"
    actions.try_out(desk.office.pk, by=desk.manager, at=cast.tick())
    certify(client, desk.office, real(cast), made.PASSWORD)
    assert not queries.is_electronic(desk.office, cast.tick())
    assert "印章图形还是演示图形" in client.get(f"/seals/{desk.office.pk}/").content.decode()
    bring(client, desk.office, png())
    assert queries.is_electronic(desk.office, cast.tick())
    answer = certify(client, desk.office, own(cast))
    assert "不能再改为演示印章" in answer.content.decode()
    assert Certificate.objects.filter(seal=desk.office).count() == 2


def test_an_organ_signs_with_its_main_seal_first(cast, desk):
    for seal in (desk.office, desk.main):
        actions.try_out(seal.pk, by=desk.manager, at=cast.tick())
    signer = queries.signer(cast.organ.pk, cast.tick())
    assert signer.fingerprint == Certificate.objects.get(seal=desk.main).fingerprint
    assert certificates.BEIJING
    assert signer.key


def told(person):
    return list(Notice.objects.filter(person=person, about="trust").order_by("id").values_list("text", flat=True))


def test_trust_is_ended_for_what_comes_after(cast, desk):
    actions.try_out(desk.main.pk, by=desk.manager, at=cast.tick())
    root, client = Root.objects.get(), client_of(cast.sysadmin)
    assert client.post(f"/seals/trust/{root.pk}/ending/").status_code == 422
    given = {"reason": "机构停业", "request_key": "一"}
    for _ in range(2):
        assert client.post(f"/seals/trust/{root.pk}/ending/", given).status_code == 302
    root.refresh_from_db()
    trust = queries.trust(root.ended_at)
    assert trust.withdrawn == {root.fingerprint: root.ended_at}
    assert len(trust.roots) == 1
    assert client.post(f"/seals/trust/{root.pk}/ending/", {"reason": "再停"}).status_code == 422
    assert trail("trust") == ["seals.trusted", "seals.distrusted"]
    assert told(desk.manager) == [f"系统管理员停止信任证书“{root.subject}”，此后由其颁发的证书盖章，验证为不可信。"]


def test_roots_come_in_as_files(cast, desk):
    root, client = made.credential().chain[-1], client_of(cast.sysadmin)
    for _ in range(2):
        given = {"file": SimpleUploadedFile("根.pem", root.pem), "note": "电话核对", "request_key": "二"}
        assert client.post("/seals/trust/", given).status_code == 302
    assert trail("trust") == ["seals.trusted"]
    (sentence,) = told(desk.manager)
    assert f"导入了受信任的证书“{root.subject}”" in sentence
    assert not told(cast.finance_clerk)
    given = {"file": SimpleUploadedFile("根.pem", root.pem)}
    answer = client.post("/seals/trust/", given)
    assert "没有改动" in answer.content.decode()
    answer = client.post("/seals/trust/", {"file": SimpleUploadedFile("根.pem", b"nothing")})
    assert answer.status_code == 422
    assert "不是证书文件" in answer.content.decode()
    assert Root.objects.count() == 1


def test_whom_all_organs_trust_is_not_for_who_keeps_the_seals_of_one(cast, desk, client):
    """A township's 印章管理 may read the list; neither by page nor by the act itself may they change it."""
    root = made.credential().chain[-1]
    actions.trust(root.pem, by="system", at=cast.tick())
    page = client.get("/seals/trust/").content.decode()
    assert root.subject in page
    assert "导入受信任的证书" not in page.split("<main")[1]
    another = {"file": SimpleUploadedFile("根.pem", made.issued().chain[-1].pem)}
    assert client.post("/seals/trust/", another).status_code == 403
    assert client.post(f"/seals/trust/{Root.objects.get().pk}/ending/", {"reason": "不信"}).status_code == 403
    for act in (
        lambda: actions.trust(made.issued().chain[-1].pem, by=desk.manager.ref, at=cast.tick()),
        lambda: actions.distrust(Root.objects.get().pk, reason="不信", by=desk.manager.ref, at=cast.tick()),
    ):
        with refused("只能由系统管理员办理"):
            act()
    assert Root.objects.get().ended_at is None
    assert trail("trust") == ["seals.trusted"]
    assert client_of(cast.finance_clerk).get("/seals/trust/").status_code == 403


def test_those_in_force_stand_first(cast):
    (first,) = actions.trust(made.roots()[0].pem, by="system", at=cast.tick())
    (second,) = actions.trust(made.issued().chain[-1].pem, by="system", at=cast.tick())
    actions.distrust(second.pk, reason="机构停业", by="system", at=cast.tick())
    assert list(queries.roots()) == [first, second]


def test_an_authority_does_not_become_trusted_with_somebodys_certificate(cast, desk, client, monkeypatch):
    """Else whoever keeps one organ's seals could make one of their own, and with it any organ's certificate."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.AT)
    file, own_root = made.issued_file(), made.issued().chain[-1]
    answer = certify(client, desk.main, file, made.PASSWORD)
    assert answer.status_code == 422
    assert f"颁发者“{own_root.subject}”不在受信任的证书中" in answer.content.decode()
    assert not Certificate.objects.exists()
    assert not Root.objects.exists()
    actions.trust(own_root.pem, by="system", at=made.AT)
    assert certify(client, desk.main, file, made.PASSWORD).status_code == 302
    assert Root.objects.count() == 1


def test_a_seal_may_be_electronic_alone(cast, desk, client):
    details = {name: value for name, value in SEAL.items() if name != "material"}
    given = details | {"name": "清河县人民政府电子公章", "is_electronic": "on", "keeper": [cast.holder(cast.registrar)]}
    assert client.post("/seals/registration/", given).status_code == 302
    seal = Seal.objects.get(is_electronic=True)
    assert seal.material == "电子"
    assert seal not in queries.offered(cast.finance_clerk, cast.tick())
    for ask in (desk.apply, desk.ask_loan):
        with pytest.raises(rules.NotInHand, match="单独的电子印章"):
            ask(seal)
    assert not seal.applications.exists()
    assert not seal.loans.exists()
    assert "单独的电子印章" in client.get(f"/seals/{seal.pk}/").content.decode()
    corrected = given | {"material": "电子", "note": "换号"}
    assert client.post(f"/seals/{seal.pk}/particulars/", corrected).status_code == 302
    seal.refresh_from_db()
    assert seal.is_electronic
    assert client.post("/seals/registration/", given | {"name": "另一枚章", "is_electronic": ""}).status_code == 422
