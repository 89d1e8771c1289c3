"""Telling whoever ordered a file what became of it."""

from datetime import datetime

from django.db import transaction

from zhongshu.files import actions as files
from zhongshu.files.models import Product
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org
from zhongshu.ui.jinja import url


@transaction.atomic(durable=True)
def finish(product: Product, size: int, *, at: datetime) -> None:
    """Say that a product can be fetched (下载文件已生成): its bytes are laid down already."""
    files.finish_product(product, size, at=at)
    _tell(product, f"“{product.name}”已经生成，请在七天内下载。", at=at)


@transaction.atomic(durable=True)
def fail(product: Product, reason: str, *, at: datetime) -> None:
    """Say why a product could not be made (下载文件未能生成)."""
    files.fail_product(product, reason, at=at)
    _tell(product, f"“{product.name}”没有生成：{reason}", at=at)


def _tell(product: Product, words: str, *, at: datetime) -> None:
    """Tell the person; an administrator, who gets no notices, finds it on the page."""
    account = org.account_of(product.by)
    if account and account.person_id:
        notices.tell([account.person_id], text=words, link=url("products"), about=f"product:{product.pk}", at=at)
