from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "zhongshu.exchange"
    label = "exchange"
    verbose_name = "公文交换"
