"""Pages of verification (验证印章), for a file from anywhere or one of a matter, and of whom the office trusts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.files import queries as files
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Attachment
from zhongshu.org import queries as org
from zhongshu.seals import actions, forms, queries, rules
from zhongshu.seals.models import Root
from zhongshu.seals.rules import electronic
from zhongshu.ui import access, guarding
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.files import attachment_or_404

TRUSTEE = access.administrator("sysadmin")
TOLD = access.any_of(access.role(rules.KEEPER), TRUSTEE)


@require_http_methods(["GET", "POST"])
@access.signed_in
def verification(request: HttpRequest) -> HttpResponse:
    """验证印章: what a file from anywhere is worth. It is read and forgotten."""
    is_sent = request.method == "POST"
    form = forms.VerificationForm(*((request.POST, request.FILES) if is_sent else ()))

    def act() -> queries.Judgement:
        content = form.content("file", electronic.MOST_PDF)
        electronic.check_pdf(content)
        return queries.judge(content, timezone.now())

    judgement = attempt(request, form, act) if is_sent else None
    name = form.cleaned_data["file"].name if judgement else ""
    status = 422 if is_sent and not judgement else 200
    return page(request, "seals/verification.html", status=status, form=form, judgement=judgement, name=name)


@require_GET
@access.people
def of_attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """验证印章: what a PDF of a matter is worth, as it lies in the store."""
    found, form = attachment_or_404(request, pk), forms.VerificationForm()
    guarding.seen(request, found.matter, about=f"attachment:{pk}")
    context: dict[str, Any] = {"form": form, "name": found.name, "attachment": found}
    try:
        content = _bytes(found)
    except Refused as refusal:
        return page(request, "seals/verification.html", status=422, **context, refused=refusal.sentence)
    return page(request, "seals/verification.html", **context, judgement=queries.judge(content, timezone.now()))


def _bytes(found: Attachment) -> bytes:
    """Return a file of a matter to be verified. Raises Refused for what is no PDF, or too large to be read at once."""
    electronic.check_size(found.file.size)
    with files.open_bytes(found.file) as file:
        content: bytes = file.read()
    electronic.check_pdf(content)
    return content


@require_http_methods(["GET", "POST"])
@TOLD
def trust(request: HttpRequest) -> HttpResponseBase:
    """受信任的证书: those that are and those that were, for who keeps seals; a further one by the administrator."""
    return _trusted(request) if request.method == "POST" else _trust_page(request, forms.TrustForm())


@TRUSTEE
def _trusted(request: HttpRequest) -> HttpResponse:
    form = forms.TrustForm(request.POST, request.FILES)

    def act() -> list[Root]:
        content = form.content("file", electronic.MOST_FILE)
        return actions.trust(content, note=form.cleaned_data["note"], **_signed(request, form))

    made = attempt(request, form, act, "证书已导入，各机关的印章管理人员已收到通知。")
    return redirect("seal_trust") if made else _trust_page(request, form)


@require_POST
@TRUSTEE
def distrust(request: HttpRequest, pk: int) -> HttpResponse:
    """停止信任."""
    get_object_or_404(Root, pk=pk)
    form = forms.DistrustForm(request.POST)

    def act() -> Root:
        return actions.distrust(pk, reason=form.cleaned_data["reason"], **_signed(request, form))

    done = attempt(request, form, act, "已停止信任。此前的签名仍然有效，此后的签名不再可信。")
    return redirect("seal_trust") if done else _trust_page(request, forms.TrustForm(), refused=(pk, form))


def _trust_page(request: HttpRequest, form: Any, refused: tuple[int, Any] | None = None) -> HttpResponse:
    known, now = org.directory(), timezone.now()
    rows = [(one, _distrusting(one, refused)) for one in queries.roots()]
    status = 422 if form.is_bound or refused else 200
    may_change = distrust.allows(request)  # type: ignore[attr-defined]
    context: dict[str, Any] = {"form": form, "rows": rows, "known": known, "at": now, "may_change": may_change}
    return page(request, "seals/trust.html", status=status, **context)


def _distrusting(root: Root, refused: tuple[int, Any] | None) -> Any:
    form = refused[1] if refused and refused[0] == root.pk else forms.DistrustForm()
    form.auto_id = f"root{root.pk}_%s"
    return form


def _signed(request: HttpRequest, form: Any) -> dict[str, Any]:
    by, key = request.user.ref, form.cleaned_data["request_key"]  # type: ignore[union-attr]
    return {"by": by, "at": timezone.now(), "request_key": key}
