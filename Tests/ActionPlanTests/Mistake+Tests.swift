/// Mistakes in tests of a plan, with what the writer is told, word for word.
extension Mistake {
  static let inTests: [Mistake] = [
    Mistake(
      "a test that does not say when it begins", "tests.yml",
      "- at: \"2021-12-30 09:00\"\n  ",
      "",
      [
        "tests.yml:4:5: error: test \"check-count\" does not say when it begins; make {at: \"2021-07-01 09:00\"} its first step"
      ]),
    Mistake(
      "a test that goes back in time", "tests.yml",
      "2021-12-31 09:00",
      "2021-12-30 09:10",
      [
        "tests.yml:15:9: error: \"at\" of test \"check-count\" goes back in time; put steps in the order of their times"
      ]),
    Mistake(
      "a time without its hour", "tests.yml",
      "2021-12-30 09:00",
      "2021-12-30",
      [
        "tests.yml:4:9: error: \"at\" of test \"check-count\" is \"2021-12-30\", which is no time; write day and local time in quotes, such as \"2021-12-30 09:00\""
      ]),
    Mistake(
      "an unknown step", "tests.yml",
      "- change:",
      "- chagne:",
      [
        "tests.yml:9:5: error: a step of test \"check-count\" cannot be \"chagne\"; did you mean \"change\"?"
      ]),
    Mistake(
      "a step that is a word", "tests.yml",
      "- accept: {clause: 7.1.a, unit: EEB}",
      "- accept",
      [
        "tests.yml:13:5: error: a step of test \"check-count\" is \"accept\"; begin it with one of at, rows, change, remove, samples, report, accept, return, expect, such as {at: \"2021-07-01 09:00\"}"
      ]),
    Mistake(
      "a step with a second word", "tests.yml",
      "- accept: {clause: 7.1.a, unit: EEB}",
      "- accept: {clause: 7.1.a, unit: EEB}\n    report: {}",
      [
        "tests.yml:14:5: error: a step of test \"check-count\" has a second key \"report\"; make it a step of its own"
      ]),
    Mistake(
      "a step with a key outside", "tests.yml",
      "result: pass}]}",
      "result: pass}]}\n    copies: 13",
      [
        "tests.yml:9:5: error: a step of test \"check-count\" has a second key \"copies\"; put it inside the braces of rows"
      ]),
    Mistake(
      "no copies", "tests.yml",
      "times: 2",
      "times: 0",
      [
        "tests.yml:7:14: error: \"times\" of \"rows\" of test \"check-count\" is \"0\"; write a whole number from 1 to 100000"
      ]),
    Mistake(
      "rows of an unknown register", "tests.yml",
      "rows: {checks:",
      "rows: {chekcs:",
      [
        "tests.yml:8:12: error: \"rows\" of test \"check-count\": there is no register \"chekcs\"; did you mean \"checks\"?"
      ]),
    Mistake(
      "rows of no register", "tests.yml",
      "{checks: [{shop: \"1\", number: 1, checked-on: 2021-03-01, result: pass}]}",
      "{times: 2}",
      [
        "tests.yml:8:11: error: \"rows\" of test \"check-count\" names no register; write {register: [{field: value}]}"
      ]),
    Mistake(
      "no rows", "tests.yml",
      "[{shop: \"1\", number: 1, checked-on: 2021-03-01, result: pass}]",
      "[]",
      [
        "tests.yml:8:20: error: \"checks\" in \"rows\" of test \"check-count\" has no rows; add at least one"
      ]),
    Mistake(
      "a row of an unknown field", "tests.yml",
      "number: 1,",
      "numbre: 1,",
      [
        "tests.yml:8:33: error: \"checks\" in \"rows\" of test \"check-count\": register \"checks\" has no field \"numbre\"; did you mean \"number\"?"
      ]),
    Mistake(
      "a row that is a text", "tests.yml",
      "{shop: \"1\", number: 1, checked-on: 2021-03-01, result: pass}",
      "pass",
      [
        "tests.yml:8:21: error: \"checks\" in \"rows\" of test \"check-count\" is \"pass\" where a mapping of fields is needed; write {field: value}"
      ]),
    Mistake(
      "a value that is a mapping", "tests.yml",
      "number: 1,",
      "number: {a: 1},",
      [
        "tests.yml:8:41: error: \"number\" of \"checks\" in \"rows\" of test \"check-count\" is a mapping where one value is needed; write it as a text"
      ]),
    Mistake(
      "a fraction for a whole number", "tests.yml",
      "number: 1,",
      "number: 1.5,",
      [
        "tests.yml:8:41: error: \"number\" of \"checks\" in \"rows\" of test \"check-count\" is \"1.5\", but the field is of kind integer; write a whole number"
      ]),
    Mistake(
      "a row dated by no day", "tests.yml",
      "checked-on: 2021-03-01",
      "checked-on: March",
      [
        "tests.yml:8:56: error: \"checked-on\" of \"checks\" in \"rows\" of test \"check-count\" is \"March\", but the field is of kind date; write a day, such as 2021-07-01"
      ]),
    Mistake(
      "a row with an unknown choice", "tests.yml",
      "result: pass",
      "result: passed",
      [
        "tests.yml:8:76: error: \"result\" of \"checks\" in \"rows\" of test \"check-count\" is \"passed\", but the field is of kind choice; did you mean \"pass\"?"
      ]),
    Mistake(
      "a row in an unknown place", "tests.yml",
      "town: \"330604001\"",
      "town: \"330604011\"",
      [
        "tests.yml:6:49: error: \"town\" of \"shops\" in \"rows\" of test \"check-count\" is \"330604011\", but the field is of kind place; did you mean \"330604001\"?"
      ]),
    Mistake(
      "a change of an unknown field", "tests.yml",
      "set: {result: fail}",
      "set: {reslut: fail}",
      [
        "tests.yml:9:59: error: \"set\" of \"change\" of test \"check-count\": register \"checks\" has no field \"reslut\"; did you mean \"result\"?"
      ]),
    Mistake(
      "a change of nothing", "tests.yml",
      ", set: {result: fail}",
      "",
      [
        "tests.yml:9:13: error: \"change\" of test \"check-count\" has no \"set\"; add set: {field: value}"
      ]),
    Mistake(
      "a removal of every row", "tests.yml",
      "remove: {register: checks, where: \"result = 'fail'\"}",
      "remove: {register: checks}",
      [
        "tests.yml:10:13: error: \"remove\" of test \"check-count\" has no \"where\"; say which rows are removed"
      ]),
    Mistake(
      "samples further apart than they last", "tests.yml",
      "every: 1 min",
      "every: 30 min",
      [
        "tests.yml:11:68: error: \"samples\" of test \"check-count\" reports less often than it lasts; write every no longer than for"
      ]),
    Mistake(
      "samples in another unit", "tests.yml",
      "value: 900",
      "value: 900 V",
      [
        "tests.yml:11:50: error: \"value\" of \"samples\" of test \"check-count\" is in V; write it in kW"
      ]),
    Mistake(
      "a return to who does not lead", "tests.yml",
      "return: {clause: 7.1.a, unit: north",
      "return: {clause: 4.4.a, unit: north",
      [
        "tests.yml:14:35: error: unit \"north\" does not lead clause \"4.4.a\", so it has no task of it; write EEB"
      ]),
    Mistake(
      "a return without its ground", "tests.yml",
      ", why: \"No list\"",
      "",
      [
        "tests.yml:14:13: error: \"return\" of test \"check-count\" has no \"why\"; add why: and a text"
      ]),
    Mistake(
      "an expectation unlike any other", "tests.yml",
      "{indicator: check-count, value: 0, lamp: red}",
      "{value: 0}",
      [
        "tests.yml:16:13: error: \"expect\" of test \"check-count\" names nothing a test can look at; write one of indicator, findings, cases, task, credit, veto, check, refused"
      ]),
    Mistake(
      "a misspelt expectation", "tests.yml",
      "expect: {findings: off",
      "expect: {findigns: off",
      [
        "tests.yml:17:14: error: \"expect\" of test \"check-count\" names nothing a test can look at; did you mean \"findings\"?"
      ]),
    Mistake(
      "an expectation of nothing", "tests.yml",
      ", value: 0, lamp: red",
      "",
      [
        "tests.yml:16:13: error: \"expect\" of test \"check-count\" says neither value nor lamp; add value: 13, lamp: yellow or both"
      ]),
    Mistake(
      "an unknown colour", "tests.yml",
      "lamp: red",
      "lamp: orange",
      [
        "tests.yml:16:54: error: \"lamp\" of \"expect\" of test \"check-count\" cannot be \"orange\"; write one of green, yellow, red, grey"
      ]),
    Mistake(
      "a lamp for what has no target", "tests.yml",
      "indicator: check-count, value: 0, lamp: red",
      "indicator: asked, lamp: red",
      [
        "tests.yml:16:32: error: \"expect\" of test \"check-count\" cannot be red: indicator \"asked\" has no number to reach; write lamp: grey, or give the indicator a target"
      ]),
    Mistake(
      "findings of an unknown rule", "tests.yml",
      "findings: off",
      "findings: on",
      [
        "tests.yml:17:24: error: \"findings\" of \"expect\" of test \"check-count\": there is no rule \"on\"; declare it in rules.yml first"
      ]),
    Mistake(
      "fewer cases than none", "tests.yml",
      "cases: off, count: 0",
      "cases: off, count: -1",
      [
        "tests.yml:18:33: error: \"count\" of \"expect\" of test \"check-count\" is \"-1\"; write a whole number from 0 to 1000000"
      ]),
    Mistake(
      "an unknown state of a task", "tests.yml",
      "state: accepted",
      "state: acepted",
      [
        "tests.yml:19:45: error: \"state\" of \"expect\" of test \"check-count\" cannot be \"acepted\"; did you mean \"accepted\"?"
      ]),
    Mistake(
      "points that are no number", "tests.yml",
      "points: 100",
      "points: many",
      [
        "tests.yml:20:54: error: \"points\" of \"expect\" of test \"check-count\" is \"many\" where a number is needed; write plain decimal digits, such as 1.20"
      ]),
    Mistake(
      "a veto that may be", "tests.yml",
      "barred: false",
      "barred: perhaps",
      [
        "tests.yml:21:55: error: \"barred\" of \"expect\" of test \"check-count\" is \"perhaps\"; write true or false"
      ]),
    Mistake(
      "a refusal of an unknown field", "tests.yml",
      "field: result}",
      "field: reslut}",
      [
        "tests.yml:22:62: error: \"field\" of \"expect\" of test \"check-count\": register \"checks\" has no field \"reslut\"; did you mean \"result\"?"
      ]),
    Mistake(
      "a test that puts in too much", "tests.yml",
      "      times: 2",
      "      times: 100000\n  - rows: {shops: [{name: \"A #\", code: \"#\"}, {name: \"B #\", code: \"#\"}], times: 60000}",
      [
        "tests.yml:8:5: error: test \"check-count\" puts in more than 200000 rows and samples; test with fewer, or in two tests"
      ]),
  ]
}
