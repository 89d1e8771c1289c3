"""交换包未能生成: the page says why, and it can be made when what was wanting is there."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhongshu.exchange import actions
from zhongshu.exchange.models import Delivery, Package
from zhongshu.exchange.rules import Receiver
from zhongshu.exchange.tests.elsewhere import DAYS, PASSWORD, certificate
from zhongshu.exchange.tests.test_packages import sent, take
from zhongshu.jobs.models import Job
from zhongshu.seals import actions as seals
from zhongshu.seals.tests.desk import Desk

LIST = "/exchange/packages/"


def certified(cast):
    desk = Desk(cast)
    given = {"password": PASSWORD, "by": desk.manager, "at": cast.tick()}
    seals.add_certificate(desk.main.pk, file=certificate(cast.organ.name, DAYS), **given)


def test_a_receipt_that_no_certificate_could_sign_is_made_later(cast, elsewhere):
    elsewhere.register()
    made = take(cast, elsewhere.letter())
    actions.deliver(made.dispatch.pk, at=cast.tick())
    row = Delivery.objects.get()
    browser = cast.client(cast.registrar)
    page = browser.get(LIST).content.decode()
    assert "签收后生成" in page and f"/exchange/packages/{row.pk}/renewal/" not in page
    assert "办理后自动生成回执包" in browser.post(f"{LIST}{row.pk}/renewal/", follow=True).content.decode()
    actions.sign(row.pk, by=cast.registrar, at=cast.tick())
    Job.objects.filter(unique_key=f"package:{row.pk}").update(failed_at=cast.tick(), message="没有可用的签章证书。")
    page = browser.get(LIST).content.decode()
    assert "生成失败" in page and "没有可用的签章证书。" in page
    assert "证书" in browser.post(f"{LIST}{row.pk}/renewal/", follow=True).content.decode()
    assert Job.objects.filter(unique_key=f"package:{row.pk}").count() == 1
    certified(cast)
    answer = browser.post(f"{LIST}{row.pk}/renewal/", follow=True).content.decode()
    assert answer.count("正在生成") == 2
    actions.pack(row.pk, at=timezone.now(), again=True)
    Job.objects.filter(failed_at=None).update(finished_at=timezone.now())
    assert "下载回执包" in browser.get(LIST).content.decode()
    assert Package.objects.get().pk == row.pk


def test_the_receipt_of_a_telegram_is_taken_by_who_signed_for_it(cast, elsewhere, signing):
    elsewhere.register()
    row = take(cast, elsewhere.letter(form="telegram", urgency="urgent")).dispatch.deliveries.get()
    actions.deliver(row.dispatch_id, at=cast.tick())
    browser, address = cast.client(cast.confidential), f"/deliveries/{row.pk}/"
    assert "回执包" not in browser.get(address).content.decode()
    actions.sign(row.pk, by=cast.confidential, at=cast.tick())
    assert "正在生成" in browser.get(address).content.decode()
    Job.objects.filter(unique_key=f"package:{row.pk}").update(failed_at=cast.tick(), message="没有可用的签章证书。")
    assert "没有可用的签章证书。" in browser.get(address).content.decode()
    answer = browser.post(f"{LIST}{row.pk}/renewal/")
    assert answer.headers["Location"] == address
    actions.pack(row.pk, at=timezone.now(), again=True)
    assert "下载回执包" in browser.get(address).content.decode()
    assert b"".join(browser.post(f"{LIST}{row.pk}/taking/").streaming_content).startswith(b"PK")


def test_the_page_says_why_a_package_was_not_made(cast, towns, elsewhere, signing):
    elsewhere.register()
    row = sent(cast, towns)
    actions.order_packages(row.dispatch_id, by=cast.registrar, at=cast.tick())
    Job.objects.filter(unique_key=f"package:{row.pk}").update(failed_at=cast.tick(), message="交换包超过100兆字节。")
    address = f"/exchange/dispatches/{row.dispatch_id}/packages/"
    page = cast.client(cast.registrar).get(address).content.decode()
    assert "生成失败" in page and "交换包超过100兆字节。" in page


def test_many_receivers_cost_no_more_questions_and_stand_on_pages(cast, towns, elsewhere, signing):
    browser, cost = cast.client(cast.registrar), []
    for count in (2, 30):
        row = towns.send([Receiver(f"第{number}中学") for number in range(count)])
        address = f"/exchange/dispatches/{row.pk}/packages/"
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(address).content.decode()
        with CaptureQueriesContext(connection) as ordered:
            actions.order_packages(row.pk, by=cast.registrar, at=timezone.now())
        cost.append((len(asked), len(ordered)))
        assert Job.objects.filter(task__endswith="pack", payload__args__0__gte=0).count() >= count
    assert cost[0] == cost[1]
    assert page.count("第1") > 0 and "第2页" in page and "第29中学" not in page
    assert actions.order_packages(row.pk, by=cast.registrar, at=timezone.now()) == 30
    assert Job.objects.filter(task__endswith="pack").count() == 32
