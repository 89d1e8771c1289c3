from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "zhongshu.calendars"
    label = "calendars"
    verbose_name = "工作日历"
    verbs = {"calendars.notice_imported": "导入放假安排"}
