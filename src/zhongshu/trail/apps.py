from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "zhongshu.trail"
    label = "trail"
    verbose_name = "留痕"
    verbs = {"trail.checkpointed": "生成留痕校验点", "trail.findings_noted": "留痕核验发现异常"}
    streams = {"settings": "系统设置"}
