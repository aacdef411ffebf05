"""The strict Bot API server: methods over HTTP, errors in the Bot API's shape, faults when asked for."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.botapi.call import Call, read_call
from tests.botapi.chats import Chat
from tests.botapi.editing import Editing
from tests.botapi.errors import ApiError, bad_request
from tests.botapi.faults import Dropped, Fault
from tests.botapi.files import LARGEST_DOWNLOAD
from tests.botapi.people import Group, User
from tests.botapi.sending import Sending
from tests.botapi.state import State

TOKEN = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,50}")
MY_TOKEN = "123456789:AAtest_token_of_the_bot_api_server_00"
FIRST_USER = 501
FIRST_GROUP = -1_001_000_000_001

Method = Callable[[Call], Awaitable[Any]]


class BotApi:
    """A Bot API server for one bot. Start it with `start` or mount `app` where you like.

    A well-formed token other than `token` is answered 401, a malformed one 404; with token None
    every well-formed one is taken.
    """

    def __init__(self, *, token: str | None = MY_TOKEN, username: str = "lentigo_test_bot") -> None:
        self.token = token
        self.state = State(bot_id=123_456_789, username=username)
        self.calls: list[Call] = []
        """Every call of a method that came with a good token, faulted ones included."""
        self.url = ""
        self._methods = _table(self.state)
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on the loopback; returns the address."""
        self._runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Stop listening; the state stays, so that a later `start` on the same port goes on."""
        await self.state.updates.delete_webhook()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def app(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        return app

    def user(self, number: int | None = None, first_name: str = "Ada", language_code: str | None = "en") -> User:
        """A person, known by their id; made when new."""
        number = number or FIRST_USER + sum(chat.kind == "private" for chat in self.state.chats.values())
        chat = self.state.chats.setdefault(number, Chat(number, "private", first_name, language_code))
        return User(self.state, chat, _sender(number, chat.title, chat.language))

    def group(self, title: str = "Group", writer: int = FIRST_USER) -> Group:
        """A group, in which the person `writer` writes."""
        number = FIRST_GROUP - sum(chat.kind != "private" for chat in self.state.chats.values())
        chat = self.state.chats.setdefault(number, Chat(number, "supergroup", title))
        return Group(self.state, chat, _sender(writer, "Ada", "en"))

    def fail(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let a method (or faults.ANY) go wrong so many times."""
        self.state.faults.add(method, fault, times=times)

    def called(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check(request.match_info["token"])
            return web.json_response({"ok": True, "result": await self._carry_out(await read_call(request))})
        except ApiError as error:
            return web.json_response(error.to_json(), status=error.code)
        except web.HTTPRequestEntityTooLarge:
            return web.json_response(ApiError(413, "Request Entity Too Large").to_json(), status=413)
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response()

    async def _carry_out(self, call: Call) -> Any:
        self.calls.append(call)
        method = self._methods.get(call.method.lower())
        if method is None:
            raise ApiError(404, "Not Found")
        fault = self.state.faults.next_for(call.method)
        if fault and not fault.after:
            await fault.strike()
        result = await method(call)
        if fault and fault.after:
            await fault.strike()
        return result

    def _check(self, token: str) -> None:
        if not TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if self.token and token != self.token:
            raise ApiError(401, "Unauthorized")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check(request.match_info["token"])
            if fault := self.state.faults.next_for("download"):
                await fault.strike()
        except ApiError as error:
            return web.json_response(error.to_json(), status=error.code)
        except Dropped:
            if request.transport:
                request.transport.abort()
            return web.Response()
        stored = self.state.files.at(request.match_info["path"])
        if stored is None:
            return web.json_response(ApiError(404, "Not Found").to_json(), status=404)
        return web.Response(body=stored.data, content_type="application/octet-stream")


def _table(state: State) -> dict[str, Method]:
    """Every method by its name in lower case: the Bot API does not mind the case."""
    sending = Sending(state)
    editing = Editing(state, sending)
    updates, about = state.updates, state.about

    async def get_me(call: Call) -> dict[str, Any]:
        groups = {"can_join_groups": True, "can_read_all_group_messages": False}
        return state.me | groups | {"supports_inline_queries": False, "can_connect_to_business": False,
                                    "has_main_web_app": False}  # fmt: skip

    async def get_file(call: Call) -> dict[str, Any]:
        stored = state.files.get(call.text("file_id") or "")
        if len(stored.data) > LARGEST_DOWNLOAD:
            raise bad_request("file is too big")
        return stored.to_json() | {"file_path": stored.path}

    async def leave(call: Call) -> bool:
        state.writable(call.number("chat_id")).started = False
        return True

    async def yes(call: Call) -> bool:
        return True

    def setter(name: str) -> Method:
        async def call_it(call: Call) -> bool:
            return about.set_text(call, name)

        return call_it

    def getter(name: str) -> Method:
        async def call_it(call: Call) -> dict[str, str]:
            return about.get_text(call, name)

        return call_it

    return {
        "getme": get_me,
        "logout": yes,
        "close": yes,
        "getupdates": updates.poll,
        "setwebhook": updates.set_webhook,
        "deletewebhook": updates.delete_webhook,
        "getwebhookinfo": updates.webhook_info,
        "sendmessage": sending.message,
        "sendphoto": sending.photo,
        "senddocument": sending.document,
        "sendmediagroup": sending.album,
        "sendchataction": sending.action,
        "editmessagetext": editing.text,
        "editmessagecaption": editing.caption,
        "editmessagemedia": editing.media,
        "editmessagereplymarkup": editing.markup,
        "deletemessage": editing.delete,
        "answercallbackquery": editing.answer,
        "getfile": get_file,
        "leavechat": leave,
        "setmycommands": about.set_commands,
        "getmycommands": about.get_commands,
        "deletemycommands": about.delete_commands,
        "setmyname": setter("name"),
        "setmydescription": setter("description"),
        "setmyshortdescription": setter("short_description"),
        "getmyname": getter("name"),
        "getmydescription": getter("description"),
        "getmyshortdescription": getter("short_description"),
    }


def _sender(number: int, first_name: str, language: str | None) -> dict[str, Any]:
    sender = {"id": number, "is_bot": False, "first_name": first_name}
    return sender | ({"language_code": language} if language else {})
