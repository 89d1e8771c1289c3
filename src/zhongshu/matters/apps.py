from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "zhongshu.matters"
    label = "matters"
    verbose_name = "事项"
    verbs: dict[str, str] = {}
