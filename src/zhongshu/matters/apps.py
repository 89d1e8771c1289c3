from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "zhongshu.matters"
    label = "matters"
    verbose_name = "事项"
    streams = {"matter": "事项", "person": "本人工作台", "routes": "机关流程"}
    verbs = {
        "matters.opened": "立项",
        "matters.restricted": "设定知悉范围",
        "matters.released": "解除知悉范围",
        "matters.relabelled": "调整密级标志",
        "matters.linked": "关联事项",
        "matters.unlinked": "解除关联",
        "matters.units_assigned": "确定主办、协办单位",
        "matters.due_set": "确定办理时限",
        "matters.completed": "办理",
        "matters.returned": "退回",
        "matters.transferred": "转办",
        "matters.signers_added": "加签",
        "matters.withdrawn": "撤回",
        "matters.terminated": "终止",
        "matters.signer_removed": "减签",
        "matters.suspended": "暂停办理",
        "matters.resumed": "恢复办理",
        "matters.amended": "调整后续环节",
        "matters.jump_asked": "申请流程跳转",
        "matters.jump_settled": "处理流程跳转申请",
        "matters.jump_lapsed": "流程跳转申请失效",
        "matters.jumped": "流程跳转",
        "matters.extension_asked": "申请延期",
        "matters.consulted": "征求意见",
        "matters.refusal_asked": "申请退办",
        "matters.request_withdrawn": "撤回申请",
        "matters.circulated": "发起传阅",
        "matters.read": "阅知",
        "matters.chased": "催办",
        "matters.chase_answered": "反馈催办",
        "matters.attached": "添加附件",
        "matters.discrepancy_found": "核验发现记录与留痕不符",
        "matters.discrepancy_cleared": "核验记录与留痕恢复一致",
        "matters.rated": "评价",
        "matters.handed_over": "移交任务",
        "matters.tasks_handed_over": "移交工作",
        "matters.handed_back": "撤销移交，退回任务",
        "matters.tasks_handed_back": "撤销移交",
        "matters.reindexing_ordered": "重建检索",
        "matters.printed": "打印办理单",
        "matters.original_taken": "领取原件（未加水印）",
        "matters.filter_saved": "保存常用筛选",
        "matters.filter_renamed": "重命名常用筛选",
        "matters.filter_deleted": "删除常用筛选",
        "matters.route_drafted": "保存流程草稿",
        "matters.route_imported": "导入流程",
        "matters.route_draft_discarded": "放弃流程草稿",
        "matters.route_published": "发布流程",
        "matters.route_restored": "恢复旧版流程",
    }
    tasks = {
        "zhongshu.matters.jobs.index": "更新检索",
        "zhongshu.matters.jobs.read_file": "识读附件",
        "zhongshu.matters.jobs.scrub": "清除检索残留",
    }
