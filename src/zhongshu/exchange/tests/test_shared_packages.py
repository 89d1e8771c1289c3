"""一包多收: a package for several organs of this system, and a document that is packed again after it has changed."""

import pytest

from zhongshu.exchange import actions
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage, Peer
from zhongshu.exchange.tests.elsewhere import Elsewhere, credential
from zhongshu.gongwen.packages.model import Party
from zhongshu.kit.errors import Refused


def take(cast, parcel, organ, by):
    return actions.import_package(parcel, organ=organ.pk, by=by, at=cast.tick())


def party(unit):
    return Party(unit.name, unit.code)


def known(cast, towns, elsewhere):
    """Enter the city into the registers of the county and of the first town."""
    elsewhere.register()
    elsewhere.register(towns.units[0], towns.registrars[0])
    return towns.units[0], towns.registrars[0]


def test_each_organ_finds_the_package_that_it_imported_in_its_own_list(cast, towns, elsewhere):
    town, keeper = known(cast, towns, elsewhere)
    parcel = elsewhere.letter(also=party(town))
    assert take(cast, parcel, cast.organ, cast.registrar).is_new
    assert take(cast, parcel, town, keeper).is_new
    assert not take(cast, parcel, town, keeper).is_new
    assert set(ImportedPackage.objects.values_list("organ", flat=True)) == {cast.organ.pk, town.pk}
    assert (Dispatch.objects.count(), Delivery.objects.count()) == (1, 2)
    actions.deliver(Dispatch.objects.get().pk, at=cast.tick())
    for whom in (cast.registrar, keeper):
        page = cast.client(whom).get("/exchange/packages/").content.decode()
        assert "清源市人民政府关于做好秋粮收购工作的通知" in page and "签收后生成" in page


def test_another_scope_and_another_name_of_the_sender_make_no_other_document(cast, towns, elsewhere):
    town, keeper = known(cast, towns, elsewhere)
    take(cast, elsewhere.letter(also=party(town), scope="县级"), cast.organ, cast.registrar)
    elsewhere.party = Party("清源市政府", elsewhere.party.code)
    parcel = elsewhere.letter(also=party(town), scope="县级、乡级", issuers=("清源市人民政府",))
    assert take(cast, parcel, town, keeper).is_new
    assert Dispatch.objects.get().scope == "县级"


def test_a_sender_by_the_same_code_with_another_certificate_is_another(cast, towns, elsewhere):
    elsewhere.register()
    town, keeper = towns.units[0], towns.registrars[0]
    take(cast, elsewhere.letter(also=party(town)), cast.organ, cast.registrar)
    elsewhere.credential = credential("清源市人民政府", 2900)
    elsewhere.register(town, keeper)
    parcel = elsewhere.letter(also=party(town))
    with pytest.raises(Refused, match="编号相同的交换包已经导入过"):
        take(cast, parcel, town, keeper)
    old = Elsewhere(cast)
    peer = Peer.objects.get(organ=cast.organ)
    actions.end_peer(peer.pk, reason="证书换新", by=cast.registrar, at=cast.tick())
    old.credential = elsewhere.credential
    old.register()
    assert take(cast, parcel, town, keeper).is_new
