"""Turning what is typed of peers, and a package that is brought in, into clean values."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from zhongshu.exchange.rules import peering
from zhongshu.ui.fields import UploadsField
from zhongshu.ui.forms import ActForm

LARGEST = 64 << 10  # bytes of a certificate


class PeersForm(forms.Form):
    """The filters of the register of peers (交换对方登记簿)."""

    q = forms.CharField(label="查找", required=False)


class PackagesForm(forms.Form):
    """The filters of the packages that came in (导入的交换包)."""

    q = forms.CharField(label="查找", required=False)


class OrganForm(ActForm):
    """For which organ something is done (办理机关): asked of those who keep the registers of several."""

    organ = forms.TypedChoiceField(label="办理机关", coerce=int)

    def __init__(self, *args: Any, organs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = organs[0][0]
        self.fields["organ"].choices = organs  # type: ignore[attr-defined]
        if len(organs) < 2:
            del self.fields["organ"]

    def clean(self) -> dict[str, Any]:
        """Take the only organ where there is nothing to choose."""
        return {"organ": self.first} | (super().clean() or {})


class PeerForm(OrganForm):
    """登记交换对方: who it is, and the certificate that was compared with them."""

    name = forms.CharField(label="单位名称", max_length=200, help_text="与分发时填写的收文单位名称一致")
    code = forms.CharField(label="交换代码", max_length=peering.LONGEST_CODE, help_text="对方在其系统中的机关编码")
    certificate = forms.FileField(
        label="证书文件", required=False, help_text="对方提供的签名证书，从对方的“下载本机关证书”得到"
    )
    fingerprint = forms.CharField(
        label="证书指纹的前16位", max_length=100, help_text="由对方通过电话或者当面告知，与证书文件核对"
    )

    def clean_certificate(self) -> bytes:
        """Return the bytes of the file."""
        file: UploadedFile | None = self.cleaned_data["certificate"]
        if file is None:
            raise forms.ValidationError("请选择证书文件。")
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("文件过大，不是证书文件。请选择对方提供的证书。")
        return bytes(file.read())


class PeerEndForm(ActForm):
    """停用交换对方: why."""

    reason = forms.CharField(label="停用原因", max_length=200, widget=forms.Textarea({"rows": 2}))


class ImportForm(OrganForm):
    """导入交换包: one package."""

    uploads = UploadsField(label="交换包")
