from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "zhongshu.seals"
    label = "seals"
    verbose_name = "印章"
    navigation = (
        ("印章", "申请用印", "seal_application", "rubber-stamp", ""),
        ("印章", "用印登记簿", "seal_uses", "clipboard-list", ""),
        ("印章", "印章借用", "seal_loans", "arrows-exchange", ""),
        ("印章", "印章登记", "seals", "archive", ""),
        ("印章", "验证印章", "seal_verification", "circle-check", ""),
        ("印章", "受信任的证书", "seal_trust", "shield-lock", "role:seal_keeper administrator:sysadmin"),
    )
    verbs = {
        "seals.registered": "登记印章",
        "seals.corrected": "更正印章登记内容",
        "seals.handed_over": "移交印章保管",
        "seals.ended": "登记印章停用、处置",
        "seals.applied": "申请用印",
        "seals.loan_asked": "申请借用印章",
        "seals.mended": "修改申请内容",
        "seals.used": "用印登记",
        "seals.voided": "作废用印登记",
        "seals.handed_out": "交出印章",
        "seals.taken_back": "收回印章",
        "seals.reminded": "提醒归还印章",
        "seals.pictured": "导入印章图形",
        "seals.certified": "导入签章证书",
        "seals.certificate_withdrawn": "停用签章证书",
        "seals.trusted": "导入受信任的证书",
        "seals.distrusted": "停止信任证书",
        "seals.impressed": "加盖电子印章",
        "seals.not_impressed": "未能加盖电子印章",
    }

    lists = "zhongshu.seals.views.lists.EVERY"
    streams = {"seal": "印章", "trust": "受信任的证书"}
    tasks = {"zhongshu.seals.jobs.remind": "印章归还提醒"}

    def ready(self) -> None:
        from zhongshu.matters import kinds
        from zhongshu.seals import kind

        for each in kind.EVERY:
            kinds.register(each)
