"""纸质件跟踪卡: numbers and codes of a paper that must not be stored here, and how it ended."""

import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.documents import actions
from zhongshu.documents.models import PaperCard
from zhongshu.matters.models import Matter

FORM = {"sender_code": "A-17", "copy_number": "000012", "copies": 1}


@pytest.fixture
def card(cast):
    return actions.card(organ=cast.organ.pk, by=cast.confidential, at=cast.tick(), **FORM)


def test_a_card_says_nothing_but_numbers_and_codes(cast):
    client = cast.client(cast.confidential)
    response = client.post("/paper-cards/new/", FORM | {"request_key": "k"})
    matter = Matter.objects.get()
    assert response.headers["Location"] == f"/matters/{matter.pk}/"
    assert (matter.title, matter.number, matter.kind) == ("", "清纸〔2026〕1号", "paper_card")
    paper = PaperCard.objects.get()
    assert (paper.sender_code, paper.copy_number, paper.copies) == ("A-17", "000012", 1)
    assert last_act(matter) == ("documents.card_opened", cast.confidential.ref, {"number": matter.number})
    with unchanged():
        assert client.post("/paper-cards/new/", FORM | {"request_key": "k"}).headers["Location"]
    for address in (f"/matters/{matter.pk}/", "/paper-cards/"):
        assert "清纸〔2026〕1号" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("door", "column", "outcome", "verb"),
    [
        ("paper_return", "returned_at", "returned", "documents.paper_returned"),
        ("paper_destruction", "destroyed_at", "completed", "documents.paper_destroyed"),
    ],
)
def test_it_ends_when_the_paper_is_returned_or_destroyed(cast, card, door, column, outcome, verb):
    response = cast.post(cast.second_confidential, door, card.pk)
    assert response.headers["Location"] == f"/matters/{card.pk}/"
    card.refresh_from_db()
    assert card.outcome == outcome
    assert getattr(PaperCard.objects.get(), column) == card.closed_at
    assert last_act(card)[:2] == (verb, cast.second_confidential.ref)
    for end in (actions.return_paper, actions.destroy_paper):
        with refused("该件已登记清退或销毁"):
            end(card.pk, by=cast.confidential, at=cast.tick(days=300))


def test_what_is_wrong_is_refused(cast):
    common = {"organ": cast.organ.pk, "by": cast.confidential, "at": cast.at}
    with refused("请填写来文单位代号"):
        actions.card(sender_code=" ", copy_number="", copies=1, **common)
    with refused("份号应为6位阿拉伯数字"):
        actions.card(sender_code="A-17", copy_number="12", copies=1, **common)
    with refused("只有机要登记人员可以办理纸质件跟踪卡"):
        actions.card(organ=cast.organ.pk, by=cast.registrar, at=cast.at, **FORM)


def test_nobody_else_sees_or_ends_it(cast, card):
    with unchanged():
        assert cast.client(cast.registrar).get("/paper-cards/").status_code == 403
        assert cast.client(cast.office_head).get(f"/matters/{card.pk}/").status_code == 404
        assert cast.post(cast.registrar, "paper_return", card.pk).status_code == 403
    with refused("只有机要登记人员可以登记清退、销毁"):
        actions.return_paper(card.pk, by=cast.registrar, at=cast.at)


def test_no_words_come_to_it_with_a_label_or_a_list(cast, card):
    for address, form in (("labels", {"label": "internal"}), ("scope", {"people": [cast.holder(cast.confidential)]})):
        with unchanged():
            response = cast.client(cast.confidential).post(
                f"/matters/{card.pk}/{address}/", form | {"reason": "来文标题"}
            )
        assert "没有该事项的这项操作权限" in response.content.decode()
