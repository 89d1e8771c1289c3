from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "zhongshu.config"
    label = "config"
    verbose_name = "总装"
    verbs = {"config.demonstration_planted": "装入演示数据"}
    tasks = {"zhongshu.config.schedules.checkpoint": "每日留痕校验点"}
