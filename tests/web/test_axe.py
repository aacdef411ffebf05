"""Every page through axe-core, in both schemes: no violation of any rule."""

from typing import Any

import pytest
from playwright.async_api import Browser

from tests.legs import AXE
from tests.web.running import Running
from tests.web.viewing import STRANGERS, everything, viewing

pytestmark = [pytest.mark.chromium, pytest.mark.axe]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_clean(lentigo: Running, chromium: Browser, scheme: str) -> None:
    tokens, pages = await everything(lentigo)
    found: dict[str, Any] = {}
    for some, paths in ((tokens, pages), ({}, STRANGERS)):
        # The content policy is right to refuse a script put in from outside; here it is the test's own.
        async with viewing(lentigo, chromium, tokens=some, color_scheme=scheme, bypass_csp=True) as page:
            for path in paths:
                await page.goto(path)
                await page.add_script_tag(path=AXE)
                told = await page.evaluate("axe.run({ resultTypes: ['violations'] })")
                assert told["passes"], "axe looked at something"
                found[path] = [
                    f"{one['id']}: {node['html'][:90]} {node['failureSummary'][:200]}"
                    for one in told["violations"]
                    for node in one["nodes"]
                ]
    assert {path: faults for path, faults in found.items() if faults} == {}
