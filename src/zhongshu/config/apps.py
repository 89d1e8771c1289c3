from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "zhongshu.config"
    label = "config"
    verbose_name = "总装"
    verbs = {
        "config.demonstration_planted": "装入演示数据",
        "config.backed_up": "完成加密备份",
        "config.database_moved": "迁移数据库",
        "config.backup_failed": "备份未完成或核对不符",
    }
    tasks = {
        "zhongshu.config.schedules.checkpoint": "每日留痕校验点",
        "zhongshu.config.schedules.back_up": "每日加密备份",
        "zhongshu.config.schedules.check_backups": "每周核对备份",
        "zhongshu.config.schedules.clear_spool": "清理残留的暂存内容",
    }
