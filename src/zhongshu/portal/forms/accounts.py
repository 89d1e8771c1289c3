"""Forms of accounts and of the three administrators (账号、三员)."""

from django import forms

from zhongshu.org import rules
from zhongshu.portal.forms.fields import ChangeForm

STATES = (
    ("", "全部账号"),
    ("waiting", "待启用"),
    ("active", "使用中"),
    ("locked", "已锁定"),
    ("disabled", "已停用"),
)


class AccountForm(ChangeForm):
    """创建账号 of a member of staff."""

    login = forms.CharField(label="登录名", help_text="2至64个汉字、字母、数字、点、横线或下划线")


class KeeperForm(AccountForm):
    """创建账号 of nobody on the staff: an administrator to be."""

    display_name = forms.CharField(label="使用人姓名", help_text="供担任三员的人员使用，不办理业务")


class AdministratorForm(ChangeForm):
    """任命三员."""

    role = forms.ChoiceField(label="管理员类别", choices=rules.ADMINISTRATORS, widget=forms.RadioSelect)


class AccountFilterForm(forms.Form):
    """The filters above the accounts."""

    q = forms.CharField(label="姓名或登录名", required=False, max_length=64)
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)


class PersonFilterForm(forms.Form):
    """The filters above the people."""

    q = forms.CharField(label="姓名、拼音、编码或电话", required=False, max_length=64)
    state = forms.ChoiceField(label="状态", required=False, choices=(("", "在岗"), ("gone", "已离岗"), ("all", "全部")))
