"""Figures for a monitoring system (监测指标), in Prometheus's text form.

Requests are counted by each web process in files of its own, which are added up when somebody asks; everything else
is asked of the database at that moment. The folder of those files is named before the first counter is made.
"""

import os
from collections.abc import Iterator

from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import REGISTRY

from zhongshu.portal.queries import running

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's own name for it
# A stranger may send any word as a method: it gets no row of its own.
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds

_requests = Counter("zhongshu_requests", "请求数", ["view", "method", "status"])
_seconds = Histogram("zhongshu_request_seconds", "请求用时（秒）", ["view"], buckets=BOUNDS)


def note(view: str, method: str, status: int, seconds: float) -> None:
    """Count a request (请求计数) by the name of its page, and how long it took."""
    _requests.labels(view, method if method in METHODS else "-", status).inc()
    _seconds.labels(view).observe(seconds)


def text() -> bytes:
    """Return all figures: of the requests to all web processes of this host, and of the deployment."""
    registry = CollectorRegistry()
    registry.register(_Deployment())
    if FOLDER in os.environ:
        multiprocess.MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(_Own())


class _Own:
    """The counters of this process alone, where it serves by itself."""

    def collect(self) -> Iterator[Metric]:
        return (one for one in REGISTRY.collect() if one.name.startswith("zhongshu_"))


class _Deployment:
    """What the database and the disk say at this moment."""

    def collect(self) -> Iterator[Metric]:
        for name, words, by, values in running.figures(timezone.now()):
            family = GaugeMetricFamily(f"zhongshu_{name}", words, labels=[by] if by else None)
            for label, value in values.items():
                family.add_metric([label] if by else [], value)
            yield family
