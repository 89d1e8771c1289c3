"""兼管几个机关: who keeps the registers of several organs says for which one something is done."""

import pytest
from django.db import transaction
from tests.cast import GIVEN, unchanged

from zhongshu.exchange.models import Delivery, ImportedPackage, Peer
from zhongshu.exchange.tests.elsewhere import credential
from zhongshu.exchange.tests.test_peers import ADDRESS, typed
from zhongshu.gongwen.packages.model import Party
from zhongshu.org import actions as org
from zhongshu.seals.rules import keys

IMPORT = "/exchange/packages/importing/"


@pytest.fixture
def both(cast, towns):
    """The county's registrar keeps the register of a town as well."""
    with transaction.atomic():
        org.posts.give_role(cast.registrar.holder, "registrar", towns.units[0], **GIVEN)
    return towns.units[0]


def test_a_peer_and_its_package_are_entered_for_the_organ_that_is_chosen(cast, both, elsewhere):
    browser = cast.client(cast.registrar)
    assert both.short_name in browser.get(ADDRESS).content.decode()
    with unchanged():
        assert "请选择办理机关" in browser.post(ADDRESS, typed()).content.decode()
    browser.post(ADDRESS, typed(organ=both.pk))
    assert Peer.objects.get().organ == both
    assert both.short_name in browser.get("/exchange/peers/").content.decode()
    upload = cast.upload(cast.registrar, "交换包.zip", elsewhere.letter(to=Party(both.name, both.code)))
    browser.post(IMPORT, {"uploads": upload, "organ": both.pk, "request_key": "k"})
    assert ImportedPackage.objects.get().organ == Delivery.objects.get().unit == both
    assert f"发给{both.short_name}" in browser.get("/exchange/packages/").content.decode()


def test_nobody_acts_for_an_organ_that_is_not_theirs(cast, both, towns):
    with unchanged():
        answer = cast.client(cast.registrar).post(ADDRESS, typed(organ=towns.units[1].pk))
    assert answer.status_code == 422


def test_the_certificate_of_each_is_handed_out_and_no_key_is_opened(cast, both, signing, monkeypatch):
    def opened(*given):
        raise AssertionError

    monkeypatch.setattr(keys, "unseal", opened)
    browser = cast.client(cast.registrar)
    page = browser.get("/exchange/peers/").content.decode()
    assert f"{both.short_name}没有可用的签章证书" in page and f"登记{cast.organ.short_name}时" in page
    answer = browser.get(f"/exchange/certificate/?organ={cast.organ.pk}")
    assert answer.content == credential(cast.organ.name).pem
    assert "证书" in browser.get(f"/exchange/certificate/?organ={both.pk}", follow=True).content.decode()
