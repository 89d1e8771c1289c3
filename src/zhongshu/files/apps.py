from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhongshu.files"
    label = "files"
    verbose_name = "文件库"
    verbs = {
        "files.stored": "存入文件",
        "files.read": "识读文件",
        "files.quarantined": "隔离涉密文件",
        "files.expunged": "清除涉密文件",
        "files.released": "解除文件隔离",
    }
    streams = {"file": "文件"}
    tasks = {"zhongshu.files.jobs.sweep": "清理过期上传"}
