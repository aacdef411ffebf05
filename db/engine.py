"""The engine behind a database address."""

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine

from db.mysql import mysql_engine
from db.reach import StoreUnreachable
from db.sqlite import sqlite_engine


def open_engine(url: str) -> AsyncEngine:
    """The engine of a database address. Raises StoreUnreachable for an address that cannot be one."""
    try:
        address = make_url(url)
    except ArgumentError:
        # The address itself stays unsaid: it may hold a password.
        raise StoreUnreachable("the address is not of the form mysql://user:password@host/name") from None
    match address.get_backend_name():
        case "sqlite":
            return sqlite_engine(address.set(drivername="sqlite+aiosqlite"))
        case "mysql" | "mariadb":
            return mysql_engine(address.set(drivername="mysql+aiomysql"))
        case other:
            raise StoreUnreachable(f"{other} is not supported; SQLite, MySQL and MariaDB are")
