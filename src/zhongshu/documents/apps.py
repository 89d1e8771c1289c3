from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "zhongshu.documents"
    label = "documents"
    verbose_name = "办文"
    navigation = (
        ("办文", "收文登记簿", "documents", "inbox", ""),
        ("办文", "收件识读", "intakes", "file-import", "role:registrar"),
        ("办文", "登记收文", "registration", "file-plus", "role:registrar"),
        ("机要", "电报登记簿", "telegrams", "bolt", "role:confidential_registrar"),
        ("机要", "电报收件识读", "telegram_intakes", "file-import", "role:confidential_registrar"),
        ("机要", "登记电报", "telegram_registration", "file-plus", "role:confidential_registrar"),
        ("机要", "纸质件跟踪卡", "cards", "id", "role:confidential_registrar"),
        ("机要", "隔离件处理", "withheld", "shield-lock", "role:confidential_registrar"),
    )
    verbs = {
        "documents.registered": "登记收文",
        "documents.dissented": "提出不同意见",
        "documents.sent_by_courier": "登记送出",
        "documents.came_back": "登记退回",
        "documents.secret_refused": "拒绝录入涉密内容",
        "documents.card_opened": "办理纸质件跟踪卡",
        "documents.paper_returned": "登记清退",
        "documents.paper_destroyed": "登记销毁",
        "documents.quarantined": "隔离涉密件",
        "documents.taken_in": "收件",
        "documents.arrived": "收到文件",
        "documents.unpacked": "解开压缩包",
        "documents.set_aside": "不予登记",
        "documents.taken_up": "恢复待登记",
        "documents.read_again": "重新识读",
        "documents.arrival_withheld": "识读发现涉密，隔离文件",
        "documents.verdict_given": "提出隔离件处理意见（第一人）",
        "documents.arrival_expunged": "清除隔离件（第二人）",
        "documents.arrival_released": "解除隔离（第二人）",
        "documents.expunged": "清除涉密件（第二人）",
        "documents.released": "解除隔离，文件可以重新登记（第二人）",
    }

    lists = "zhongshu.documents.views.lists.EVERY"
    streams = {"intake": "收件批次"}
    tasks = {
        "zhongshu.documents.jobs.read": "识读收件",
        "zhongshu.documents.jobs.unpack": "解开压缩包",
        "zhongshu.documents.jobs.collect": "收取收文目录",
    }

    def ready(self) -> None:
        from zhongshu.documents import kind
        from zhongshu.matters import kinds

        for each in kind.EVERY:
            kinds.register(each)
