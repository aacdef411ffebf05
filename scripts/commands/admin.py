"""`lentigo admin`: what only who sits at the machine may do: make admins, take research photos out."""

import asyncio
import getpass
import secrets
import sys
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings

if TYPE_CHECKING:
    from db.store import Store


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser("admin", help="admins of the panel, photos for research")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    create = actions.add_parser("create", help="add an admin; the password is asked for, or read from a pipe")
    create.add_argument("name")
    create.add_argument("--role", default="admin", choices=("viewer", "clinician", "admin", "auditor"))
    create.set_defaults(run=run)
    research = actions.add_parser("export-research", help="write photos with research consent as a training folder")
    research.add_argument("folder", type=Path, help="a folder that does not exist yet")
    research.set_defaults(run=export_research)


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


def export_research(arguments: Namespace) -> int:
    """Export the photos; returns 1 when the folder exists already."""
    if arguments.folder.exists():
        print(f"{arguments.folder} exists already. Name a new folder, so that no two exports mix.", file=sys.stderr)
        return 1
    photos = asyncio.run(_export(arguments.folder))
    print(f"{arguments.folder}: {photos} photos. They are not encrypted: keep them safe, and delete them after use.")
    return 0


async def _create(name: str, password: str, role: str) -> None:
    from bot.assistant.panel import Panel  # noqa: PLC0415 - keeps `lentigo --help` quick
    from bot.assistant.passwords import Passwords  # noqa: PLC0415
    from bot.wiring import new_id, now  # noqa: PLC0415

    async with _store() as store:
        await Panel(store, Passwords(), now=now, new_id=new_id).create_admin(name, password, role)


async def _export(folder: Path) -> int:
    from bot.assistant.research import Pseudonyms, export_research  # noqa: PLC0415 - as above
    from bot.wiring import now  # noqa: PLC0415

    async with _store() as store:
        return await export_research(store, folder, Pseudonyms(secrets.token_bytes(32)), now())


@asynccontextmanager
async def _store() -> AsyncIterator["Store"]:
    from bot.wiring import open_sealer  # noqa: PLC0415 - as above
    from db.store import Store, migrate  # noqa: PLC0415

    settings = Settings()
    sealer = open_sealer(settings)
    await migrate(settings.store_url)
    store = await Store.open(settings.store_url, sealer)
    try:
        yield store
    finally:
        await store.close()
