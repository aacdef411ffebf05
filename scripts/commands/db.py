"""`lentigo db migrate | check`: bring the store's schema up to date, and see whether store and key are well."""

import asyncio
import sys
from argparse import Namespace
from typing import Any

from bot.settings import Settings
from scripts.failures import Failure


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("db", help="the store: migrate its schema, check it")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    migrate = actions.add_parser("migrate", help="bring the schema to the newest revision; every start does so too")
    migrate.set_defaults(run=run_migrate)
    check = actions.add_parser("check", help="see whether the store answers, is current, and opens with the master key")
    check.set_defaults(run=run_check)


def run_migrate(_: Namespace) -> int:
    """Migrate."""
    from db.store import migrate  # noqa: PLC0415 - keeps `lentigo --help` quick

    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    asyncio.run(migrate(settings.store_url))
    print("The store is up to date.")
    return 0


def run_check(_: Namespace) -> int:
    """Check; makes no key where there is none."""
    from db.checkup import check_up  # noqa: PLC0415
    from db.vault import Sealer, load_master_key  # noqa: PLC0415

    settings = Settings()
    sealer = Sealer(load_master_key(settings.key_file, create=False))
    found = asyncio.run(check_up(settings.store_url, sealer))
    if not found.is_current:
        why = f"it is at revision {found.revision or 'none'}, and this program needs {found.newest}"
        now = "Run `lentigo db migrate`; if that changes nothing, a later program has migrated it: run that one."
        print(Failure("the schema of the store is not current", why, now), file=sys.stderr)
        return 1
    key = "opens what is sealed" if found.proved else "has nothing to open yet"
    print(f"The store ({found.kind}) answers.\nIts schema is current: {found.revision}.\nThe master key {key}.")
    return 0
