"""Lets schemathesis ask every address of the API description with what is right and what is wrong, as everybody in turn.

    api.py BASE ACCOUNTS KEY SEED EXAMPLES

No answer may be a 5xx, differ from the description, or be there for who may not ask. Ends with 1 where one is.
"""

import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

import yaml

from people import read_accounts, sign_in

ALWAYS = ("not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
          "response_schema_conformance,unsupported_method,use_after_free,ensure_resource_availability")

# A body that is too large is refused before anybody looks into it.
REFUSED = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 413, 415, 422, 428, 429]
"""


def open_to_strangers(base):
    """Addresses for somebody in particular that answer to a key, a session or nothing that is not theirs."""
    spec = yaml.safe_load(urllib.request.urlopen(base + "/api/openapi.yaml"))
    found = []
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            security = operation.get("security", spec.get("security"))
            if not security or {} in security:
                continue
            for header in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": "session=wrong"}):
                request = urllib.request.Request(base + re.sub(r"{[^}]*}", "1", path), method=method.upper(), headers=header)
                try:
                    status = urllib.request.urlopen(request).status
                except urllib.error.HTTPError as refusal:
                    status = refusal.code
                # Whoever tries many wrong keys is told to wait.
                if status not in (401, 403, 429):
                    found.append(f"{method.upper()} {path} with {header or 'nothing'}: {status}")
    return found


def main(base, accounts, key, seed, examples):
    askers = {"key for checks": f'[auth.openapi.key]\nbearer = "{key}"\n'}
    for name, password in read_accounts(accounts).items():
        askers[name] = f'[auth.openapi.session]\napi_key = "{sign_in(base, name, password)}"\n'
    askers["guest"] = ""
    failed = open_to_strangers(base)
    for who, auth in askers.items():
        print(f"== as {who}", flush=True)
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
            config.write(auth + REFUSED)
            config.flush()

            def run(checks, *more):
                return subprocess.run(
                    ["schemathesis", "--config-file", config.name, "run", base + "/api/openapi.yaml", "--url", base,
                     "--checks", checks, "--seed", seed, "--max-response-time", "5", "--no-color", "--warnings", "off",
                     *more]).returncode == 0

            # What a guest asks rightly is refused as well as what is asked wrongly.
            if not run(ALWAYS + (",negative_data_rejection" if auth else ""), "--max-examples", examples):
                failed.append(who)
    if failed:
        raise SystemExit(f"the API answered wrongly to: {', '.join(dict.fromkeys(failed))}")
    print("every answer was as described")


if __name__ == "__main__":
    main(*sys.argv[1:6])
