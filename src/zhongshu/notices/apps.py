from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "zhongshu.notices"
    label = "notices"
    verbose_name = "消息"
    streams = {"broadcast": "必达通知", "reception": "消息接收"}
    verbs = {
        "notices.channel_added": "添加消息渠道",
        "notices.channel_tried": "试发消息",
        "notices.channel_enabled": "启用消息渠道",
        "notices.channel_disabled": "停用消息渠道",
        "notices.delivery_resent": "重发消息",
        "notices.choices_kept": "修改消息接收设置",
        "notices.broadcast_sent": "发送必达通知",
        "notices.broadcast_read": "确认已阅",
        "notices.broadcast_resent": "再次发送必达通知",
        "notices.broadcast_withdrawn": "撤回必达通知",
        "notices.webhook_added": "添加推送订阅",
        "notices.webhook_tried": "试推送",
        "notices.webhook_disabled": "停用推送订阅",
        "notices.webhook_enabled": "启用推送订阅",
    }
    tasks = {
        "zhongshu.notices.jobs.dispatch": "安排外发消息",
        "zhongshu.notices.jobs.send": "发送外发消息",
        "zhongshu.notices.jobs.push": "推送事件",
        "zhongshu.notices.jobs.try_out": "试发消息",
        "zhongshu.notices.jobs.sweep": "清理过期消息",
    }
