"""`python -m tests.botapi`: the Bot API server by hand, with a page on which you write to the bot as a person."""

import argparse
import asyncio

from aiohttp import web

from tests.botapi.page import add_page
from tests.botapi.server import BotApi


async def _serve(port: int) -> None:
    server = BotApi()
    app = server.app()
    add_page(app, server)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    address = f"http://127.0.0.1:{port}"
    print(f"Write as a person on {address}, and start Lentigo with\n")
    print(f"  LENTIGO_TELEGRAM_API_URL={address} LENTIGO_TELEGRAM_TOKEN={server.token} ./scripts/run\n")
    print("Ctrl-C ends it.", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    arguments = parser.parse_args()
    try:
        asyncio.run(_serve(arguments.port))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
