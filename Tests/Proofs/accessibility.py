"""Walks every kind of page as everybody in turn and lets axe-core judge each, at desk and phone width, in light and dark.

    accessibility.py BASE ACCOUNTS

Ends with 1 where a page has a fault that axe calls serious or critical.
"""

import re
import sys
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

from people import read_accounts, sign_in

LOOKS = [((1440, 900), "light"), ((390, 844), "dark")]
# Pages of one kind that are looked at; a list of a hundred registers is one kind.
OF_A_KIND = 2


def kind(path):
    """`/registers/cameras/rows/7/edit` and `/registers/bypass-valves/rows/12/edit` are pages of one kind."""
    parts = path.strip("/").split("/")
    return "/".join("*" if index % 2 and not re.fullmatch(r"[a-z-]{1,12}", part) or index == 1 else part
                    for index, part in enumerate(parts))


def walk(page, base, axe, look):
    """Yields (path, fault) of every page that links lead to."""
    waiting, met, seen = ["/"], {}, set()
    while waiting:
        path = waiting.pop(0)
        shape = kind(path.split("?")[0])
        if path in seen or met.get(shape, 0) >= OF_A_KIND:
            continue
        seen.add(path)
        try:
            answer = page.goto(base + path, wait_until="load")
        except Error as fault:
            if "Download is starting" in str(fault):
                continue  # a table, no page
            raise
        if answer is None or answer.status >= 400 or "html" not in answer.headers.get("content-type", ""):
            continue
        met[shape] = met.get(shape, 0) + 1
        for fault in axe.run(page).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                yield path, f'{fault["id"]}: {fault["help"]}: {fault["nodes"][0]["html"][:160]} (x{len(fault["nodes"])})'
        yield path, None
        for href in page.eval_on_selector_all("a[href]:not([download])", "links => links.map(a => a.href)"):
            url = urllib.parse.urlsplit(href)
            if href.startswith(base) and not re.search(r"/(export|template|sign-out|static)|\.(xlsx|csv|pdf|docx)$", url.path):
                waiting.append(url.path + (f"?{url.query}" if url.query else ""))


def main(base, accounts):
    askers = {"guest": None} | read_accounts(accounts)
    pages, faults = 0, {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for who, password in askers.items():
            for (width, height), theme in LOOKS:
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
                if password:
                    context.add_cookies([{"name": "lantian_session", "value": sign_in(base, who, password), "url": base}])
                for path, fault in walk(context.new_page(), base, Axe(), theme):
                    if fault is None:
                        pages += 1
                    else:
                        faults.setdefault(fault.split(":")[0], []).append((who, width, theme, path, fault))
                context.close()
            print(f"as {who}: {pages} pages so far", flush=True)
    for rule, found in sorted(faults.items()):
        print(f"== {rule}: {len(found)} pages")
        for who, width, theme, path, fault in found[:6]:
            print(f"   {path} as {who} at {width} px, {theme}: {fault}")
    if faults:
        raise SystemExit(1)
    print(f"{pages} pages, no serious fault")


if __name__ == "__main__":
    main(*sys.argv[1:3])
