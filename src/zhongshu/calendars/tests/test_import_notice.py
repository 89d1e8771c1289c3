from datetime import UTC, date, datetime

import pytest

from zhongshu.calendars import actions, queries
from zhongshu.calendars.models import Notice, SpecialDay
from zhongshu.calendars.rules import notices
from zhongshu.kit.errors import Refused
from zhongshu.trail.models import Entry

AT = datetime(2026, 11, 5, tzinfo=UTC)
PRINTED = """各省、自治区、直辖市人民政府：
经国务院批准，现将2026年元旦、春节放假调休日期的具体安排通知如下：
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def import_2027(holidays=None, working=(), title="通知"):
    holidays = {date(2027, 1, 1): "元旦"} if holidays is None else holidays
    return actions.import_notice(2027, holidays=holidays, working_weekends=working, title=title, by="account:1", at=AT)


def test_the_printed_notice_is_read_as_the_library_has_it(db):
    days = notices.read(PRINTED, 2026)
    seeded = SpecialDay.objects.filter(notice__year=2026)
    assert days.holidays == dict(seeded.filter(is_working=False).values_list("day", "name"))
    assert sorted(days.working_weekends) == list(
        seeded.filter(is_working=True).order_by("day").values_list("day", flat=True)
    )


def test_a_holiday_across_the_turn_of_the_year_is_read():
    days = notices.read("一、元旦：2022年12月31日至2023年1月2日放假，共3天。", 2023)
    assert sorted(days.holidays) == [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]


def test_json_is_read():
    days = notices.read('{"holidays": {"元旦": ["2027-01-01"]}, "working_weekends": ["2027-01-03"]}', 2027)
    assert days == ({date(2027, 1, 1): "元旦"}, [date(2027, 1, 3)])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "没有读到"), ("今年不放假", "没有读到"), ("一、元旦：2月30日放假。", "2027年2月30日不存在"),
        ("一、元旦：1月3日至1日放假。", "起止日期有误"), ("一、元旦：1日放假。", "缺少月份"), ("{", "格式有误"),
        ('{"holidays": [1]}', "格式有误"), ('{"holidays": {"元旦": [1]}}', "格式有误"), ("{}", "格式有误"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(text, sentence):
    with pytest.raises(Refused, match=sentence):
        notices.read(text, 2027)


def test_an_import_counts_at_once_and_stands_on_the_trail(db):
    assert queries.is_workday(date(2027, 1, 1))
    notice = import_2027(working=[date(2027, 1, 3)])
    assert (str(notice), notice.by, notice.days.count()) == ("2027.1", "account:1", 2)
    assert not queries.is_workday(date(2027, 1, 1))
    assert queries.is_workday(date(2027, 1, 3))
    assert not queries.due(date(2026, 12, 30), 5).provisional
    entry = Entry.objects.get(stream="settings", verb="calendars.notice_imported")
    assert entry.detail == '{"holidays":1,"notice":"2027.1","working":1}'


def test_a_new_version_replaces_and_keeps_the_old_one(db):
    import_2027()
    import_2027({date(2027, 1, 4): "元旦"})
    assert queries.is_workday(date(2027, 1, 1))
    assert queries.due(date(2026, 12, 31), 1).calendar == "2026.1 2027.2"
    assert [str(notice) for notice in queries.notices()[:3]] == ["2027.2", "2027.1", "2026.1"]


def test_the_last_days_of_december_may_belong_to_the_next_year(db):
    import_2027({date(2026, 12, 31): "元旦", date(2027, 1, 1): "元旦"})
    assert queries.describe(date(2026, 12, 31)) == "元旦"


@pytest.mark.parametrize(
    ("holidays", "working", "title", "sentence"),
    [
        ({}, [], "通知", "没有放假日期"),
        ({date(2026, 1, 1): "元旦"}, [], "通知", "不属于2027年"),
        ({date(2027, 1, 2): "元旦"}, [date(2027, 1, 2)], "通知", "既列为放假又列为上班"),
        (None, [date(2027, 1, 4)], "通知", "是周一，本来就是工作日"),
        (None, [], "长" * 201, "通知标题最多 200 字"),
    ],
)
def test_a_refused_import_changes_nothing(db, holidays, working, title, sentence):
    with pytest.raises(Refused, match=sentence):
        import_2027(holidays, working, title)
    assert not Notice.objects.filter(year=2027).exists()
    assert not Entry.objects.exists()
    assert queries.is_workday(date(2027, 1, 1))


def test_a_year_that_is_a_slip_is_refused(db):
    with pytest.raises(Refused, match="年份应在"):
        actions.import_notice(
            0, holidays={date(2027, 1, 1): "元旦"}, working_weekends=[], title="", by="account:1", at=AT
        )
