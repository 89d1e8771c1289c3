from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "zhongshu.org"
    label = "org"
    verbose_name = "组织机构"
    verbs = {
        "org.unit_created": "设立机构",
        "org.unit_renamed": "机构更名",
        "org.unit_ended": "撤销机构",
        "org.units_related": "建立机构关系",
        "org.relation_ended": "解除机构关系",
        "org.person_created": "登记人员",
        "org.person_amended": "修改人员信息",
        "org.person_left": "人员离岗",
        "org.post_created": "设置岗位",
        "org.post_ended": "撤销岗位",
        "org.appointed": "任职",
        "org.appointment_ended": "免职",
        "org.role_given": "授予角色",
        "org.role_ended": "收回角色",
        "org.put_in_charge": "明确分管",
        "org.charge_ended": "解除分管",
        "org.delegated": "委托代办",
        "org.delegation_revoked": "撤销委托",
        "org.administrator_made": "任命管理员",
        "org.administrator_ended": "解除管理员",
        "org.account_created": "创建账号",
        "org.account_activated": "启用账号",
        "org.account_disabled": "停用账号",
        "org.account_locked": "锁定账号",
        "org.account_unlocked": "解锁账号",
        "org.sessions_ended": "强制下线",
        "org.password_changed": "修改口令",
        "org.password_reset": "重置口令",
        "org.signed_in": "登录",
        "org.sign_in_failed": "登录失败",
        "org.sign_in_refused": "登录被拒绝",
        "org.paper_viewed": "查看受控事项",
        "org.paper_downloaded": "下载受控文件",
        "org.access_refused": "访问被拒绝",
    }
    streams = {"org": "组织机构", "account": "账号", "sign_in": "登录", "security": "安全日志"}
