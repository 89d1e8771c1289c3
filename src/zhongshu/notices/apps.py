from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhongshu.notices"
    label = "notices"
    verbose_name = "消息"
    verbs: dict[str, str] = {}
