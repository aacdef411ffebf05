"""A photo from the upload page to its result."""

from aiohttp import web

from bot.assistant.reading import Stage, Standing
from bot.assistant.result import ResultPage
from web.forms import Form, read_form
from web.keys import ASSISTANT, PHOTO_PACE, VISITOR
from web.limits import LARGEST_PHOTO
from web.pictures import size_of
from web.rendering import go_to, page
from web.security.visitors import address_of
from web.views.chat import TALK

BOXES = ("adult", "analyse", "keep", "research")


async def upload_form(request: web.Request) -> web.Response:
    """Ask for a photo, and for consent where there is none yet."""
    standing = await request.app[ASSISTANT].consents(request[VISITOR].person)
    return page(request, "upload.html", standing=standing, ticked=Standing(), faults=())


async def upload(request: web.Request) -> web.Response:
    """Take the photo with the consents beside it; both or neither."""
    form = await read_form(request)
    assistant, whom = request.app[ASSISTANT], address_of(request)
    if form.oversized:
        raise web.HTTPRequestEntityTooLarge(LARGEST_PHOTO)
    standing = await assistant.consents(whom.subject)
    ticked = Standing(**{box: form.ticked(box) for box in BOXES})
    if faults := _faults(form, standing, ticked):
        return page(request, "upload.html", status=422, standing=standing, ticked=ticked, faults=faults)
    if not request.app[PHOTO_PACE].allows(whom.subject):
        raise web.HTTPTooManyRequests(headers={"Retry-After": "600"})
    key = form.key(whom.subject)
    if not _settled(standing):
        await assistant.grant(whom.subject, adult=True, analyse=True, keep=ticked.keep, research=ticked.research)
    photo = await assistant.offer(whom, form.photo, key=key)
    # One that was sent twice, or that the conversation did not take, is told about there.
    return go_to(f"/photo/{photo}" if await assistant.stage(whom.subject, photo) else TALK)


async def show(request: web.Request) -> web.Response:
    """The result of a photo, or how far it is."""
    assistant, person, photo = request.app[ASSISTANT], request[VISITOR].person, request.match_info["photo"]
    stage = await assistant.stage(person, photo)
    if stage is None:
        raise web.HTTPNotFound
    result = await assistant.result(person, photo) if stage is Stage.DONE else None
    if result is None:
        return page(request, "progress.html", stage=stage.value)
    return await _result(request, result)


async def picture(request: web.Request) -> web.Response:
    """The cleaned photo, to its owner only."""
    photo = await request.app[ASSISTANT].picture(request[VISITOR].person, request.match_info["photo"])
    if photo is None:
        raise web.HTTPNotFound
    return web.Response(body=photo, content_type="image/jpeg")


async def _result(request: web.Request, result: ResultPage) -> web.Response:
    photo = await request.app[ASSISTANT].picture(request[VISITOR].person, result.photo)
    return page(request, "result.html", result=result, picture=size_of(photo) if photo else None)


def _settled(standing: Standing) -> bool:
    return standing.adult and standing.analyse


def _faults(form: Form, standing: Standing, ticked: Standing) -> tuple[str, ...]:
    """What is missing, by the names under which the page says so."""
    missing = {
        "adult": not (standing.adult or ticked.adult),
        "analyse": not (_settled(standing) or ticked.analyse),
        "photo": not form.photo,
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)
