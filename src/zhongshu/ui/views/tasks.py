"""The draft of an opinion (暂存意见), which is no act."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions, queries
from zhongshu.ui import access
from zhongshu.ui.views.matters import task_or_404


@require_http_methods(["GET", "PUT"])
@access.people
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """暂存意见: keep the text of the body for whoever writes it; GET answers 410 once the task has been done."""
    task = task_or_404(request, pk)
    if task.done_at is not None:
        return JsonResponse({"error": "该任务已经办理。"}, status=410)
    if request.method == "GET":
        return JsonResponse({"text": queries.draft(task, request.person)})  # type: ignore[attr-defined]
    try:
        actions.save_draft(pk, text=request.body.decode(), by=request.person, at=timezone.now())  # type: ignore[attr-defined]
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=422)
    except UnicodeDecodeError:
        return JsonResponse({"error": "暂存内容有误，请刷新页面后重试。"}, status=400)
    return JsonResponse({"saved": True})
