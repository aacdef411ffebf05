"""The panel: figures, lists in pages, and photos that are hidden until somebody asks with a reason."""

import pytest
from sqlalchemy import select

from db import models
from tests.web.made import BLURRED, NO_SIGNS, PASSWORD, URGENT
from tests.web.running import Running


async def audit(lentigo: Running) -> list[tuple[str, str, dict[str, str]]]:
    async with lentigo.store.work() as work:
        rows = await work.connection.execute(select(models.Audit.action, models.Audit.subject, models.Audit.details))
        return [tuple(row) for row in rows]  # type: ignore[misc]


async def test_the_way_in(lentigo: Running) -> None:
    browser = await lentigo.staff("viewer")
    assert (browser.status, browser.path) == (200, "/admin")
    assert "Logged in as viewer (viewer)" in browser.page
    await browser.post("/admin/logout")
    await browser.get("/admin")
    assert browser.path == "/admin/login"


async def test_a_wrong_password_is_refused(lentigo: Running) -> None:
    await lentigo.panel.create_admin("root", PASSWORD)
    browser = lentigo.browser()
    for name, password in (("root", "not the password"), ("nobody", PASSWORD)):
        await browser.post("/admin/login", {"name": name, "password": password})
        assert browser.status == 422
        assert "do not fit together" in browser.page


async def test_an_admins_session_is_renewed_at_log_in(lentigo: Running) -> None:
    browser = await lentigo.staff("admin")
    first = browser.tokens["lentigo-panel"]
    await browser.post("/admin/login", {"name": "admin", "password": PASSWORD})
    assert await lentigo.panel.admin(first) is None


async def test_the_dashboard_counts(lentigo: Running) -> None:
    ada = await lentigo.person()
    for sees in (URGENT, NO_SIGNS, BLURRED):
        await lentigo.photo(ada, sees)
    await lentigo.photo(ada)
    page = await (await lentigo.staff("viewer")).get("/admin")
    figures = [part.split("<")[0] for part in page.split("<b>")[1:]]
    assert figures == ["4", "2", "1", "1", "36 ms", "1"]
    assert 'class="tag days"' in page


async def test_an_empty_installation_has_a_dashboard_too(lentigo: Running) -> None:
    browser = await lentigo.staff("viewer")
    assert browser.status == 200
    await browser.get("/admin/people")
    assert "Nobody has come yet" in browser.page
    await browser.get("/admin/screenings")
    assert "No screening fits" in browser.page


async def test_people_are_listed_without_their_address(lentigo: Running) -> None:
    ada = await lentigo.person("ada@example.org")
    await lentigo.photo(ada, URGENT)
    line = (await lentigo.panel.people(None))[0]
    browser = await lentigo.staff("viewer")
    for path in ("/admin/people", f"/admin/people/{line.id}"):
        await browser.get(path)
        assert browser.status == 200
        assert "ada" not in browser.page.lower().replace("data", "")
        assert f"P-{line.id[:4].upper()}-{line.id[4:8].upper()}" in browser.page


async def test_screenings_by_the_filters_of_the_address(lentigo: Running) -> None:
    ada = await lentigo.person()
    photos = {name: await lentigo.photo(ada, sees) for name, sees in (("urgent", URGENT), ("blurred", BLURRED))}
    browser = await lentigo.staff("viewer")
    listed = {}
    for query in ("", "?level=urgent", "?outcome=retake", "?level=&outcome=", "?level=nonsense", "?level=see_doctor"):
        page = await browser.get(f"/admin/screenings{query}")
        listed[query] = [name for name, photo in photos.items() if f"/admin/screenings/{photo}" in page]
    both = ["urgent", "blurred"]
    assert listed == {
        "": both,
        "?level=urgent": ["urgent"],
        "?outcome=retake": ["blurred"],
        "?level=&outcome=": both,
        "?level=nonsense": both,
        "?level=see_doctor": [],
    }
    await browser.get("/admin/screenings?level=urgent")
    assert '<option value="urgent" selected>' in browser.page


