"""签收: a delivery becomes an incoming matter of its receiver."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from tests.cast import GIVEN, client_of, last_act, refused, unchanged, verbs

from zhongshu.documents.models import IncomingDocument
from zhongshu.exchange import actions, queries
from zhongshu.exchange.models import Receipt
from zhongshu.exchange.rules import Receiver
from zhongshu.exchange.tests.sending import CONTENT, SENT, Towns
from zhongshu.files import actions as files
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Attachment, Link, Matter, Task
from zhongshu.notices.models import Notice
from zhongshu.org import actions as org
from zhongshu.trail.models import Entry


def sign(by, delivery, **form):
    """Press 签收 on the page of a delivery."""
    return client_of(by).post(reverse("delivery_receipt", args=[delivery.pk]), form, follow=True)


def test_a_document_that_is_signed_for_is_registered_with_its_files(cast, towns):
    dispatch = towns.send(reply_due=date(2026, 3, 9), scope="发至县团级", urgency="urgent", first_copy=1)
    by, delivery = towns.registrars[0], towns.delivery(dispatch)
    answer = sign(by, delivery)
    delivery.refresh_from_db()
    matter = delivery.matter
    assert answer.redirect_chain[-1][0] == reverse("matter", args=[matter.pk])
    assert f"已签收，收文编号为{matter.number}" in answer.content.decode()
    document = matter.incoming_document
    assert (matter.kind, matter.organ, matter.title, matter.urgency) == ("incoming", towns.units[0], SENT.title, 1)
    assert (document.sender, document.sender_number) == ("清河县人民政府", "清政发〔2026〕8号")
    assert (document.genre, document.dated, document.recipients) == ("notice", SENT.dated, "各乡镇人民政府")
    assert (document.copies, document.copy_number, document.signed_for_by) == (1, "000001", by.name)
    assert document.note == "来文要求于2026年3月9日前答复；印发传达范围：发至县团级"
    paper = Attachment.objects.get(matter=matter)
    assert (paper.name, paper.role, paper.file) == ("防汛备汛通知.pdf", "original", dispatch.files.get().file)
    assert Task.objects.get(matter=matter, done_at=None).station.key == "review"


def test_both_trails_say_so_and_the_sender_is_told(cast, towns):
    dispatch = towns.send(towns.receivers()[:1])
    by, delivery = towns.registrars[0], towns.delivery(dispatch)
    matter = actions.sign(delivery.pk, by=by, at=cast.tick())
    assert verbs(matter)[-1] == "exchange.signed"
    assert last_act(dispatch.matter) == (
        "exchange.signed",
        by.ref,
        {"delivery": delivery.pk, "unit": towns.units[0].pk},
    )
    assert (delivery.receipt.name, delivery.receipt.by, delivery.receipt.at) == (by.name, by, cast.at)
    told = Notice.objects.filter(about=dispatch.matter.stream, text__contains="已签收")
    assert {each.person for each in told} == {cast.registrar, cast.second_registrar}
    assert told[0].text == f"平安镇人民政府已签收：{SENT.title}"


def test_of_several_the_sender_is_told_when_nobody_is_waited_for(cast):
    towns = Towns(cast, 4)
    dispatch = towns.send()
    told = Notice.objects.filter(about=dispatch.matter.stream, person=cast.registrar, text__contains="签收")
    away = {"cause": "ours_to_handle", "reason": "不属我镇。"}
    actions.reject(towns.delivery(dispatch, 3).pk, by=towns.registrars[3], at=cast.tick(), **away)
    for place in range(3):
        assert not told.exists()
        actions.sign(towns.delivery(dispatch, place).pk, by=towns.registrars[place], at=cast.tick())
    assert told.get().text == f"收文单位签收完毕（已签收3个，退回1个）：{SENT.title}"


def test_what_was_signed_for_waits_no_longer(cast, towns):
    dispatch = towns.send()
    by = towns.registrars[0]
    page = client_of(by).get(reverse("deliveries")).content.decode()
    assert SENT.title in page and "清政发〔2026〕8号" in page
    actions.sign(towns.delivery(dispatch).pk, by=by, at=cast.tick())
    assert SENT.title not in client_of(by).get(reverse("deliveries")).content.decode()
    assert SENT.title in client_of(by).get(reverse("deliveries"), {"state": "signed"}).content.decode()
    assert queries.counts(dispatch.matter) == {"waiting": 1, "signed": 1, "rejected": 0, "recalled": 0}


def test_the_page_shows_particulars_and_files(cast, towns):
    dispatch = towns.send(due_at=cast.at + timedelta(days=1), note="附件随文另送", first_copy=12)
    by, delivery = towns.registrars[1], towns.delivery(dispatch, 1)
    page = client_of(by).get(reverse("delivery", args=[delivery.pk])).content.decode()
    for words in (
        SENT.title,
        "防汛备汛通知.pdf",
        "县委办公室",
        "附件随文另送",
        "份号000013",
        "2026年3月2日",
        "请您签收",
    ):
        assert words in page
    got = client_of(by).get(reverse("delivery_file", args=[delivery.pk, 0]))
    assert b"".join(got.streaming_content) == CONTENT
    assert "attachment" in got.headers["Content-Disposition"]
    shown = client_of(by).get(reverse("delivery_file", args=[delivery.pk, 0]), {"show": "1"})
    assert "inline" in shown.headers["Content-Disposition"] and shown.headers["Content-Type"] == "application/pdf"


def test_a_message_leads_to_ones_own(cast, towns):
    dispatch = towns.send()
    for place, by in enumerate(towns.registrars):
        told = Notice.objects.get(person=by)
        assert (told.text, told.kind) == (f"待签收：清河县人民政府《{SENT.title}》", "task")
        answer = client_of(by).get(told.link)
        assert answer.url == reverse("delivery", args=[towns.delivery(dispatch, place).pk])
        told.refresh_from_db()
        assert told.read_at
    assert client_of(cast.registrar).get(told.link).status_code == 404


def test_twice_is_refused_and_says_who_was_quicker(cast, towns):
    dispatch = towns.send()
    by, delivery = towns.registrars[0], towns.delivery(dispatch)
    actions.sign(delivery.pk, by=by, at=cast.tick())
    with refused("已由平安文书于2026年3月2日09:0.签收"):
        actions.sign(delivery.pk, by=by, at=cast.tick())
    assert Matter.objects.filter(kind="incoming").count() == 1


def test_a_form_that_comes_twice_signs_once(cast, towns):
    by, delivery = towns.registrars[0], towns.delivery(towns.send())
    first = actions.sign(delivery.pk, by=by, at=cast.tick(), request_key="one")
    with unchanged():
        assert actions.sign(delivery.pk, by=by, at=cast.tick(), request_key="one") == first


def test_a_number_that_is_there_already_is_asked_about_once(cast, towns):
    by, first = towns.registrars[0], towns.send()
    matter = actions.sign(towns.delivery(first).pk, by=by, at=cast.tick())
    again = towns.delivery(towns.send())
    page = client_of(by).get(reverse("delivery", args=[again.pk])).content.decode()
    assert "同一来文字号已登记为" in page and matter.number in page
    with unchanged():
        answer = sign(by, again)
    assert answer.status_code == 422 and "确认重复登记" in answer.content.decode()
    assert sign(by, again, confirmed="on").status_code == 200
    assert IncomingDocument.objects.filter(sender_number=SENT.number).count() == 2


def test_only_who_keeps_the_register_of_the_receiver_signs(cast, towns):
    delivery = towns.delivery(towns.send())
    for by in (towns.registrars[1], cast.registrar):
        with unchanged():
            assert sign(by, delivery).status_code == 404
        with refused("只有平安镇人民政府的收文登记人员"):
            actions.sign(delivery.pk, by=by, at=cast.tick())
    assert client_of(cast.finance_clerk).get(reverse("deliveries")).status_code == 403


def test_a_registrar_of_two_organs_chooses_between_them(cast, towns):
    by = towns.registrars[0]
    with transaction.atomic():
        org.posts.give_role(by.holder, "registrar", towns.units[1], **GIVEN)
    dispatch = towns.send()
    client = client_of(by)
    assert client.get(reverse("delivered", args=[dispatch.pk])).url == reverse("deliveries")
    page = client.get(reverse("deliveries")).content.decode()
    assert "收文机关" in page and "平安镇政府" in page and "太平镇政府" in page
    one = client.get(reverse("deliveries"), {"organ": towns.units[1].pk}).content.decode()
    assert reverse("delivery", args=[towns.delivery(dispatch, 1).pk]) in one
    assert reverse("delivery", args=[towns.delivery(dispatch, 0).pk]) not in one
    matter = actions.sign(towns.delivery(dispatch, 1).pk, by=by, at=cast.tick())
    assert matter.organ == towns.units[1]


def test_an_answer_is_related_to_what_was_asked(cast, towns):
    with transaction.atomic():
        about = {"kind": "outgoing", "organ": towns.units[0].pk, "title": "平安镇人民政府关于解决防汛资金的请示"}
        asked = matters.open_matter(**about, by=towns.registrars[0], at=cast.tick())
        matters.number(asked, "平政发〔2026〕3号")
    towns.send([Receiver("市人民政府")], matter=asked)
    delivery = towns.delivery(towns.send(answers="平政发〔2026〕3号", number="清政函〔2026〕1号"))
    matter = actions.sign(delivery.pk, by=towns.registrars[0], at=cast.tick())
    assert Link.objects.get(source=matter).target == asked and Link.objects.get().relation == "reply_to"


@pytest.mark.parametrize("is_ours", [True, False])
def test_what_never_went_out_or_may_not_be_seen_is_not_what_is_answered(cast, towns, is_ours):
    by = towns.registrars[0]
    with transaction.atomic():
        about = {"kind": "outgoing", "organ": towns.units[0].pk, "title": "平安镇人民政府关于解决防汛资金的请示"}
        asked = matters.open_matter(**about, by=by, at=cast.tick())
        matters.number(asked, "平政发〔2026〕3号")
    if not is_ours:
        towns.send([Receiver("市人民政府")], matter=asked)
        asked.grants.all().delete()
    delivery = towns.delivery(towns.send(answers="平政发〔2026〕3号", number="清政函〔2026〕1号"))
    actions.sign(delivery.pk, by=by, at=cast.tick())
    assert not Link.objects.exists()


def test_several_copies_are_said_with_their_numbers(cast, towns):
    receivers = [
        Receiver(towns.units[0].name, towns.units[0].pk, copies=3),
        Receiver(towns.units[1].name, towns.units[1].pk, role="copy"),
    ]
    dispatch = towns.send(receivers, first_copy=8)
    matter = actions.sign(towns.delivery(dispatch).pk, by=towns.registrars[0], at=cast.tick())
    other = actions.sign(towns.delivery(dispatch, 1).pk, by=towns.registrars[1], at=cast.tick())
    document = matter.incoming_document
    assert (document.copies, document.copy_number, document.note) == (3, "000008", "份号000008至000010")
    assert (other.incoming_document.copy_number, other.incoming_document.note) == ("000011", "抄送件")


def test_the_register_takes_a_long_line_of_receivers(cast, towns):
    dispatch = towns.send(recipients="、".join(f"第{number}镇人民政府" for number in range(100)))
    matter = actions.sign(towns.delivery(dispatch).pk, by=towns.registrars[0], at=cast.tick())
    assert len(matter.incoming_document.recipients) == 400


def test_what_is_not_delivered_yet_is_not_there(cast, towns):
    delivery = towns.delivery(towns.send(delivered=False))
    assert client_of(towns.registrars[0]).get(reverse("delivery", args=[delivery.pk])).status_code == 404
    with refused("还没有送达"):
        actions.sign(delivery.pk, by=towns.registrars[0], at=cast.tick())


@pytest.mark.parametrize("address", ["delivery", "delivery_file"])
def test_what_was_signed_for_is_seen_as_its_matter_is(cast, towns, address):
    by, delivery = towns.registrars[0], towns.delivery(towns.send())
    args = [delivery.pk] if address == "delivery" else [delivery.pk, 0]
    assert client_of(by).get(reverse(address, args=args)).status_code == 200
    matter = actions.sign(delivery.pk, by=by, at=cast.tick())
    assert client_of(by).get(reverse(address, args=args)).status_code == (200 if address == "delivery" else 404)
    matter.grants.all().delete()
    assert client_of(by).get(reverse(address, args=args)).status_code == 404
    assert Receipt.objects.get().delivery == delivery


def test_what_lies_in_quarantine_is_not_signed_for(cast, towns):
    dispatch = towns.send()
    by, delivery = towns.registrars[0], towns.delivery(dispatch)
    with transaction.atomic():
        files.quarantine(dispatch.files.get().file, by="system", at=cast.tick())
    assert last_act(dispatch.matter) == ("exchange.sent_withheld", "system", {"dispatch": dispatch.pk})
    assert not Notice.objects.filter(about=f"dispatch:{dispatch.pk}").exclude(text="").exists()
    client = client_of(by)
    page = client.get(reverse("delivery", args=[delivery.pk])).content.decode()
    assert "该文件已按保密要求隔离" in page
    assert not any(words in page for words in ("防汛备汛通知.pdf", SENT.title, SENT.number))
    assert SENT.title not in client.get(reverse("deliveries")).content.decode()
    assert client.get(reverse("delivery_file", args=[delivery.pk, 0])).status_code == 404
    with unchanged():
        answer = sign(by, delivery)
    assert answer.status_code == 422 and "文件已按保密要求隔离，不能签收" in answer.content.decode()


def test_a_mark_of_secrecy_is_refused_and_noted(cast, towns):
    """A sender may overlook it; the register of the receiver does not."""
    delivery = towns.delivery(towns.send(title="机密★5年 关于专项行动的通知"))
    answer = sign(towns.registrars[0], delivery)
    assert answer.status_code == 422 and "发现国家秘密标志" in answer.content.decode()
    assert Entry.objects.filter(verb="documents.secret_refused", by=towns.registrars[0].ref).exists()
    assert not Matter.objects.filter(kind="incoming").exists()


def test_a_genre_that_the_register_does_not_know_is_another(cast, towns):
    matter = actions.sign(towns.delivery(towns.send(genre="plan")).pk, by=towns.registrars[0], at=cast.tick())
    assert matter.incoming_document.genre == "other"
    assert client_of(towns.registrars[0]).get(reverse("documents")).status_code == 200


def test_a_label_that_is_raised_later_holds_at_the_receivers(cast, towns):
    """In an office where something follows 分发, the label of what is out may still be raised."""
    dispatch = towns.send()
    by, delivery = towns.registrars[0], towns.delivery(dispatch)
    assert Notice.objects.filter(about=f"dispatch:{dispatch.pk}").exclude(outside="").exists()
    given = {"label": "work_secret", "reason": "内容涉及工作秘密", "by": cast.office_head}
    matters.relabel(dispatch.matter_id, **given, at=cast.tick())
    assert not Notice.objects.filter(about=f"dispatch:{dispatch.pk}").exclude(outside="").exists()
    assert "工作秘密" in client_of(by).get(reverse("deliveries")).content.decode()
    assert "工作秘密" in client_of(by).get(reverse("delivery", args=[delivery.pk])).content.decode()
    shown = Entry.objects.filter(verb="org.paper_viewed", by=by.ref).count()
    client_of(by).get(reverse("delivery_file", args=[delivery.pk, 0]), {"show": "1"})
    assert Entry.objects.filter(verb="org.paper_viewed", by=by.ref).count() == shown + 1
    assert actions.sign(delivery.pk, by=by, at=cast.tick()).label == "work_secret"
