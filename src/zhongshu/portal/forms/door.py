"""Forms of the way in and of one's own settings."""

from django import forms

from zhongshu.org.rules import factors, keys


class SignInForm(forms.Form):
    """登录."""

    use_required_attribute = False
    login = forms.CharField(
        label="账号",
        max_length=64,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
        error_messages={"required": "请填写账号。"},
    )
    password = forms.CharField(
        label="口令",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "请填写口令。"},
    )


class PasswordForm(forms.Form):
    """修改口令."""

    use_required_attribute = False
    old = forms.CharField(label="原口令", max_length=256, strip=False, widget=forms.PasswordInput)
    new = forms.CharField(
        label="新口令",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput,
        help_text="至少8位，含大写字母、小写字母、数字、符号中的三类，不得与最近5次相同",
    )
    again = forms.CharField(label="再输一次新口令", max_length=256, strip=False, widget=forms.PasswordInput)

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError("两次输入的新口令不一致，请重新输入。")
        return again


class CodeForm(forms.Form):
    """动态验证码, or a recovery code in its place."""

    use_required_attribute = False
    code = forms.CharField(
        label="验证码",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        error_messages={"required": "请填写验证码。", "max_length": "验证码过长，请核对后重新输入。"},
    )


class KeyAnswerForm(forms.Form):
    """安全密钥: what the browser says of it, filled in by a script."""

    answer = forms.CharField(
        widget=forms.HiddenInput,
        max_length=keys.LONGEST,
        error_messages={"required": "没有读到安全密钥，请重新插入后再试一次。"},
    )


class NewKeyForm(KeyAnswerForm):
    """登记安全密钥: the same, and the name under which one knows it again."""

    use_required_attribute = False
    name = forms.CharField(
        label="密钥名称",
        max_length=factors.NAME_LENGTH,
        help_text="自己认得出即可，如“办公室抽屉里的”“随身携带的”",
        error_messages={"required": "请填写密钥名称。"},
    )
