from django.apps import AppConfig


class OutgoingConfig(AppConfig):
    name = "zhongshu.outgoing"
    label = "outgoing"
    verbose_name = "发文"
    navigation = (
        ("办文", "发文登记簿", "outgoing", "file-export", ""),
        ("办文", "起草公文", "outgoing_opening", "pencil-plus", ""),
        ("办文", "文稿模板", "outgoing_templates", "template", "role:registrar role:office_head"),
        ("办文", "发文字号", "outgoing_codes", "list-numbers", "role:registrar"),
        ("办文", "年度发文情况", "outgoing_year", "chart-bar", "role:registrar role:office_head role:leader"),
    )
    verbs = {
        "outgoing.begun": "拟稿",
        "outgoing.handed_in": "提交文稿新版本",
        "outgoing.signed": "签发文稿",
        "outgoing.answered": "发文答复",
        "outgoing.answer_noted": "登记复文",
        "outgoing.scope_changed": "调整印发传达范围",
        "outgoing.annulled": "撤销公文",
        "outgoing.repealed": "废止公文",
        "outgoing.template_added": "增加文稿模板",
        "outgoing.template_changed": "修改文稿模板",
        "outgoing.template_stopped": "停用文稿模板",
        "outgoing.countersigned": "登记会签意见",
        "outgoing.reviewed": "登记审核情况",
        "outgoing.examination_settled": "确定审查事项",
        "outgoing.examined": "作出审查结论",
        "outgoing.jointly_signed": "登记联合会签",
        "outgoing.taken_up": "登记采用情况",
        "outgoing.uptake_withdrawn": "撤销采用登记",
        "outgoing.letter_entered": "登记来函意见",
        "outgoing.opinion_decided": "填写意见采纳情况",
        "outgoing.consulting_closed": "汇总征求意见情况",
        "outgoing.remarked": "对文稿加批注",
        "outgoing.remark_answered": "答复批注",
        "outgoing.remark_settled": "处理批注",
        "outgoing.conflict_raised": "提出与上级文件不一致",
        "outgoing.conflict_answered": "答复与上级文件不一致",
        "outgoing.sealed_again": "重新加盖电子印章",
    }
    tasks = {
        "zhongshu.outgoing.jobs.lay_down": "生成正式文件",
        "zhongshu.outgoing.jobs.seal_up": "加盖电子印章",
    }
    lists = "zhongshu.outgoing.views.lists.EVERY"

    def ready(self) -> None:
        from zhongshu.exchange.actions import telling
        from zhongshu.matters import kinds
        from zhongshu.outgoing import kind

        for each in (kind.KIND, kind.TELEGRAM):
            kinds.register(each)
            kinds.register_deed([each.key], "relabel", telling.hush)
            kinds.register_deed([each.key], "scope", telling.hush)
