"""An earlier version or a file becomes the text (恢复文稿、导入文件)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import restoring as actions
from zhongshu.outgoing.forms import restoring as forms
from zhongshu.outgoing.queries import draft_files, sights, templates
from zhongshu.outgoing.views import subject, taking
from zhongshu.ui import access, guarding
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import visible_or_404


def offered(request: HttpRequest, matter: Matter) -> dict[str, Any]:
    """Return what may be done with a version: be restored by whose turn it is to write, become a template."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    return {
        "writes": queries.writing_task(matter, person, now) is not None,
        "keeps_templates": templates.may_become(matter) and templates.organ_kept_by(person, now) == matter.organ_id,
    }


@require_http_methods(["GET", "POST"])
@access.people
def restoring(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """恢复到这一版: what would become of the text in force, and the deed."""
    matter = visible_or_404(request, pk)
    versions = list(queries.versions(subject.document_of(matter)))
    guarding.seen(request, matter)
    old = next((one for one in versions if one.order == order), None)
    if old is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = forms.RestoringForm(sent, initial={"base": versions[0].order})
    if form.is_bound and attempt(request, form, partial(_restore, request, form, pk, order), "已恢复为新版本。"):
        return redirect("outgoing_versions", pk=pk)
    now, before = (draft_files.paragraphs(queries.draft_of(one)) for one in (versions[0], old))
    shown = {"matter": matter, "old": old, "current": versions[0], "form": form}
    changes = list(sights.changes("\n".join(now), before))
    status = 422 if form.is_bound else 200
    return page(request, "outgoing/restoring.html", status=status, changes=changes, **shown, **offered(request, matter))


def _restore(request: HttpRequest, form: Any, pk: int, order: int) -> Any:
    clean = form.cleaned_data
    given = {"base": clean["base"], "request_key": clean["request_key"]}
    return actions.restore(pk, order, by=request.person, at=timezone.now(), **given)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@access.people
def importing(request: HttpRequest, pk: int) -> HttpResponse:
    """导入文件: into what the person is writing; what was left out of it is said above the text."""
    matter = visible_or_404(request, pk)
    document = subject.document_of(matter)
    current = queries.latest(document)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.ImportingForm(*sent, initial={"base": current.order})
    given = attempt(request, form, partial(_bring_in, request, form, pk)) if form.is_bound else None
    if given:
        messages.success(request, "文件已经导入，还没有提交。请核对后提交为新版本。")
        for sentence in taking.said(given):
            messages.warning(request, sentence)
        return redirect("outgoing_text", pk=pk)
    shown = {"matter": matter, "form": form, "kept": queries.working_copy(document, request.person)}  # type: ignore[attr-defined]
    status = 422 if form.is_bound else 200
    return page(request, "outgoing/importing.html", status=status, **shown, **offered(request, matter))


def _bring_in(request: HttpRequest, form: Any, pk: int) -> draft_files.Opened:
    given = taking.file(request, form)
    if given is None:
        raise Refused("请选择要导入的文件。", field="file")
    about = {"base": form.cleaned_data["base"], "by": request.person, "at": timezone.now()}  # type: ignore[attr-defined]
    subject.guarded(request, lambda: actions.bring_in(pk, given.draft, **about))
    return given
