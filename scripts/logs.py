"""What is written to the log: our events with their ids, and of the libraries' lines nothing that they quote."""

import logging

import structlog


class Terse(logging.Formatter):
    """A library's own words and the kind of the fault, without what is filled in and without the fault's words.

    aiohttp quotes the bytes of a request that it cannot read, with the session's token and addresses in them.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        words = str(record.msg).partition("\n")[0]
        kind = record.exc_info[0] if record.exc_info else None
        return f"{record.levelname} {record.name} {words}" + (f" fault={kind.__name__}" if kind else "")


def set_up(level: str) -> None:
    """Write to standard error; the libraries' lines only from warnings on (below they know tokens)."""
    threshold = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    lines = logging.StreamHandler()
    lines.setFormatter(Terse())
    logging.basicConfig(level=max(threshold, logging.WARNING), handlers=[lines])
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=lines.stream),
    )
