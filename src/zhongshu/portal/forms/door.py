"""Forms of the way in and of one's own settings."""

from django import forms


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
