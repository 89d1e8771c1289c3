"""Root addresses (根地址)."""

from django.urls import include, path

from zhongshu.config import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("health/ready", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("zhongshu.portal.urls")),
    path("", include("zhongshu.ui.urls")),
    path("", include("zhongshu.documents.urls")),
    path("", include("zhongshu.seals.urls")),
    path("", include("zhongshu.exchange.urls")),
    path("", include("zhongshu.outgoing.urls")),
]
handler403 = "zhongshu.ui.views.errors.forbidden"
handler404 = "zhongshu.ui.views.errors.not_found"
handler500 = "zhongshu.ui.views.errors.failed"
