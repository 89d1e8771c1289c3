"""The notices of 2020 to 2026, taken from the package chinesecalendar, so that a new house can count at once."""

from django.db import migrations
from django.utils import timezone

from zhongshu.calendars.rules import notices

YEARS = range(2020, 2027)
NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def fill(apps, schema_editor):
    from chinese_calendar import constants

    Notice = apps.get_model("calendars", "Notice")
    SpecialDay = apps.get_model("calendars", "SpecialDay")
    digest = ""
    for year in YEARS:
        named = {day: constants.Holiday(key).chinese for day, key in constants.holidays.items() if day.year == year}
        holidays = {day: NAMES.get(name, name) for day, name in named.items()}
        working = [day for day in constants.workdays if day.year == year]
        digest = notices.digest(digest, year, holidays, working)
        title = f"国务院办公厅关于{year}年部分节假日安排的通知"
        notice = Notice.objects.create(
            year=year, version=1, title=title, by="system", at=timezone.now(), digest=digest
        )
        SpecialDay.objects.bulk_create(
            [SpecialDay(notice=notice, day=day, is_working=False, name=name) for day, name in sorted(holidays.items())]
            + [SpecialDay(notice=notice, day=day, is_working=True) for day in sorted(working)]
        )


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
