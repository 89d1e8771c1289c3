from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhongshu.files"
    label = "files"
    verbose_name = "文件库"
    verbs: dict[str, str] = {}
