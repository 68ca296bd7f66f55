"""Imported by the fork server, so that models are loaded once and shared by all workers."""

import gc
import signal
import sys

import structlog

from quoth.service.telemetry import configure_logs
from quoth.service.work import warm_up

for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)  # they may reach the whole group; the service ends its workers itself
try:
    warm_up()
except Exception as error:  # noqa: BLE001 - the service tries again; it must only be told why
    configure_logs("error")
    structlog.get_logger().error("engine not loaded", error=str(error))
    sys.exit(1)
gc.collect()
gc.freeze()  # what is shared is never looked at again by a collection, which would copy its pages
