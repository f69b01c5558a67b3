"""Lets schemathesis ask every address of the API description with what is right and what is wrong, as everybody in turn.

    api.py BASE ACCOUNTS KEY SEED EXAMPLES

No answer may be a 5xx, differ from the description, or be there for who may not ask. Ends with 1 where one is.
"""

import subprocess
import sys
import tempfile

from people import read_accounts, sign_in

ALWAYS = ("not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
          "response_schema_conformance,unsupported_method,use_after_free,ensure_resource_availability")


def main(base, accounts, key, seed, examples):
    # The key first: whoever tries many wrong ones is told to wait.
    askers = {"key for checks": f'[auth.openapi.key]\nbearer = "{key}"\n'}
    for name, password in read_accounts(accounts).items():
        askers[name] = f'[auth.openapi.session]\napi_key = "{sign_in(base, name, password)}"\n'
    askers["guest"] = ""
    failed = []
    for who, auth in askers.items():
        print(f"== as {who}", flush=True)
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
            config.write(auth)
            config.flush()

            def run(checks, *more):
                return subprocess.run(
                    ["schemathesis", "--config-file", config.name, "run", base + "/api/openapi.yaml", "--url", base,
                     "--checks", checks, "--seed", seed, "--max-response-time", "5", "--no-color", "--warnings", "off",
                     *more]).returncode == 0

            if auth and not run("ignored_auth", "--phases", "fuzzing", "--max-examples", "2"):
                failed.append(who)
            # What a guest asks rightly is refused as well as what is asked wrongly.
            if not run(ALWAYS + (",negative_data_rejection" if auth else ""), "--max-examples", examples):
                failed.append(who)
    if failed:
        raise SystemExit(f"the API answered wrongly to: {', '.join(dict.fromkeys(failed))}")
    print("every answer was as described")


if __name__ == "__main__":
    main(*sys.argv[1:6])
