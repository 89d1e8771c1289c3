"""来包: what a peer says of a document is held against who signed the package; both are told and kept."""

import pytest

from zhongshu.documents.models import IncomingDocument
from zhongshu.exchange import actions
from zhongshu.exchange.models import Delivery
from zhongshu.notices.models import Notice

PROVINCE = "省人民政府"


def brought(cast, parcel):
    """Import a package and deliver what was in it."""
    made = actions.import_package(parcel, organ=cast.organ.pk, by=cast.registrar, at=cast.tick())
    actions.deliver(made.dispatch.pk, at=cast.tick())
    return Delivery.objects.get(dispatch=made.dispatch, unit=cast.organ)


@pytest.mark.parametrize("issuers", [(PROVINCE,), ("清源市人民政府", PROVINCE)])
def test_who_signed_a_package_is_told_beside_the_issuer_that_it_names(cast, elsewhere, issuers):
    elsewhere.register()
    row = brought(cast, elsewhere.letter(issuers=issuers))
    is_another = "清源市人民政府" not in issuers
    browser = cast.client(cast.registrar)
    page = browser.get(f"/deliveries/{row.pk}/").content.decode()
    assert "清源市人民政府（交换代码QY-0001）" in page
    assert ("不是写明的发文机关" in page) is is_another
    assert ("签名发送" in browser.get("/deliveries/").content.decode()) is is_another
    assert ("（由清源市人民政府签名发送，请核实）" in Notice.objects.first().text) is is_another
    matter = actions.sign(row.pk, by=cast.registrar, at=cast.tick())
    kept = IncomingDocument.objects.get(matter=matter)
    assert kept.sender == "、".join(issuers)
    assert "交换包由清源市人民政府（交换代码QY-0001）签名发送" in kept.note
    assert "签名发送。" in browser.get(f"/matters/{matter.pk}/").content.decode()
