from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    name = "zhongshu.outgoing"
    label = "outgoing"
    verbose_name = "发文"
    navigation = (
        ("办文", "发文登记簿", "outgoing", "file-export", ""),
        ("办文", "起草公文", "outgoing_opening", "pencil-plus", ""),
        ("办文", "发文字号", "outgoing_codes", "list-numbers", "role:registrar"),
    )
    verbs = {
        "outgoing.begun": "拟稿",
        "outgoing.handed_in": "提交文稿新版本",
        "outgoing.signed": "签发文稿",
        "outgoing.sealed_again": "重新加盖电子印章",
    }
    tasks = {
        "zhongshu.outgoing.jobs.lay_down": "生成正式文件",
        "zhongshu.outgoing.jobs.seal_up": "加盖电子印章",
    }
    lists = "zhongshu.outgoing.views.lists.EVERY"

    def ready(self) -> None:
        from zhongshu.matters import kinds
        from zhongshu.outgoing import kind

        kinds.register(kind.KIND)
