"""Pages on which a seal gets its electronic one: picture, certificate, demonstration, the end of a certificate."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.seals import actions, forms, queries
from zhongshu.seals.models import Certificate
from zhongshu.seals.rules import electronic
from zhongshu.seals.views.pages import seal_or_404, seal_page
from zhongshu.ui import access
from zhongshu.ui.pages import attempt
from zhongshu.ui.views.files import DRAWN


@require_POST
@access.people
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """导入印章图形."""
    form = forms.PictureForm(request.POST, request.FILES)

    def act() -> Any:
        image = form.content("image", electronic.MOST_BYTES)
        size = {name: form.cleaned_data[name] for name in ("width", "height")}
        return actions.add_picture(pk, image=image, **size, **_signed(request, form))

    return _done(request, pk, "picture", form, act, "印章图形已导入。")


@require_POST
@access.people
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    """导入签章证书."""
    form = forms.CertificateForm(request.POST, request.FILES)

    def act() -> Any:
        file = form.content("file", electronic.MOST_FILE)
        return actions.add_certificate(pk, file=file, password=form.cleaned_data["password"], **_signed(request, form))

    return _done(request, pk, "certificate", form, act, "签章证书已导入，私钥已加密保存。")


@require_POST
@access.people
def demonstration(request: HttpRequest, pk: int) -> HttpResponse:
    """试用演示印章."""
    form = forms.DemonstrationForm(request.POST)
    act = lambda: actions.try_out(pk, **_signed(request, form))  # noqa: E731
    return _done(request, pk, "demonstration", form, act, "已生成演示印章和演示证书，仅供演示，不具有法律效力。")


@require_POST
@access.people
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """停用证书、挂失."""
    row = Certificate.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    form = forms.WithdrawalForm(request.POST)
    form.certificate = pk

    def act() -> Any:
        given = {name: form.cleaned_data[name] for name in ("since", "cause", "reason")}
        return actions.withdraw(pk, **given, **_signed(request, form))

    return _done(request, row.seal_id, "withdrawal", form, act, "证书已停用。该时间以后的签名不再可信，请导入新证书。")


@require_GET
@access.people
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of a seal, for who keeps the register or the seal."""
    row, now = seal_or_404(request, pk), timezone.now()
    keeping, found = row.keeping, queries.picture_of(row)
    is_keeper = keeping is not None and keeping.keeper_id == request.person.pk  # type: ignore[attr-defined]
    if found is None or not (is_keeper or queries.keeps(request.person, row.organ_id, now)):  # type: ignore[attr-defined]
        raise Http404
    response = HttpResponse(bytes(found.image), content_type="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    response._csp_config = DRAWN  # type: ignore[attr-defined]
    return response


def _signed(request: HttpRequest, form: Any) -> dict[str, Any]:
    who = {"by": request.person, "at": timezone.now()}  # type: ignore[attr-defined]
    return who | {"request_key": form.cleaned_data["request_key"]}


def _done(request: HttpRequest, pk: int, name: str, form: Any, act: Callable[[], Any], done: str) -> HttpResponse:
    row = seal_or_404(request, pk)
    made = attempt(request, form, act, done)
    return redirect("seal", pk=pk) if made else seal_page(request, row, **{name: form})
