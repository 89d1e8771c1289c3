"""The yearly holidays: read, shown, then put in force."""

import json

import pytest
from tests.cast import unchanged

from zhongshu.calendars import queries
from zhongshu.calendars.models import Notice
from zhongshu.trail import queries as trail

TEXT = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。"""
FORM = {"year": "2027", "title": "国务院办公厅关于2027年部分节假日安排的通知", "text": TEXT}


@pytest.fixture
def keeper(cast):
    return cast.client(cast.sysadmin)


def test_a_notice_is_looked_at_before_it_counts(keeper):
    with unchanged():
        shown = keeper.post("/calendar/", FORM | {"step": "preview"})
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "放假10天，调休上班2天" in text
    assert "2月5日（周五）" in text
    assert "核对无误，导入" in text


def test_an_imported_notice_is_in_force(cast, keeper):
    assert keeper.post("/calendar/", FORM | {"step": "import"}).headers["Location"] == "/calendar/"
    notice = Notice.objects.get(year=2027)
    assert (notice.version, notice.by, notice.days.count()) == (1, cast.sysadmin.ref, 12)
    assert queries.current().versions[2027] == 1
    entry = trail.entries("settings").last()
    assert (entry.verb, entry.by) == ("calendars.notice_imported", cast.sysadmin.ref)
    assert "2027年" in keeper.get("/calendar/").content.decode()


def test_json_is_read_as_well(keeper):
    given = json.dumps({"holidays": {"元旦": ["2027-01-01"]}, "working_weekends": ["2027-01-03"]}, ensure_ascii=False)
    assert "放假1天，调休上班1天" in keeper.post("/calendar/", FORM | {"text": given}).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": "今年不放假"}, "没有读到放假日期"),
        ({"text": "一、元旦：2月30日放假。"}, "2027年2月30日不存在"),
        ({"text": "一、元旦：1月1日放假。1月4日上班。"}, "本来就是工作日"),
        ({"text": "{"}, "格式有误"),
        ({"text": ""}, "请填写放假安排。"),
        ({"year": "1999"}, "2000"),
        ({"title": "长" * 201}, "通知标题最多 200 字"),
    ],
)
def test_what_is_wrong_with_a_notice_is_said_by_the_field(keeper, changed, sentence):
    with unchanged():
        response = keeper.post("/calendar/", FORM | changed | {"step": "import"})
    assert response.status_code == 422
    assert sentence in response.content.decode()
