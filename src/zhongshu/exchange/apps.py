from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "zhongshu.exchange"
    label = "exchange"
    verbose_name = "公文交换"
    verbs = {
        "exchange.dispatched": "分发公文",
        "exchange.published": "公布公文",
        "exchange.delivered": "公文送达",
        "exchange.signed": "签收公文",
        "exchange.rejected": "退回公文",
        "exchange.reminded": "催签",
        "exchange.recalled": "撤回公文",
        "exchange.group_created": "新建收文单位组",
        "exchange.group_changed": "修改收文单位组",
        "exchange.group_ended": "停用收文单位组",
    }
    streams = {"dispatch": "公文分发", "group": "收文单位组"}
    tasks = {
        "zhongshu.exchange.jobs.deliver": "送达公文",
        "zhongshu.exchange.jobs.remind": "催签逾期公文",
    }
