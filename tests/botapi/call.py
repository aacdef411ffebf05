"""One call of a Bot API method: its parameters, whatever way they were sent."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.botapi.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    data: bytes
    mime: str


@dataclass(frozen=True, slots=True)
class Call:
    """Parameters by name and the files that came along."""

    method: str
    params: dict[str, Any]
    files: dict[str, Upload]

    def text(self, name: str) -> str | None:
        """A string, None when it was not sent."""
        value = self.params.get(name)
        return None if value is None else str(value)

    def number(self, name: str, default: int | None = None) -> int:
        """An integer; 400 when it is missing or none."""
        value = self.params.get(name, default)
        try:
            return int(str(value))
        except ValueError:
            raise bad_request(
                f"parameter {name} is required" if value is None else f"invalid {name} specified"
            ) from None

    def json(self, name: str) -> Any:
        """A value that travels as JSON; 400 when it cannot be read."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def flag(self, name: str) -> bool:
        """A yes or no."""
        return str(self.params.get(name, "")).lower() in {"true", "1"}


async def read_call(request: web.Request) -> Call:
    """Read a call from its query, form, multipart or JSON body."""
    params: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        params |= await request.json()
    else:
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                files[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                params[name] = value if isinstance(value, str) else bytes(value).decode()
    return Call(request.match_info["method"], params, files)
