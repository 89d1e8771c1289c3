from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "zhongshu.ui"
    label = "ui"
    verbose_name = "界面"
    navigation = (
        ("", "消息", "notices", "bell", ""),
        ("本人", "我的下载", "products", "download", ""),
        ("本人", "我的下载", "products", "download", "administrator:sysadmin"),
        ("本人", "我的下载", "products", "download", "administrator:secadmin"),
        ("本人", "我的下载", "products", "download", "administrator:auditor"),
    )
    tasks = {"zhongshu.ui.jobs.make_product": "生成下载文件"}
