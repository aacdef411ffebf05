"""`lentigo admin create`: the first admin, and each further one, from the command line only."""

import asyncio
import getpass
import sys
from argparse import Namespace
from typing import Any

from bot.settings import Settings


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("admin", help="admins of the panel")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="add an admin; the password is asked for, or read from a pipe")
    create.add_argument("name")
    create.add_argument("--role", default="admin", choices=("viewer", "clinician", "admin", "auditor"))
    create.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Create the admin."""
    password = (
        getpass.getpass("Password (10 characters or more): ")
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )
    asyncio.run(_create(arguments.name, password, arguments.role))
    print(f"Admin {arguments.name} can log in at /admin.")
    return 0


async def _create(name: str, password: str, role: str) -> None:
    from bot.assistant.panel import Panel  # noqa: PLC0415 - keeps `lentigo --help` quick
    from bot.assistant.passwords import Passwords  # noqa: PLC0415
    from bot.wiring import new_id, now, open_sealer  # noqa: PLC0415
    from db.store import Store, migrate  # noqa: PLC0415

    settings = Settings()
    sealer = open_sealer(settings)
    await migrate(settings.store_url)
    store = await Store.open(settings.store_url, sealer)
    try:
        await Panel(store, Passwords(), now=now, new_id=new_id).create_admin(name, password, role)
    finally:
        await store.close()
