"""A photo from the upload page, with the answers beside it, to its result."""

from collections.abc import Mapping

from aiohttp import web

from bot.assistant.reading import Stage, Standing
from bot.assistant.replies import Drawing
from bot.assistant.result import ResultPage
from bot.assistant.symptoms import QUESTIONS, SITES, SKIP, Told, answer
from web.forms import Form, read_photo_form
from web.keys import ASSISTANT, PHOTO_PACE, VISITOR
from web.limits import LARGEST_PHOTO
from web.pictures import line_alone, line_on, size_of
from web.rendering import go_to, page
from web.security.visitors import address_of
from web.views.chat import TALK

BOXES = ("adult", "analyse", "keep", "research")


async def upload_form(request: web.Request) -> web.Response:
    """Ask for a photo, and for consent where there is none yet."""
    standing = await request.app[ASSISTANT].consents(request[VISITOR].person)
    return _form(request, standing, Standing(), dict.fromkeys(QUESTIONS, SKIP))


async def upload(request: web.Request) -> web.Response:
    """Take the photo with the consents beside it; both or neither."""
    form = await read_photo_form(request)
    assistant, whom = request.app[ASSISTANT], address_of(request)
    if form.oversized:
        raise web.HTTPRequestEntityTooLarge(LARGEST_PHOTO)
    standing = await assistant.consents(whom.subject)
    ticked = Standing(**{box: form.ticked(box) for box in BOXES})
    said = {question: form.text(question) or SKIP for question in QUESTIONS}
    answers = _answers(said)
    if faults := _faults(form, standing, ticked, answers):
        return _form(request, standing, ticked, said, faults=faults)
    if not request.app[PHOTO_PACE].allows(whom.subject):
        raise web.HTTPTooManyRequests(headers={"Retry-After": "600"})
    key = form.key(whom.subject)
    if not _settled(standing):
        await assistant.grant(whom.subject, adult=True, analyse=True, keep=ticked.keep, research=ticked.research)
    photo = await assistant.offer(whom, form.photo, key=key, answers=answers)
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


async def outline(request: web.Request) -> web.Response:
    """The photo with the outline on it, to its owner only; it is made now and stored nowhere."""
    return await _drawn(request, Drawing.OUTLINE)


async def heat(request: web.Request) -> web.Response:
    """The photo with the heat map on it, in the same way."""
    return await _drawn(request, Drawing.HEAT)


async def _drawn(request: web.Request, drawing: Drawing) -> web.Response:
    photo = await request.app[ASSISTANT].drawn(request[VISITOR].person, request.match_info["photo"], drawing)
    if photo is None:
        raise web.HTTPNotFound
    return web.Response(body=photo, content_type="image/jpeg")


async def _result(request: web.Request, result: ResultPage) -> web.Response:
    photo = await request.app[ASSISTANT].picture(request[VISITOR].person, result.photo)
    size = size_of(photo) if photo else None
    line = line_on(result.outline, size) if size and result.outline else line_alone(result)
    return page(request, "result.html", result=result, picture=size, line=line)


def _form(
    request: web.Request,
    standing: Standing,
    ticked: Standing,
    said: Mapping[str, str],
    *,
    faults: tuple[str, ...] = (),
) -> web.Response:
    """The upload page with what was ticked and said on it before."""
    context = {"standing": standing, "ticked": ticked, "said": said, "faults": faults}
    status = 422 if faults else 200
    return page(request, "upload.html", status=status, questions=QUESTIONS, sites=SITES, **context)


def _settled(standing: Standing) -> bool:
    return standing.adult and standing.analyse


def _answers(said: Mapping[str, str]) -> Told | None:
    """What was said to each question; None when something there is no answer."""
    try:
        return {question: answer(question, word) for question, word in said.items()}
    except ValueError:
        return None


def _faults(form: Form, standing: Standing, ticked: Standing, answers: Told | None) -> tuple[str, ...]:
    """What is missing, by the names under which the page says so."""
    missing = {
        "adult": not (standing.adult or ticked.adult),
        "analyse": not (_settled(standing) or ticked.analyse),
        "photo": not form.photo,
        "answers": answers is None,
    }
    return tuple(name for name, is_missing in missing.items() if is_missing)
