"""Signs in as the people of a simulated district (`script/server`), with nothing but Python's own library."""

import http.cookiejar
import re
import urllib.parse
import urllib.request


def read_accounts(path):
    """Name -> password, from the file that `script/server` keeps."""
    with open(path, encoding="utf-8") as lines:
        return dict(line.split()[:2] for line in lines if line.strip())


def sign_in(base, name, password):
    """Returns the value of the session's cookie."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(base + "/sign-in").read().decode()
    token = re.search(r'name="form-token" value="([^"]+)"', page).group(1)
    form = {"form-token": token, "name": name, "password": password, "next": "/"}
    opener.open(base + "/sign-in", urllib.parse.urlencode(form).encode()).read()
    for cookie in jar:
        if cookie.name.endswith("lantian_session"):
            return cookie.value
    raise SystemExit(f"{name} could not sign in at {base}")
