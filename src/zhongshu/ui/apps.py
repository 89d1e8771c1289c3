from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zhongshu.ui"
    label = "ui"
    verbose_name = "界面"
    lists = "zhongshu.ui.views.lists.EVERY"
    tasks = {"zhongshu.ui.jobs.make_product": "生成下载文件"}
