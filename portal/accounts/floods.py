"""Against floods from one address; what is guessed at one secret is counted in rows instead (attempts)."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from portal.kernel.settings import Settings

limiter = Limiter(
    key_func=get_remote_address,
    strategy="moving-window",
    in_memory_fallback_enabled=True,  # Redis may be away for a while: then each process counts for itself
    swallow_errors=True,
)

# A whole centre stands behind one address: the limits stop machines, not a busy morning.
sign_ins = limiter.limit("120 per minute", methods=["POST"])
code_requests = limiter.limit("30 per minute", methods=["POST"])


def install(app: Flask, settings: Settings) -> None:
    """Count in Redis where several processes share the work, else in this process."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    limiter.init_app(app)
