from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "zhongshu.numbering"
    label = "numbering"
    verbose_name = "编号"
    verbs = {
        "numbering.series_opened": "设立编号",
        "numbering.taken": "取得编号",
        "numbering.handed_on": "启用预留编号",
        "numbering.voided": "作废编号",
    }
