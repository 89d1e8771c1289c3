from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "zhongshu.jobs"
    label = "jobs"
    verbose_name = "作业"
    verbs: dict[str, str] = {}
    tasks = {"zhongshu.jobs.jobs.sweep": "清理已完成作业"}
