"""标题只告知可以查看的人: what the pages of packages say of documents that the registrar may not see."""

from django.db import transaction

from zhongshu.exchange.tests.test_packages import brought, sent, take
from zhongshu.matters import actions as matters

LIST = "/exchange/packages/"


def restricted(cast, matter):
    """Leave the matter to the head of the office alone."""
    with transaction.atomic():
        matters.restrict(matter, [cast.office_head.holder.pk], by=cast.office_head, at=cast.tick())


def test_a_receipt_does_not_tell_the_title_of_what_is_for_others(cast, towns, elsewhere):
    elsewhere.register()
    row = sent(cast, towns)
    restricted(cast, row.dispatch.matter)
    parcel = elsewhere.receipt(row)
    for key, said in (("k", "回执已导入，签收情况已更新。"), ("k2", "没有重复导入。")):
        answer = brought(cast, parcel, key).content.decode()
        assert said in answer and row.dispatch.title not in answer and "您不能查看" in answer
    browser = cast.client(cast.registrar)
    assert "您不能查看" in browser.get(LIST, {"q": "清源市"}).content.decode()
    assert "您不能查看" not in browser.get(LIST, {"q": row.dispatch.number}).content.decode()


def test_a_receipt_tells_the_title_of_what_the_registrar_sees(cast, towns, elsewhere):
    elsewhere.register()
    row = sent(cast, towns)
    assert f"《{row.dispatch.title}》" in brought(cast, elsewhere.receipt(row)).content.decode()
    page = cast.client(cast.registrar).get(LIST, {"q": row.dispatch.number}).content.decode()
    assert row.dispatch.title in page


def test_a_telegram_is_named_to_the_confidential_registrar_alone(cast, elsewhere):
    elsewhere.register()
    parcel = elsewhere.letter(form="telegram", urgency="urgent")
    for key, said in (("k", "电报已导入，识读后由机要登记人员签收。"), ("k2", "没有重复导入。")):
        answer = brought(cast, parcel, key).content.decode()
        assert said in answer and "秋粮收购" not in answer
    assert take(cast, parcel).is_new is False
