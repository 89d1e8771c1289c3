"""发电: a telegram has a grade, a term, a number of its own, no seal; it is known to few, and arrives as a telegram."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import client_of, refused

from zhongshu.exchange import actions as exchange
from zhongshu.exchange.models import Dispatch
from zhongshu.exchange.tests.sending import Towns
from zhongshu.files import queries as files
from zhongshu.gongwen.read import reading
from zhongshu.matters.models import Attachment, Matter
from zhongshu.outgoing import actions, queries
from zhongshu.outgoing.tests.writing import NOTICE, POINTS, opened, print_out, write
from zhongshu.outgoing.views.lists import HIDDEN, NUMBERS

TELEGRAM = {"telegram_grade": "extra_urgent"}


def opened_codes(cast):
    for code in ("清政发", "清政发电"):
        actions.open_code(code=code, by=cast.registrar, at=cast.tick())
    return {one.name: one.pk for one in queries.codes(cast.organ.pk)}


def walked(cast, matter, to=""):
    """Take a telegram as far as a station."""
    series = opened_codes(cast)
    write(cast, matter, **NOTICE | {"copied_to": "县委办公室"})
    signer = {"sign_off": (cast.holder(cast.leader),)}
    for station, by, fields, chosen in (
        ("drafting", cast.finance_clerk, {}, {}),
        ("checking", cast.finance_chief, {}, {}),
        ("review", cast.office_head, POINTS | {"reason": "已核对。"}, signer),
        ("sign_off", cast.leader, {}, {}),
        ("recheck", cast.confidential, {}, {}),
        ("numbering", cast.confidential, {"series": series["清政发电"]}, {}),
        ("printing", cast.confidential, {}, {}),
    ):
        if station == to:
            break
        cast.complete(matter, station, by=by, chosen=chosen, **fields)
    matter.refresh_from_db()
    return series


def test_it_is_known_to_few_and_has_its_term(cast):
    matter = opened(cast, **TELEGRAM)
    assert (matter.kind, matter.urgency) == ("outgoing_telegram", 2)
    assert matter.restricted_at is not None
    matter.refresh_from_db()
    assert timezone.localtime(matter.due_at).date().isoformat() == "2026-03-03"
    assert client_of(cast.confidential).get(f"/matters/{matter.pk}/").status_code == 200
    assert client_of(cast.finance_clerk).get(f"/matters/{matter.pk}/").status_code == 200
    assert client_of(cast.registrar).get(f"/matters/{matter.pk}/").status_code == 404
    assert "特急" in client_of(cast.finance_clerk).get(f"/matters/{matter.pk}/").content.decode()


def test_the_register_of_numbers_says_why_it_does_not_name_it(cast):
    matter = opened(cast, **TELEGRAM)
    walked(cast, matter)
    browser = client_of(cast.registrar)
    shown = browser.get(reverse("outgoing_numbers")).content.decode()
    assert matter.number in shown
    assert matter.title not in shown
    assert "限知悉范围" in shown
    (line,) = queries.lines(list(queries.numbered(cast.organ.pk, {})), cast.registrar, cast.tick())
    assert next(column.value(line, None) for column in NUMBERS.columns if column.title.startswith("文件标题")) == HIDDEN


def test_it_is_opened_on_the_page(cast):
    form = {"label": "internal", "genre": "notice", "urgency": "none", "disclosure": "closed"} | TELEGRAM
    assert client_of(cast.finance_clerk).post("/outgoing/new/", form).status_code == 302
    assert Matter.objects.get().kind == "outgoing_telegram"


@pytest.mark.parametrize(("details", "has_head"), [({}, True), (TELEGRAM, False)])
def test_what_is_taken_along_before_it_is_printed_looks_like_the_print(cast, details, has_head):
    matter = opened(cast, **details)
    write(cast, matter, **NOTICE)
    taken = client_of(cast.finance_clerk).get(f"/outgoing/{matter.pk}/files/pdf/")
    text = reading.read(io.BytesIO(b"".join(taken)), "文稿.pdf").paper.text.replace("\n", "")
    assert ("清河县人民政府文件" in text) is has_head
    assert "压实责任" in text


def test_it_bears_no_seal(cast):
    matter = opened(cast, **TELEGRAM)
    write(cast, matter, **NOTICE | {"sealing": "seal"})
    with refused("电报不加盖印章"):
        cast.complete(matter, "drafting", by=cast.finance_clerk)


def test_a_piece_is_no_telegram(cast):
    with refused("不以电报发出"):
        opened(cast, genre="briefing", **TELEGRAM)


def test_it_is_numbered_by_itself(cast):
    matter = opened(cast, **TELEGRAM)
    series = walked(cast, matter, to="numbering")
    with refused("请选择发文字号的机关代字"):
        cast.complete(matter, "numbering", by=cast.confidential, series=series["清政发"])
    cast.complete(matter, "numbering", by=cast.confidential, series=series["清政发电"])
    matter.refresh_from_db()
    assert matter.number == "清政发电〔2026〕1号"


@pytest.fixture
def towns(cast):
    found = Towns(cast)
    found.confide(0)
    return found


def test_it_is_printed_without_a_head_and_arrives_as_a_telegram(cast, towns):
    matter = opened(cast, **TELEGRAM)
    walked(cast, matter)
    print_out(cast, matter)
    made = Attachment.objects.select_related("file").get(matter=matter, name__endswith=".pdf")
    with files.open_bytes(made.file) as file:
        text = reading.read(io.BytesIO(file.read()), made.name).paper.text
    for words in ("特急", "清政发电〔2026〕1号", "签发人：周立民", "抄送：县委办公室"):
        assert words in text.replace("\n", "")
    assert "清河县人民政府文件" not in text.replace("\n", "")
    with refused("没有设置机要登记人员"):
        cast.complete(matter, "dispatch", by=cast.confidential, receivers=towns.receivers())
    cast.complete(matter, "dispatch", by=cast.confidential, receivers=towns.receivers()[:1])
    sent = Dispatch.objects.get()
    assert (sent.is_telegram, sent.urgency) == (True, "extra_urgent")
    exchange.deliver(sent.pk, at=cast.tick())
    exchange.sign(towns.delivery(sent).pk, by=towns.registrars[0], at=cast.tick())
    assert Matter.objects.get(kind="telegram").organ == towns.units[0]
    assert client_of(cast.confidential).get(f"/outgoing/{matter.pk}/receipts/").status_code == 200
