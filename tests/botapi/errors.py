"""What the server refuses, in the shape and the words of the Bot API."""

from typing import Any


class ApiError(Exception):
    """An answer `{ok: false, error_code, description, parameters}`; the HTTP status is the error code."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad_request(why: str) -> ApiError:
    """400, the caller's mistake."""
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    """403, the person or group does not want us."""
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    """409, two ways of getting updates at once."""
    return ApiError(409, f"Conflict: {why}")


def too_many(seconds: int) -> ApiError:
    """429, come back after so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def not_modified() -> ApiError:
    """400, an edit that changes nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )


def stale_query() -> ApiError:
    """400, a button press that is unknown, answered or too old."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")
