"""Who may vouch for others (发证机构): trust in an organ's own certificate is not trust in whatever it would issue."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_der_private_key, pkcs12

from zhongshu.gongwen.signing import certificates, demonstration, sealing, verifying
from zhongshu.gongwen.signing.tests import seals
from zhongshu.kit.errors import Refused


def test_an_organ_that_is_trusted_cannot_seal_in_the_name_of_another():
    town = seals.credential("某镇")
    above = x509.load_der_x509_certificate(town.der)
    key = ec.generate_private_key(ec.SECP256R1())
    span = (seals.AT, seals.AT + timedelta(days=300))
    issued = demonstration._certificate(
        demonstration._name("县人民政府"), above.subject, key.public_key(), load_der_private_key(town.key, None), span
    )
    packed = pkcs12.serialize_key_and_certificates(b"x", key, issued, [above], BestAvailableEncryption(b"p"))
    forged = certificates.open_credential(packed, "p", seals.AT)
    with pytest.raises(Refused, match="不是发证机构的证书"):
        sealing.seal(seals.paper().pdf, [seals.placement(credential=forged)], at=seals.AT)


def test_an_organ_that_is_trusted_seals_in_its_own_name():
    town = seals.credential("某镇")
    sealed = sealing.seal(seals.paper().pdf, [seals.placement(credential=town)], at=seals.AT)
    assert verifying.verify(sealed, roots=[certificates.read(town.der)], at=seals.LATER).is_passed
