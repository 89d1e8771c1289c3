"""Making what is too large to be waited for (生成下载文件)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django_tasks import task

from zhongshu.files import actions as files
from zhongshu.files.models import Product
from zhongshu.kit.errors import Refused
from zhongshu.ui import actions, outputs


@task(takes_context=True)
def make_product(context: Any, number: int) -> None:
    """Make a product and say so (生成成品); done again, nothing changes."""
    product = Product.objects.filter(pk=number, made_at=None, failed_at=None).first()
    if product is None:
        return

    def report(done: int, total: int) -> None:
        context.report(100 * done // max(total, 1), f"已生成{done}行，共{total}行")

    try:
        content = outputs.make(product.recipe, product.by, report)
        files.lay_product(product, content, at=timezone.now())
    except Refused as refusal:
        actions.fail(product, refusal.sentence, at=timezone.now())
    except (PermissionDenied, Http404):
        actions.fail(product, "您已没有查看该列表的权限，没有生成文件。", at=timezone.now())
    else:
        actions.finish(product, len(content), at=timezone.now())
