from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "zhongshu.exchange"
    label = "exchange"
    verbose_name = "公文交换"
    navigation = (
        ("办文", "公文签收", "deliveries", "file-check", "role:registrar"),
        ("办文", "收文单位组", "receiver_groups", "users-group", "role:registrar"),
        ("办文", "导入的交换包", "packages", "file-import", "role:registrar"),
        ("办文", "交换对方", "peers", "arrows-exchange", "role:registrar"),
        ("机要", "电报签收", "telegram_deliveries", "file-check", "role:confidential_registrar"),
    )
    lists = "zhongshu.exchange.views.lists.EVERY"
    verbs = {
        "exchange.dispatched": "分发公文",
        "exchange.published": "公布公文",
        "exchange.delivered": "公文送达",
        "exchange.signed": "签收公文",
        "exchange.rejected": "退回公文",
        "exchange.reminded": "催签",
        "exchange.recalled": "撤回公文",
        "exchange.peer_registered": "登记交换对方",
        "exchange.peer_ended": "停用交换对方",
        "exchange.package_ordered": "生成交换包",
        "exchange.packed": "交换包已生成",
        "exchange.package_taken": "取走交换包",
        "exchange.imported": "导入交换包",
        "exchange.receipt_imported": "导入回执",
        "exchange.import_refused": "拒收交换包",
        "exchange.withheld": "识读发现涉密，隔离来包",
        "exchange.sent_withheld": "所发文件涉密，隐去分发内容",
        "exchange.group_created": "新建收文单位组",
        "exchange.group_changed": "修改收文单位组",
        "exchange.group_ended": "停用收文单位组",
    }
    streams = {"dispatch": "公文分发", "group": "收文单位组", "peers": "交换对方"}
    tasks = {
        "zhongshu.exchange.jobs.announce": "告知收文机关",
        "zhongshu.exchange.jobs.collect": "收取交换包",
        "zhongshu.exchange.jobs.deliver": "送达公文",
        "zhongshu.exchange.jobs.deliver_left": "补送达公文",
        "zhongshu.exchange.jobs.look": "识读来包",
        "zhongshu.exchange.jobs.pack": "生成交换包",
        "zhongshu.exchange.jobs.remind": "催签逾期公文",
    }

    def ready(self) -> None:
        from zhongshu.documents import rules as documents
        from zhongshu.exchange import queries
        from zhongshu.exchange.actions import looking, returning
        from zhongshu.files import actions as files
        from zhongshu.matters import kinds

        files.register_packed(queries.packed_with)
        files.register_told_of(looking.blank_sent)
        received = (documents.INCOMING, documents.TELEGRAM)
        kinds.register_hints(received, "exchange.signed", queries.hints)
        kinds.register_deed(received, "terminate", returning.carry_out)
