"""What is written down for the operator: one line for each event, with ids only.

JSON in production, key=value in a demonstration, on stderr. No line holds personal data: our own events carry ids, kinds and counts, and
an address that slips in is taken out. Of what a library logs only its name and the place in its code are kept, never its words, since
those may hold whatever it was handed; of an error its kinds and places, never its message.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import traceback
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from outreach.core.config import Config

_ADDRESS = re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+")
REPEAT_AFTER_S = 60.0
_KEYS = ["timestamp", "level", "event"]  # come first, in this order


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: `log.warning("mail put off", mail=mail.id, attempt=2)`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def configure_logs(config: Config) -> None:
    """Write logs as *config* says; done again, it replaces what it did before and touches no handler of others."""
    render: Processor = structlog.processors.LogfmtRenderer(key_order=_KEYS) if config.is_demo else structlog.processors.JSONRenderer()
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render]
    handler = _Stderr()
    handler.addFilter(_Once())
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=[_reduce, *_COMMON]))
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if not isinstance(other, _Stderr)), handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("outreach").setLevel(logging.WARNING if config.is_demo else logging.INFO)


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever stderr is at the time."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr


class _Once(logging.Filter):
    """What a library says again and again at one place (a server that is away) is written once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, int], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, dict):
            return True  # our own
        place, now = (record.pathname, record.lineno), time.monotonic()
        if now - self._said.get(place, -REPEAT_AFTER_S) < REPEAT_AFTER_S:
            return False
        self._said[place] = now
        return True


def describe_error(error: BaseException) -> dict[str, str]:
    """The kinds of *error* and its causes, and the places in the code that it went through. Its message is left out."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:]]
    return {"error": "<".join(kinds), "at": ">".join(places)}


def _reduce(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What a library logs, without its words."""
    record: logging.LogRecord = event["_record"]
    place = f"{record.module}:{record.funcName}:{record.lineno}"
    kept = {name: event[name] for name in ("_record", "_from_structlog", "exc_info") if name in event}
    return {"event": "library", "library": record.name, "place": place, **kept}


def _tell_errors_by_kind(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event.update(describe_error(error))
    event.pop("stack_info", None)
    return event


def _leave_out_addresses(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: value if key.startswith("_") else _harmless(value) for key, value in event.items()}


def _harmless(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return _ADDRESS.sub("[left out]", str(value))


_COMMON: list[Processor] = [
    structlog.stdlib.add_log_level,
    _tell_errors_by_kind,
    _leave_out_addresses,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

structlog.configure(
    processors=[structlog.stdlib.filter_by_level, *_COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
