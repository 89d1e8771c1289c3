"""What is made for one person to fetch (成品), and the record of every list that is taken along (导出、打印)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from zhongshu.files import rules
from zhongshu.files.actions import disk
from zhongshu.files.models import Product
from zhongshu.jobs import actions as jobs
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

KEPT = timedelta(days=7)
STREAM = "exports"
VERBS = {"workbook": "files.exported", "print": "files.printed", "copy": "files.copied"}


@transaction.atomic(durable=True)
def note_taken(how: str, *, detail: Mapping[str, Any], by: str, at: datetime) -> None:
    """Record that somebody takes a list along (导出、打印列表), as a `workbook` or in `print`: which, how many rows."""
    trail.record(STREAM, VERBS[how], by=by, at=at, detail=dict(detail))


@transaction.atomic(durable=True)
def order_product(
    name: str, how: str, *, recipe: Mapping[str, Any], task: str, detail: Mapping[str, Any], by: str, at: datetime
) -> Product:
    """Have a file made by a job (登记成品): `task` is the dotted name of the task that is given its number."""
    product = Product.objects.create(name=name, recipe=recipe, by=by, asked_at=at, expires_at=at + KEPT)
    jobs.enqueue(task, at=at, args=[product.pk])
    trail.record(STREAM, VERBS[how], by=by, at=at, detail={**detail, "product": product.pk})
    return product


@transaction.atomic(durable=True)
def lay_product(product: Product, content: bytes, *, at: datetime) -> None:
    """Lay down the bytes of a product, before any row says that they are there; done again, the last ones count.

    While they are written nobody can recall it: once recalled, nothing is laid down that no sweep would find.
    Raises Recalled.
    """
    if Product.objects.select_for_update().filter(pk=product.pk, expires_at__gt=at).first() is None:
        raise rules.Recalled("该文件已被收回或者过了保存期限，没有生成。")
    store, place = storages["products"], product.key.hex
    store.delete(place)
    store.save(place, ContentFile(content))


def finish_product(product: Product, size: int, *, at: datetime) -> None:
    """Say that a product is there (成品已生成), within the caller's transaction."""
    check_transaction()
    Product.objects.filter(pk=product.pk).update(made_at=at, size=size)
    trail.record(STREAM, "files.product_made", by="system", at=at, detail={"product": product.pk, "size": size})


def fail_product(product: Product, reason: str, *, at: datetime) -> None:
    """Say why a product could not be made (成品未能生成), within the caller's transaction."""
    check_transaction()
    Product.objects.filter(pk=product.pk).update(failed_at=at, reason=reason[:200])
    trail.record(STREAM, "files.product_failed", by="system", at=at, detail={"product": product.pk})


def note_fetched(product: Product, *, at: datetime) -> None:
    """Note when a product was first fetched (已下载); the order stands on the trail already."""
    Product.objects.filter(pk=product.pk, fetched_at=None).update(fetched_at=at)


def recall(digest: str, *, at: datetime) -> int:
    """Let nobody fetch what was made of a stored file any more (收回成品), within the caller's transaction.

    A recipe names such a file as `file`. The next sweep overwrites the bytes; return how many there are.
    """
    check_transaction()
    return Product.objects.filter(recipe__file=digest).update(expires_at=at)


def sweep_products(*, before: datetime) -> int:
    """Overwrite and delete the products that have expired (清理过期成品), bytes first; return how many."""
    expired = list(Product.objects.filter(expires_at__lt=before))
    for product in expired:
        disk.wipe_from(storages["products"], product.key.hex)
    Product.objects.filter(pk__in=[one.pk for one in expired]).delete()
    return len(expired)
