"""S3-compatible storage (对象存储), as it stands in the machine rooms of the government cloud."""

from typing import Any

from botocore.config import Config
from storages.backends.s3 import S3Storage


class ObjectStorage(S3Storage):
    """One part of a bucket. What does not answer is given up soon, so that a page can say so."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return what the settings need not say."""
        config = Config(
            connect_timeout=5,  # seconds
            read_timeout=60,
            retries={"max_attempts": 2, "mode": "standard"},
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            # Newer checksums are unknown to most storage that is not Amazon's; the digest proves what was kept.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return super().get_default_settings() | {"client_config": config, "querystring_auth": False}
