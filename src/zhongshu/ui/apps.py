from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zhongshu.ui"
    label = "ui"
    verbose_name = "界面"
    navigation = (("", "消息", "notices", "bell", ""),)
