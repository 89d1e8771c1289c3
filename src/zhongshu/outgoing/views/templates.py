"""Pages of the templates that an office keeps (文稿模板): which there are, adding one, changing and stopping it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.matters import queries as matters
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import templates as actions
from zhongshu.outgoing.forms import drafting
from zhongshu.outgoing.forms import templates as forms
from zhongshu.outgoing.models import Template, Version
from zhongshu.outgoing.queries import draft_files
from zhongshu.outgoing.queries import templates as kept
from zhongshu.outgoing.rules import beginnings, filling, importing, pieces
from zhongshu.outgoing.views import lists, subject, taking
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

GUARDED = "该文稿标为内部、工作秘密，或者限定了知悉范围，不能存为模板：模板供本机关所有拟稿人使用。"
keepers = access.role(*kept.KEEPERS)


@require_GET
@keepers
def templates(request: HttpRequest) -> HttpResponse:
    """文稿模板: those in force by genre."""
    asking = declared.ask(request, lists.TEMPLATES)
    rows = list(lists.TEMPLATES.rows(asking))
    shown: dict[str, Any] = {"rows": rows, "listed": lists.TEMPLATES, "places": filling.PLACES}
    return page(request, "outgoing/templates.html", names=dict(pieces.NAMES), **shown)


@require_http_methods(["GET", "POST"])
@keepers
def creation(request: HttpRequest) -> HttpResponse:
    """增加模板: from the usual words, from the text of a document, or from a file."""
    if request.method == "GET":
        return _new(request, _begun(request))
    form = forms.NewTemplateForm(request.POST, request.FILES)
    is_reading = "read" in request.POST
    done = attempt(request, form, partial(_read if is_reading else _add, request, form))
    if not done:
        return _new(request, form, status=422)
    if not is_reading:
        return redirect("outgoing_templates")
    for sentence in taking.said(done):
        messages.warning(request, sentence)
    clean = form.cleaned_data
    draft = importing.brought_in(form.begun(), done.draft)
    return _new(request, drafting.of_draft(draft, forms.NewTemplateForm, name=clean["name"], genre=clean["genre"])[0])


def _new(request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
    return page(request, "outgoing/template_new.html", status=status, form=form, places=filling.PLACES)


def _begun(request: HttpRequest) -> Any:
    """Return the form with the text of a version that the person may see, else with the usual words of a genre."""
    asked = request.GET.get("version", "")
    genre = request.GET.get("genre", "notice")
    if genre not in dict(pieces.WRITTEN):
        raise Http404
    draft = beginnings.begin(genre, organ="〔发文机关〕", title="", office="〔拟稿单位〕")
    if asked:
        version = _version(request, int(asked) if asked.isdecimal() and len(asked) < 19 else 0)
        if not kept.may_become(version.document.matter):
            messages.error(request, GUARDED)
            return drafting.of_draft(draft, forms.NewTemplateForm, genre=genre)[0]
        genre, draft = version.document.genre, queries.draft_of(version)
    return drafting.of_draft(draft, forms.NewTemplateForm, genre=genre)[0]


def _version(request: HttpRequest, number: int) -> Version:
    seen = matters.visible_to(request.person, timezone.now())  # type: ignore[attr-defined]
    found = Version.objects.select_related("document__matter").filter(pk=number, document__matter__in=seen).first()
    if found is None:
        raise Http404
    return found


def _read(request: HttpRequest, form: Any) -> draft_files.Opened:
    given = taking.file(request, form)
    if given is None:
        raise Refused("请选择要导入的文件。", field="file")
    return given


def _add(request: HttpRequest, form: Any) -> Template:
    clean, draft = form.cleaned_data, form.begun()
    about = {"genre": clean["genre"], "name": clean["name"], "draft": draft}
    made = subject.guarded(request, lambda: actions.add_template(**about, **_by(request)))
    messages.success(request, f"已增加模板“{made.name}”。")
    return made


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.person, "at": timezone.now()}  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@keepers
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """修改模板: its text, and how it came to be; one that has ended is to be read."""
    found = _template_or_404(request, pk)
    if request.method == "GET":
        return _template(request, found, drafting.of_draft(queries.read(found.text), forms.TemplateForm)[0])
    form = forms.TemplateForm(request.POST)

    def act() -> Template:
        return subject.guarded(request, lambda: actions.change_template(pk, draft=form.begun(), **_by(request)))

    made = attempt(request, form, act, "模板已经修改。")
    return redirect("outgoing_template", pk=made.pk) if made else _template(request, found, form, status=422)


def _template(request: HttpRequest, found: Template, form: Any, status: int = 200) -> HttpResponse:
    shown = {"found": found, "form": form, "history": list(kept.history(found)), "places": filling.PLACES}
    genre = terms.show(pieces.NAMES, found.genre)
    draft = queries.read(found.text)
    return page(request, "outgoing/template.html", status=status, genre=genre, draft=draft, **shown)


def _template_or_404(request: HttpRequest, pk: int) -> Template:
    organ = kept.organ_kept_by(request.person, timezone.now())  # type: ignore[attr-defined]
    if organ is None:
        raise PermissionDenied
    found = kept.kept_in(organ).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_POST
@keepers
def stopping(request: HttpRequest, pk: int) -> HttpResponse:
    """停用模板."""
    found = _template_or_404(request, pk)
    try:
        actions.stop_template(pk, **_by(request))
        messages.success(request, f"模板“{found.name}”已停用。")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("outgoing_templates")
