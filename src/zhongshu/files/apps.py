from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhongshu.files"
    label = "files"
    verbose_name = "文件库"
    verbs = {
        "files.stored": "存入文件",
        "files.read": "识读文件",
        "files.discarded": "清除拒收或者已经替换的文件",
        "files.quarantined": "隔离涉密文件",
        "files.expunged": "清除涉密文件",
        "files.released": "解除文件隔离",
        "files.exported": "导出列表",
        "files.printed": "打印列表",
        "files.copied": "生成水印副本",
        "files.product_made": "生成下载文件",
        "files.product_failed": "未能生成下载文件",
    }
    streams = {"file": "文件", "exports": "导出和打印"}
    tasks = {"zhongshu.files.jobs.sweep": "清理过期上传和下载文件"}
