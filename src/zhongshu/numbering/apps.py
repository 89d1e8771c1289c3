from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "zhongshu.numbering"
    label = "numbering"
    verbose_name = "编号"
    verbs: dict[str, str] = {}
