"""Forms of the security policy, of two-person operations, of the security log and of importing the organisation."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from zhongshu.kit.errors import Refused
from zhongshu.org.rules import confirming, policies, security, workbooks
from zhongshu.portal.forms.fields import ChangeForm, DayField


class PolicyForm(ChangeForm):
    """修改安全策略: within the limits of the standard."""

    addresses = forms.CharField(
        label="管理员登录地址",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="每行一个地址或网段，如“192.168.1.0/24”；不填表示不限制。须包含您现在使用的地址",
    )

    everyone_proves = forms.BooleanField(
        label="全体人员必须使用第二步验证",
        required=False,
        help_text="不勾选时只有管理员必须使用；勾选后，没有设置的人员登录时先行设置",
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address
        for name, title, least, most, unit in policies.LIMITS:
            self.fields[name] = forms.IntegerField(label=f"{title}（{unit}）", help_text=f"{least}至{most}")
            self.fields[name].error_messages |= {"required": f"请填写{title}。", "invalid": "请填写整数。"}
        self.order_fields([*(name for name, *_ in policies.LIMITS), "everyone_proves", "addresses"])

    def clean(self) -> dict[str, Any]:
        """Turn what was filled in into a policy."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            values = {name: clean[name] for name in policies.DEFAULT.values()}
            try:
                clean["policy"] = policies.policy(values, address=self.address)
            except Refused as refusal:
                self.add_error(refusal.field, refusal.sentence)
        return clean


class SettlementForm(ChangeForm):
    """复核: 同意 or 不同意."""

    verdict = forms.ChoiceField(label="复核意见", choices=confirming.VERDICTS[:2])


class SecurityLogForm(forms.Form):
    """The filters above the security log."""

    kind = forms.ChoiceField(label="类型", required=False, choices=(("", "全部类型"), *security.KINDS))
    result = forms.ChoiceField(label="结果", required=False, choices=(("", "全部"), *security.RESULTS))
    actor = forms.CharField(label="姓名或登录名", required=False, max_length=64)
    matter = forms.IntegerField(label="事项编号", required=False, min_value=1)
    first = DayField(label="起始日期", required=False, initial=None)
    last = DayField(label="截止日期", required=False, initial=None)


class ImportForm(ChangeForm):
    """导入机构人员: a workbook, from which day it holds, and whether what is not in it ends."""

    workbook = forms.FileField(
        label="工作簿",
        max_length=200,
        widget=forms.FileInput({"accept": ".xlsx"}),
        help_text=f"Excel 工作簿，不超过{workbooks.LARGEST >> 20}MB，每张表不超过{workbooks.ROWS}行",
        error_messages={"empty": "文件是空的，请重新选择。", "missing": "请选择文件。"},
    )
    on = DayField(label="生效日期", help_text="变更从这一天起算，不能晚于今天")
    ends_absent = forms.BooleanField(
        label="终止未列出的内容",
        required=False,
        help_text="勾选后，工作簿里没有的单位、岗位、人员、任职、角色、分管从生效日期起终止；须经安全保密管理员复核",
    )

    def values(self) -> dict[str, Any]:
        """Return the bytes and the name of the workbook, and the rest."""
        sent: UploadedFile = self.cleaned_data["workbook"]
        if (sent.size or 0) > workbooks.LARGEST:
            raise Refused(f"文件超过{workbooks.LARGEST >> 20}MB，请删除图片和空行后重新上传。", field="workbook")
        return {
            "content": sent.read(),
            "name": str(sent.name),
            "on": self.cleaned_data["on"],
            "ends_absent": self.cleaned_data["ends_absent"],
        }
