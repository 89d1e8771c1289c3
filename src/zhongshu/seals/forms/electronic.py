"""Turning what is handed in of electronic seals into clean values. Files go through memory, never into the store."""

from typing import Any

from django import forms

from zhongshu.seals import rules
from zhongshu.seals.forms.registering import NOTHING
from zhongshu.seals.rules import electronic
from zhongshu.ui.forms import ActForm

MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
FAULTS = {"empty": "文件是空的，请重新选择。", "missing": "请选择文件。", "invalid": "请选择文件。"}


def _file(label: str, accept: str, help_text: str) -> forms.FileField:
    widget = forms.FileInput({"accept": accept})
    return forms.FileField(label=label, max_length=200, widget=widget, help_text=help_text, error_messages=FAULTS)


class HandingForm(ActForm):
    """A form that hands in one file (上传文件): nothing of it is kept but what the act keeps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.FileField):
                field.error_messages["required"] = f"请选择{field.label}。"

    def content(self, name: str, most: int) -> bytes:
        """Return the bytes of the file, one more than `most` of what is too large."""
        content: bytes = self.cleaned_data[name].read(most + 1)
        return content


class PictureForm(HandingForm):
    """导入印章图形: the picture and how large the seal is."""

    image = _file("印章图形", ".png", "透明底的PNG图片，不超过2MB")
    width = forms.FloatField(label="宽（毫米）", min_value=electronic.LEAST, max_value=electronic.MOST)
    height = forms.FloatField(
        label="高（毫米）",
        min_value=electronic.LEAST,
        max_value=electronic.MOST,
        help_text="圆形印章宽高相同，按实际直径填写",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("width", "height"):
            wrong = f"印章的宽和高应为{electronic.LEAST}至{electronic.MOST}毫米，请按印章实际尺寸填写。"
            self.fields[name].error_messages |= {"invalid": "请填写数字。", "min_value": wrong, "max_value": wrong}


class CertificateForm(HandingForm):
    """导入签章证书: the file with the private key, and its password."""

    file = _file("证书文件", ".p12,.pfx", "发证机构发给的、连同私钥的证书文件")
    password = forms.CharField(
        label="证书密码",
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text="只用来打开文件，不保存",
    )


class DemonstrationForm(ActForm):
    """试用演示印章: nothing to fill in."""


class WithdrawalForm(ActForm):
    """停用证书: since when and why. certificate: the number of the one that it ends, when it comes back."""

    certificate = 0
    cause = forms.ChoiceField(label="停用原因", choices=(NOTHING, *rules.CAUSES))
    since = forms.DateTimeField(
        label="从何时起停用",
        widget=MOMENT,
        help_text="被盗、遗失的，填写最后一次确知在手的时间；该时间以后的签名不再可信",
    )
    reason = forms.CharField(label="情况说明", max_length=200, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].error_messages["invalid"] = "时间有误，请写成“2026-01-05 08:30”。"


class TrustForm(HandingForm):
    """导入受信任的证书: the file of an authority, and where it is from."""

    file = _file("证书文件", ".pem,.crt,.cer", "发证机构公布的根证书，或者对方机关交来的证书")
    note = forms.CharField(
        label="来源说明", required=False, max_length=200, help_text="如 发证机构网站下载，电话核对无误"
    )


class DistrustForm(ActForm):
    """停止信任: why."""

    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea({"rows": 2}))


class VerificationForm(HandingForm):
    """验证印章: a file."""

    file = _file("文件", ".pdf", "盖有电子印章的PDF文件，不超过50MB；只作核验，不保存")
