"""MySQL and MariaDB, set up to behave as SQLite does here, and a mend of their driver."""

import aiomysql.connection
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CONNECT_SECONDS = 5
LOCK_SECONDS = 5
"""How long MySQL lets us wait for a row that another unit of work holds; below the deadline of a unit of work."""

RECYCLE_SECONDS = 1800
"""Age at which a connection is replaced; proxies and MySQL's own wait_timeout cut old ones off."""


def mysql_engine(address: URL) -> AsyncEngine:
    """READ COMMITTED, as SQLite behaves here: a repeated look sees what others have committed meanwhile."""
    _mend_aiomysql()
    return create_async_engine(
        address.update_query_dict({"charset": "utf8mb4"}),
        pool_size=10,
        pool_pre_ping=True,
        pool_recycle=RECYCLE_SECONDS,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "init_command": f"SET SESSION innodb_lock_wait_timeout = {LOCK_SECONDS}",
        },
    )


def _mend_aiomysql() -> None:
    """Give aiomysql 0.3.2 what PyMySQL 1.2.3 took away; without it no bytes can be written.

    PyMySQL put a string in the place of the function that aiomysql calls to escape bytes
    (https://github.com/aio-libs/aiomysql/issues/1080). To go with the first aiomysql that does not call it.
    """
    if not callable(aiomysql.connection.escape_bytes_prefixed):
        aiomysql.connection.escape_bytes_prefixed = _escape


def _escape(value: bytes) -> str:
    return f"_binary X'{value.hex()}'"
