from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "zhongshu.portal"
    label = "portal"
    verbose_name = "门户"
    navigation = (("", "工作台", "home", "home", ""),)
