"""Certificates (数字证书): what a demonstration says of itself, and every reason not to seal with one."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from zhongshu.gongwen.signing import certificates, demonstration
from zhongshu.gongwen.signing.tests import seals
from zhongshu.kit.errors import Refused

SM2 = Path(__file__).with_name("sm2.p12")  # made by OpenSSL, since nothing here can


def opened(content, password=seals.PASSWORD, at=seals.AT):
    return certificates.open_credential(content, password, at)


def refusal(content, password=seals.PASSWORD, at=seals.AT):
    with pytest.raises(certificates.Unusable) as caught:
        opened(content, password, at)
    return caught.value.sentence


def test_a_demonstration_says_in_every_name_that_it_is_one():
    credential = seals.credential()
    (authority,) = credential.chain
    assert credential.subject == credential.organisation == "清溪县人民政府办公室（演示）"
    assert credential.issuer == authority.subject == "演示签名机构"
    assert credential.is_demonstration and authority.is_demonstration
    for one in (credential, authority):
        assert "仅供演示，不具有法律效力" in x509.load_der_x509_certificate(one.der).subject.rfc4514_string()


def test_a_demonstration_holds_for_its_days_and_for_signing_alone():
    credential = seals.credential()
    assert (credential.valid_from, credential.valid_to) == (seals.AT, seals.AT + timedelta(days=365))
    usage = x509.load_der_x509_certificate(credential.der).extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and usage.content_commitment and not usage.key_cert_sign
    above = x509.load_der_x509_certificate(credential.chain[0].der)
    assert above.extensions.get_extension_for_class(x509.KeyUsage).value.key_cert_sign
    x509.load_der_x509_certificate(credential.der).verify_directly_issued_by(above)


def test_two_demonstrations_do_not_vouch_for_each_other():
    one, other = seals.credential(), seals.credential("清溪县水利局")
    assert one.chain[0].fingerprint != other.chain[0].fingerprint


@pytest.mark.parametrize(
    "given",
    [{"name": " "}, {"name": "县" * 41}, {"days": 0}, {"days": 3651}, {"password": ""}],
    ids=["no name", "long name", "no day", "too many days", "no password"],
)
def test_a_demonstration_needs_a_name_days_and_a_password(given):
    with pytest.raises(Refused):
        demonstration.demonstration(**({"name": "县水利局", "at": seals.AT, "password": "x"} | given))


def test_a_credential_tells_who_it_is_for_and_keeps_its_key_to_itself():
    credential = opened(seals.certificate_file())
    assert (credential.subject, credential.organisation, credential.serial) == ("清溪县财政局", "", "7")
    assert not credential.is_demonstration
    assert len(credential.fingerprint) == 64
    assert "key" not in repr(credential) and "der" not in repr(credential)


@pytest.mark.parametrize("content", [b"", b"PK", seals.credential().pem, SM2.read_bytes()[:500]])
def test_what_is_no_certificate_file_is_refused(content):
    assert refusal(content) == "这不是证书文件，或者已损坏。请选用扩展名为 p12 或 pfx 的证书文件。"


def test_a_wrong_password_is_refused_without_being_repeated():
    sentence = refusal(seals.certificate_file(), "不对的密码")
    assert sentence == "证书密码不对，或者证书文件已损坏。请核对密码后重试。"


def test_a_certificate_without_its_key_is_refused():
    assert "私钥" in refusal(seals.certificate_file(certificate=False))


def test_a_certificate_is_refused_outside_of_its_days_and_the_day_is_named():
    content = seals.certificate_file(days=10)
    early, late = seals.AT - timedelta(days=1), seals.AT + timedelta(days=11)
    assert refusal(content, at=early) == "证书“清溪县财政局”从2026年11月21日起才有效，现在不能使用。"
    assert refusal(content, at=late).startswith("证书“清溪县财政局”已于2026年12月1日过期。")


SERVER = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
ENCRYPTING = x509.KeyUsage(False, False, True, True, False, False, False, False, False)
AUTHORITY = x509.BasicConstraints(ca=True, path_length=None)


@pytest.mark.parametrize("extension", [SERVER, ENCRYPTING, AUTHORITY], ids=["server", "encrypting", "authority"])
def test_a_certificate_for_another_purpose_is_refused(extension):
    assert "不是签名用的" in refusal(seals.certificate_file(extension))


def test_a_certificate_for_mail_and_for_signing_in_may_sign():
    purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    assert opened(seals.certificate_file(purposes)).subject == "清溪县财政局"


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda: rsa.generate_private_key(65537, 1024), "RSA 1024位"),
        (lambda: ec.generate_private_key(ec.SECP192R1()), "ECDSA 192位"),
        (lambda: ec.generate_private_key(ec.BrainpoolP256R1()), "ECDSA 256位"),
        (lambda: dsa.generate_private_key(2048), "其他算法"),
    ],
    ids=["rsa", "ec", "curve", "dsa"],
)
def test_a_weak_key_is_refused_and_its_kind_is_named(make, kind):
    assert f"证书的密钥（{kind}）" in refusal(seals.certificate_file(key=make()))


def test_a_kind_of_key_that_readers_do_not_know_is_refused():
    content = seals.certificate_file(key=ed25519.Ed25519PrivateKey.generate(), hashed=None)
    assert "其他算法" in refusal(content)


@pytest.mark.parametrize(
    "make",
    [lambda: rsa.generate_private_key(65537, 2048), lambda: ec.generate_private_key(ec.SECP384R1())],
    ids=["rsa", "ec"],
)
def test_strong_keys_are_taken(make):
    assert opened(seals.certificate_file(key=make())).subject == "清溪县财政局"


def test_a_national_certificate_is_refused_and_the_way_out_is_named():
    assert refusal(SM2.read_bytes(), "secret").startswith("这是国密（SM2）证书。")
    assert "密码不对" in refusal(SM2.read_bytes(), "x")


def test_trusted_certificates_are_read_in_both_forms():
    one, other = seals.credential().chain[0], seals.credential("清溪县水利局").chain[0]
    assert certificates.read_roots([one.pem + other.pem, one.der]) == (one, other, one)


@pytest.mark.parametrize("content", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"])
def test_a_trusted_file_that_is_no_certificate_is_refused(content):
    with pytest.raises(certificates.Unusable, match="不是证书文件"):
        certificates.read_roots([content])
