/// Mistakes in checks, with what the writer is told, word for word.
extension Mistake {
  static let inChecks: [Mistake] = [
    Mistake(
      "a check without a kind", "checks.yml",
      "  kind: gate\n",
      "",
      [
        "checks.yml:1:3: error: check \"gate\" has no \"kind\"; add one of gate, retest, admission, draw, label"
      ]),
    Mistake(
      "a check of no kind", "checks.yml",
      "kind: gate",
      "kind: gates",
      [
        "checks.yml:2:9: error: the kind of check \"gate\" cannot be \"gates\"; did you mean \"gate\"?"
      ]),
    Mistake(
      "a check without a clause", "checks.yml",
      "  kind: draw\n  clause: 7.1.a\n",
      "  kind: draw\n",
      [
        "checks.yml:30:3: error: check \"lot\" has no \"clause\"; name the clause it carries out"
      ]),
    Mistake(
      "a check that names its clause twice", "checks.yml",
      "clauses: [4.4.a]",
      "clauses: [7.1.a]",
      [
        "checks.yml:4:13: error: \"clauses\" of check \"gate\" names \"7.1.a\" a second time; keep one"
      ]),
    Mistake(
      "a check with a key of another kind", "checks.yml",
      "unknown: refuse",
      "unkown: refuse",
      [
        "checks.yml:10:3: error: check \"gate\" has no key \"unkown\"; did you mean \"unknown\"?"
      ]),
    Mistake(
      "a gate that looks nowhere", "checks.yml",
      "look:\n    - register: diggers\n      by: number\n      refuse: [{where: \"grade = 'poor'\", why: {zh: \"等级差\", en: \"Poor grade\"}}]",
      "look: []",
      [
        "checks.yml:6:9: error: check \"gate\" looks nowhere; name at least one register"
      ]),
    Mistake(
      "a gate that looks into no register", "checks.yml",
      "- register: diggers\n      by",
      "- register: digger\n      by",
      [
        "checks.yml:7:17: error: \"register\" of a look-up of check \"gate\": there is no register \"digger\"; did you mean \"diggers\"?"
      ]),
    Mistake(
      "a gate that looks up a number", "checks.yml",
      "by: number",
      "by: power",
      [
        "checks.yml:8:11: error: \"by\" of a look-up of check \"gate\": field \"power\" of register \"diggers\" is of kind decimal, not text or plate; write number"
      ]),
    Mistake(
      "a gate that looks up an unknown field", "checks.yml",
      "by: number",
      "by: numbr",
      [
        "checks.yml:8:11: error: \"by\" of a look-up of check \"gate\": register \"diggers\" has no field \"numbr\"; did you mean \"number\"?"
      ]),
    Mistake(
      "a refusal of an unknown choice", "checks.yml",
      "grade = 'poor'",
      "grade = 'pour'",
      [
        "checks.yml:9:33: error: \"where\" of a refusal of a look-up of check \"gate\" compares \"grade\" with 'pour', which is none of its choices; did you mean 'poor'?"
      ]),
    Mistake(
      "a refusal without a ground", "checks.yml",
      ", why: {zh: \"等级差\", en: \"Poor grade\"}",
      "",
      [
        "checks.yml:9:16: error: a refusal of a look-up of check \"gate\" has no \"why\"; add why: {zh: …, en: …}; people see it in both languages"
      ]),
    Mistake(
      "a gate with another word for the unknown", "checks.yml",
      "unknown: refuse",
      "unknown: admitt",
      [
        "checks.yml:10:12: error: \"unknown\" of check \"gate\" cannot be \"admitt\"; did you mean \"admit\"?"
      ]),
    Mistake(
      "a log without its instant", "checks.yml",
      "at: moment",
      "at: ground",
      [
        "checks.yml:11:47: error: \"at\" of the log of check \"gate\": field \"ground\" of register \"entries\" is of kind text, not instant; write moment"
      ]),
    Mistake(
      "a log whose answer lacks a choice", "registers/gate.yml",
      "choice: refused",
      "choice: denied",
      [
        "checks.yml:11:63: error: \"answer\" of the log of check \"gate\": field \"outcome\" lacks a choice the check writes; give it the choices admitted and refused"
      ]),
    Mistake(
      "a log that needs more than a gate knows", "registers/gate.yml",
      "{field: ground, kind: text,",
      "{field: ground, kind: text, required: true,",
      [
        "checks.yml:11:9: error: the log of check \"gate\" cannot fill the field \"ground\" that register \"entries\" requires; let the field be empty, or take another register"
      ]),
    Mistake(
      "tests that do not say what failed", "checks.yml",
      ", failed: \"result = 'fail'\"",
      "",
      [
        "checks.yml:16:10: error: the tests of check \"retest\" has no \"failed\"; say which tests were failed"
      ]),
    Mistake(
      "tests by a field that is no plate", "checks.yml",
      "plate: van, on: checked-on",
      "plate: town, on: checked-on",
      [
        "checks.yml:16:36: error: \"plate\" of the tests of check \"retest\": field \"town\" of register \"checks\" is of kind place, not text or plate; write van"
      ]),
    Mistake(
      "repairs that are not dated", "checks.yml",
      "on: repaired-on",
      "on: van",
      [
        "checks.yml:17:47: error: \"on\" of the repairs of check \"retest\": field \"van\" of register \"visits\" is of kind plate, not date or instant; write repaired-on"
      ]),
    Mistake(
      "a question that bars nobody", "checks.yml",
      "entry: forbidden",
      "entry: allowed",
      [
        "checks.yml:22:70: error: \"entry\" of a question of check \"entry\" cannot be \"allowed\"; write one of restricted, forbidden"
      ]),
    Mistake(
      "offsets of a pollutant that is no choice", "checks.yml",
      "pollutant: gas",
      "pollutant: tonnes",
      [
        "checks.yml:25:16: error: \"pollutant\" of the offsets of check \"entry\": field \"tonnes\" of register \"cuts\" is of kind decimal, not choice; write gas"
      ]),
    Mistake(
      "offsets spent in rows of another register", "registers/gate.yml",
      "kind: row, of: cuts",
      "kind: row, of: diggers",
      [
        "checks.yml:28:41: error: \"reduction\" of \"spent\" of the offsets of check \"entry\": field \"cut\" names rows of another register; let it name rows of \"cuts\""
      ]),
    Mistake(
      "offsets without the register they are spent in", "checks.yml",
      "    spent: {register: draws, reduction: cut, project: project, tonnes: tonnes}\n",
      "",
      [
        "checks.yml:24:5: error: the offsets of check \"entry\" has no \"spent\"; add spent: {register: …, reduction: …, project: …, tonnes: …}"
      ]),
    Mistake(
      "a ratio of an unknown pollutant", "checks.yml",
      "pollutant: nox",
      "pollutant: no",
      [
        "checks.yml:29:26: error: \"pollutant\" of a ratio of the offsets of check \"entry\": field \"gas\" has no choice \"no\"; did you mean \"nox\"?"
      ]),
    Mistake(
      "a ratio of nothing", "checks.yml",
      "ratio: 1.5",
      "ratio: 0",
      [
        "checks.yml:29:38: error: \"ratio\" of a ratio of the offsets of check \"entry\" is 0; write tonnes of reduction for each tonne emitted: above 0, at most 100, three decimals"
      ]),
    Mistake(
      "a ratio in an unknown zone", "checks.yml",
      "zones: [no-burn]",
      "zones: [no-burns]",
      [
        "checks.yml:29:51: error: \"zones\" of a ratio of the offsets of check \"entry\": there is no zone \"no-burns\"; did you mean \"no-burn\"?"
      ]),
    Mistake(
      "a ratio for no trade", "checks.yml",
      "trades: [cement]",
      "trades: []",
      [
        "checks.yml:29:69: error: \"trades\" of a ratio of the offsets of check \"entry\" names none; name at least one, or leave the key out"
      ]),
    Mistake(
      "a draw without inspectors", "checks.yml",
      "  inspectors: {register: visits}\n",
      "",
      [
        "checks.yml:30:3: error: check \"lot\" has no \"inspectors\"; add inspectors: {register: …, where: …}"
      ]),
    Mistake(
      "a pool by an unknown field", "checks.yml",
      "town is not empty",
      "twon is not empty",
      [
        "checks.yml:34:38: error: \"where\" of the subjects of check \"lot\" names \"twon\", which is no field of register \"shops\"; did you mean \"town\"?"
      ]),
    Mistake(
      "a label whose class has no colour", "checks.yml",
      ", colours: {green: green, poor: yellow}",
      "",
      [
        "checks.yml:42:13: error: the classes of check \"sticker\": no colour is called \"poor\"; add colours: {poor: green, …}"
      ]),
    Mistake(
      "a label in no colour", "checks.yml",
      "poor: yellow",
      "poor: purple",
      [
        "checks.yml:42:57: error: a colour of the classes of check \"sticker\" cannot be \"purple\"; write one of green, blue, yellow, red, white"
      ]),
    Mistake(
      "a colour for no choice", "checks.yml",
      "{green: green, poor: yellow}",
      "{gren: green, green: green, poor: yellow}",
      [
        "checks.yml:42:37: error: \"colours\" of the classes of check \"sticker\": field \"grade\" has no choice \"gren\"; did you mean \"green\"?"
      ]),
    Mistake(
      "a label that shows an unknown field", "checks.yml",
      "shows: [power]",
      "shows: [pover]",
      [
        "checks.yml:43:11: error: \"shows\" of check \"sticker\": register \"diggers\" has no field \"pover\"; did you mean \"power\"?"
      ]),
    Mistake(
      "a test that asks no check", "tests/gate.yml",
      "check: gate",
      "check: gates",
      [
        "tests/gate.yml:5:21: error: \"check\" of \"expect\" of test \"gate\": there is no check \"gates\"; did you mean \"gate\"?"
      ]),
    Mistake(
      "a test that expects what a check never answers", "tests/gate.yml",
      "answer: refused",
      "answer: forbidden",
      [
        "tests/gate.yml:5:57: error: \"answer\" of \"expect\" of test \"gate\" cannot be \"forbidden\"; write one of admitted, refused"
      ]),
    Mistake(
      "a test that asks with nothing", "tests/gate.yml",
      ", input: {subject: A1}",
      "",
      [
        "tests/gate.yml:5:13: error: \"expect\" of test \"gate\" has no \"input\"; add input: {key: value}"
      ]),
  ]
}