async def test_newer_and_older_lead_through_all_pages_and_back(
    lentigo: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("bot.assistant.panel", "web.views.panel.screenings"):
        monkeypatch.setattr(f"{module}.PAGE", 2)
    ada = await lentigo.person()
    photos = [await lentigo.photo(ada, URGENT) for _ in range(5)][::-1]
    browser = await lentigo.staff("viewer")
    pages = []
    path: str | None = "/admin/screenings?level=urgent"
    while path:
        page = await browser.get(path)
        pages.append([photo for photo in photos if f"/admin/screenings/{photo}" in page])
        path = link(page, "Older")
    assert pages == [photos[:2], photos[2:4], photos[4:]]
    back = []
    while newer := link(browser.page, "Newer"):
        page = await browser.get(newer)
        back.append([photo for photo in photos if f"/admin/screenings/{photo}" in page])
    assert back == [photos[2:4], photos[:2]]
    assert "level=urgent" in newer if newer else True


def link(page: str, label: str) -> str | None:
    """Where a button of the pager leads."""
    before = page.split(f">{label}</a>")
    return before[0].rpartition('href="')[2].rstrip('"').replace("&amp;", "&") if len(before) == 2 else None


async def test_a_photo_is_hidden_and_nothing_is_logged_until_somebody_asks(lentigo: Running) -> None:
    photo = await lentigo.photo(await lentigo.person(), URGENT)
    browser = await lentigo.staff("clinician")
    await browser.get(f"/admin/screenings/{photo}")
    assert "The photo is hidden" in browser.page
    assert "/picture" not in browser.page
    assert [action for action, _, _ in await audit(lentigo) if action == "photo shown"] == []


async def test_a_photo_is_shown_for_a_reason_and_the_look_is_logged(lentigo: Running) -> None:
    photo = await lentigo.photo(await lentigo.person(), URGENT)
    browser = await lentigo.staff("clinician")
    await browser.get(f"/admin/screenings/{photo}?reason=review")
    address = f"/admin/screenings/{photo}/picture?reason=review"
    assert f'src="{address}"' in browser.page
    answer = await browser.client.get(address)
    assert (await answer.read()).startswith(b"\xff\xd8\xff")
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("photo shown", photo, {"reason": "review"}) in await audit(lentigo)


@pytest.mark.parametrize("reason", ["", "?reason=", "?reason=curious"])
async def test_without_a_reason_there_is_no_photo(lentigo: Running, reason: str) -> None:
    photo = await lentigo.photo(await lentigo.person(), URGENT)
    browser = await lentigo.staff("clinician")
    await browser.get(f"/admin/screenings/{photo}/picture{reason}")
    assert browser.status == 400
    assert [action for action, _, _ in await audit(lentigo) if action == "photo shown"] == []


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_who_may_not_see_photos_is_not_offered_any(lentigo: Running, role: str) -> None:
    photo = await lentigo.photo(await lentigo.person(), URGENT)
    browser = await lentigo.staff(role)
    await browser.get(f"/admin/screenings/{photo}?reason=review")
    assert "does not include photos" in browser.page
    assert "/picture" not in browser.page
    await browser.get(f"/admin/screenings/{photo}/picture?reason=review")
    assert browser.status == 403


async def test_a_photo_that_was_erased_cannot_be_asked_for(lentigo: Running) -> None:
    photo = await lentigo.photo(await lentigo.person(keep=False), URGENT)
    browser = await lentigo.staff("admin")
    await browser.get(f"/admin/screenings/{photo}?reason=review")
    assert "There is no photo" in browser.page
    await browser.get(f"/admin/screenings/{photo}/picture?reason=review")
    assert browser.status == 404


async def test_thumbs_are_listed_by_topic(lentigo: Running) -> None:
    browser = await lentigo.staff("viewer")
    assert "Nobody has voted yet" in await browser.get("/admin/answers")
    ada = await lentigo.person()
    await ada.say("what is melanoma")
    await ada.press("👍")
    page = await browser.get("/admin/answers")
    row = page.split('<th scope="row">what-is-melanoma</th>')[1].split("</tr>")[0]
    assert [cell.split("<")[0] for cell in row.split('class="num">')[1:]] == ["1", "0", "100 %"]


async def unanswered(lentigo: Running) -> None:
    """The same question twice, before and after its author agreed that it is kept."""
    ada = await lentigo.person("ada@example.org")
    await ada.say("where is Lovelace")
    await ada.post("/privacy", {"adult": "on", "analyse": "on", "keep": "on", "research": "on"})
    await ada.say("where is Lovelace")


async def test_questions_without_an_answer_are_listed_scrubbed_and_dismissed_by_an_admin(lentigo: Running) -> None:
    await unanswered(lentigo)
    viewer, admin = await lentigo.staff("viewer"), await lentigo.staff("admin")
    page = await viewer.get("/admin/unanswered")
    assert "2 questions found no answer" in page
    assert "Lovelace" not in page
    assert "where is …" in page
    assert "Dismiss" not in page
    question = (await admin.get("/admin/unanswered")).split('name="question" value="')[1].split('"')[0]
    await admin.post("/admin/unanswered", {"question": question})
    assert (admin.path, "where is …" in admin.page) == ("/admin/unanswered", False)
    assert ("question dismissed", question, {}) in await audit(lentigo)


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("clinician", 403), ("auditor", 403), ("admin", 200)])
async def test_only_an_admin_dismisses(lentigo: Running, role: str, status: int) -> None:
    browser = await lentigo.staff(role)
    await browser.post("/admin/unanswered", {"question": "0" * 64})
    assert browser.status == status


async def test_nonsense_is_not_dismissed(lentigo: Running) -> None:
    browser = await lentigo.staff("admin")
    await browser.post("/admin/unanswered", {"question": "all"})
    assert browser.status == 400
    assert [action for action, _, _ in await audit(lentigo) if action == "question dismissed"] == []
