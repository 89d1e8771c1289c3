from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "zhongshu.documents"
    label = "documents"
    verbose_name = "办文"
    navigation = (
        ("办文", "收文登记簿", "documents", "inbox", ""),
        ("办文", "登记收文", "registration", "file-plus", "role:registrar"),
        ("机要", "电报登记簿", "telegrams", "bolt", "role:confidential_registrar"),
        ("机要", "登记电报", "telegram_registration", "file-plus", "role:confidential_registrar"),
        ("机要", "纸质件跟踪卡", "cards", "id", "role:confidential_registrar"),
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
        "documents.expunging_confirmed": "确认清除涉密件（第一人）",
        "documents.expunged": "清除涉密件（第二人）",
    }

    def ready(self) -> None:
        from zhongshu.documents import kind
        from zhongshu.matters import kinds

        for each in kind.EVERY:
            kinds.register(each)
