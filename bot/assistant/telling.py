"""How a result and an answer become bubbles: what to do first, then how sure, then what was seen."""

from collections.abc import Mapping
from dataclasses import replace

from bot.assistant.dialogue import Known, TakePhoto
from bot.assistant.replies import Choice, Citation, Drawing, Reply
from bot.assistant.result import ResultPage, Treatment
from bot.assistant.texts import Texts
from knowledge.chatbot import Answer, Kind

ANSWER = "answer:"


def slot_of(photo: str, *, answered: bool = False) -> str:
    """The slot in which "received", "looking" and the result of a photo replace one another.

    After questions the result has a slot of its own, so that it stands at the end of the talk and not above them.
    """
    return f"result:{photo}" if answered else f"photo:{photo}"


def tell_received(taken: TakePhoto, texts: Texts) -> Reply:
    """That a photo came; its result takes this bubble's place."""
    slot = slot_of(taken.upload, answered=taken.answers is not None)
    return Reply(texts("photo.received"), slot=slot, photo=taken.upload)


def tell_result(page: ResultPage, texts: Texts) -> Reply:
    """The bubble of a result, gravest part first; reasons stand in for names when it was not assessed."""
    limits = texts("result.limits") if page.likely else ""
    parts = (f"**{page.headline}**", *page.reasons, page.do_now, page.sureness, page.answers_say)
    return Reply(
        _lines(*parts, _named(page, texts), limits),
        _result_choices(page, texts),
        slot=slot_of(page.photo),
        photo=page.photo,
        level=page.level,
        drawing=Drawing.OUTLINE if page.outline else None,
        caption=texts("result.outline-note") if page.outline else "",
    )


def tell_why(page: ResultPage, texts: Texts) -> tuple[Reply, ...]:
    """What the photo shows, what is beyond a photo, and how sure; then what the outline measures."""
    parts = (page.photo_says, page.sureness, page.answers_say, page.cannot_see, *page.reasons)
    why = _with_heat(Reply(_lines(*parts), photo=page.photo), page, texts)
    if not page.shape_says:
        return (why,)
    measured = (texts("shape.lead"), *(f"- {one}" for one in page.shape_says), texts("shape.limit"))
    return why, Reply("\n".join(measured), photo=page.photo)


def tell_treatments(page: ResultPage, texts: Texts) -> tuple[Reply, ...]:
    """One bubble a condition, or the reason why none is named."""
    if not page.treatments:
        return (Reply(texts("result.no-treatment")),)
    return tuple(_tell_treatment(treatment, texts) for treatment in page.treatments)


def tell_doctor(page: ResultPage, texts: Texts) -> Reply:
    """What to have ready at the visit."""
    return Reply("\n".join((texts("result.tell"), *(f"- {line}" for line in page.tell_doctor))))


def tell_next(page: ResultPage, texts: Texts) -> Reply:
    """Who should look at the spot, and by when."""
    return Reply(_lines(f"**{page.headline}**", page.do_now, texts("result.who") if page.level else ""))


def tell_danger(page: ResultPage, texts: Texts) -> Reply:
    """Whether it is dangerous, as far as a photo can say: what it is like, how sure, and what to do."""
    if page.level is None:
        return Reply(_lines(texts("result.danger-unknown"), *page.reasons))
    return Reply(_lines(texts("result.danger"), _named(page, texts), page.sureness, page.answers_say, page.headline))


def tell_name(page: ResultPage, texts: Texts) -> Reply:
    """What the photo is most like, which is not what it is."""
    if not page.likely:
        return Reply(_lines(texts("result.name-unknown"), *page.reasons, page.do_now))
    return Reply(_lines(_named(page, texts), page.not_this))


def tell_history(pages: tuple[ResultPage, ...], texts: Texts) -> Reply:
    """The last results, newest first, each a button that shows it again."""
    if not pages:
        return Reply(texts("history.none"), (Choice("menu:photo", texts("menu.photo")),))
    lines = [texts("history.line", date=texts.day(page.created_at.date()), words=page.words) for page in pages]
    choices = tuple(Choice(f"show:{page.photo}", line) for page, line in zip(pages, lines, strict=True))
    return Reply("\n".join((texts("history.head"), *lines)), choices)


def tell_answer(answer: Answer, known: Known) -> Reply:
    """An answer of the chatbot with neighbouring topics as buttons; its sources are named, their addresses on demand.

    The answer of a topic can be voted on: its slot is where the thanks take the thumbs' place.
    """
    reply = Reply(
        fill(answer.text, known.numbers),
        tuple(Choice(f"topic:{one.topic}", one.label) for one in answer.suggestions),
        tuple(Citation(source.title, source.year, source.url) for source in answer.sources),
    )
    if answer.kind is not Kind.ANSWER or not answer.topic:
        return reply
    place, texts = f"{answer.topic}:{known.fresh}", known.texts
    sources = (Choice(f"sources:{place}", texts("sources")),) if answer.sources else ()
    thumbs = (Choice(f"vote:up:{place}", texts("vote.up")), Choice(f"vote:down:{place}", texts("vote.down")))
    return replace(
        reply, choices=(*reply.choices, *sources, *thumbs), slot=answer_slot(place), links=not answer.sources
    )


def answer_slot(place: str) -> str:
    """The slot of an answer, from its topic and an id of its own; its buttons end in the same."""
    return f"{ANSWER}{place}"


def is_answer(slot: str | None) -> bool:
    """Whether a slot is that of an answer, which says nothing about anybody's skin."""
    return bool(slot and slot.startswith(ANSWER))


def fill(text: str, numbers: Mapping[str, str]) -> str:
    """Put the country's helplines where a text says {emergency} or {crisis}."""
    for name, number in numbers.items():
        text = text.replace(f"{{{name}}}", number)
    return text


def _named(page: ResultPage, texts: Texts) -> str:
    """What the photo is most like, in plain words, and the name that comes next; the page tells the rest."""
    if not page.likely:
        return ""
    first, could = page.likely[0], texts("result.could")
    other = next((like.name for like in page.likely[1:] if like.words == could), "")
    most = texts("result.named", words=first.words, name=first.name, plain=first.plain)
    return f"{most} {texts('result.beside', words=could, name=other)}" if other else most


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _with_heat(reply: Reply, page: ResultPage, texts: Texts) -> Reply:
    if not page.heat or not page.likely:
        return reply
    caption = texts("result.heat-note", name=page.likely[0].name)
    return replace(reply, drawing=Drawing.HEAT, caption=caption)


def _tell_treatment(treatment: Treatment, texts: Texts) -> Reply:
    care = " ".join(texts("result.care", extent=extent, text=text) for extent, text in treatment.care)
    text = texts("result.treatment", name=treatment.name, care=care)
    return Reply(f"{text} {texts('result.treatment-end')}", citations=treatment.citations)


def _result_choices(page: ResultPage, texts: Texts) -> tuple[Choice, ...]:
    if page.level is None:
        return (Choice("menu:photo", texts("result.how")), Choice("menu:again", texts("result.again")))
    return (
        Choice(f"why:{page.photo}", texts("result.why")),
        Choice(f"treat:{page.photo}", texts("result.treat")),
        Choice(f"tell:{page.photo}", texts("result.doctor")),
    )
