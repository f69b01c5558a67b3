/// Mistakes in rules on rows, with what the writer is told, word for word.
extension Mistake {
  static let inRowRules: [Mistake] = [
    Mistake(
      "a rule on rows of an unknown register", "rules/rows.yml",
      "register: checks\n  where: \"result = 'fail'\"\n  open",
      "register: cheks\n  where: \"result = 'fail'\"\n  open",
      [
        "rules/rows.yml:4:13: error: \"register\" of rule \"check-failed\": there is no register \"cheks\"; did you mean \"checks\"?"
      ]),
    Mistake(
      "a rule on rows without its condition", "rules/rows.yml",
      "  where: \"result = 'fail'\"\n  open",
      "  open",
      [
        "rules/rows.yml:1:3: error: rule \"check-failed\" has no \"where\"; say which rows are meant, such as \"result = 'fail'\""
      ]),
    Mistake(
      "a condition on rows that waits for a day", "rules/rows.yml",
      "where: \"result = 'fail'\"\n  open",
      "where: \"due-on < today\"\n  open",
      [
        "rules/rows.yml:5:10: error: \"where\" of rule \"check-failed\" asks for today, but a rule on rows looks when a row is written; compare with a field or a day; what is overdue is for an indicator to show"
      ]),
    Mistake(
      "rows counted within no time", "rules/rows.yml",
      "  within: 6 months\n",
      "",
      [
        "rules/rows.yml:12:3: error: rule \"fails-again\" counts 2 rows within no time; add within: 6 months",
        "rules/rows.yml:13:3: error: rule \"fails-again\" counts by a field, but each of its rows opens a case of its own; add times: 2 and within: 6 months, or remove by",
      ]),
    Mistake(
      "rows counted by a field, but not within a time", "rules/rows.yml",
      "  times: 2\n  within: 6 months\n",
      "",
      [
        "rules/rows.yml:12:3: error: rule \"fails-again\" counts by a field, but each of its rows opens a case of its own; add times: 2 and within: 6 months, or remove by"
      ]),
    Mistake(
      "no times at all", "rules/rows.yml",
      "times: 2",
      "times: 0",
      [
        "rules/rows.yml:12:10: error: \"times\" of rule \"fails-again\" is \"0\"; write a whole number from 1 to 1000"
      ]),
    Mistake(
      "a span in words", "rules/rows.yml",
      "within: 6 months",
      "within: half a year",
      [
        "rules/rows.yml:13:11: error: \"within\" of rule \"fails-again\" is \"half a year\", which is no span of days or months; write whole days or months, such as \"30 days\" or \"6 months\", at most ten years"
      ]),
    Mistake(
      "rows counted by a number with decimals", "rules/rows.yml",
      "by: shop",
      "by: tonnes",
      [
        "rules/rows.yml:14:7: error: \"by\" of rule \"fails-again\": field \"tonnes\" of register \"checks\" is of kind decimal, not text or integer or choice or facility or point or place or unit or row or credit-code or plate; write one of shop, number, town, authority, van, result"
      ]),
    Mistake(
      "rows counted by no field", "rules/rows.yml",
      "by: shop",
      "by: shpo",
      [
        "rules/rows.yml:14:7: error: \"by\" of rule \"fails-again\": register \"checks\" has no field \"shpo\"; did you mean \"shop\"?"
      ]),
    Mistake(
      "rows dated by a choice", "rules/rows.yml",
      "dated: checked-on",
      "dated: result",
      [
        "rules/rows.yml:15:10: error: \"dated\" of rule \"fails-again\": field \"result\" of register \"checks\" is of kind choice, not date; write one of checked-on, due-on"
      ]),
    Mistake(
      "a rule on rows that opens nothing", "rules/rows.yml",
      "  open: {procedure: off, severity: minor}\n",
      "",
      [
        "rules/rows.yml:1:3: error: rule \"check-failed\" has no \"open\"; say what opens: open: {procedure: …, severity: …}"
      ]),
    Mistake(
      "a rule on rows with stages", "rules/rows.yml",
      "  open: {procedure: off, severity: minor}",
      "  stages: [{for: 1 d, tell: facility}]\n  open: {procedure: off, severity: minor}",
      [
        "rules/rows.yml:6:3: error: rule \"check-failed\" has no key \"stages\"; its keys are rule, label, clause, register, where, times, within, by, dated, open, facility"
      ]),
    Mistake(
      "a rule on rows that watches as well", "rules/rows.yml",
      "register: checks\n  where: \"result = 'fail'\"\n  open",
      "register: checks\n  watch: checks\n  where: \"result = 'fail'\"\n  open",
      [
        "rules/rows.yml:5:3: error: rule \"check-failed\" has no key \"watch\"; its keys are rule, label, clause, register, where, times, within, by, dated, open, facility"
      ]),
    Mistake(
      "a rule on undated rows counted within a time", "rules/rows.yml",
      "register: checks\n  where: \"result = 'fail'\"\n  times: 2\n  within: 6 months\n  by: shop\n  dated: checked-on",
      "register: shops\n  where: \"town is empty\"\n  times: 2\n  within: 6 months",
      [
        "rules/rows.yml:13:3: error: rule \"fails-again\" counts within a time, but its rows have no date; add dated: and a date field, here or in the register",
        "rules/rows.yml:14:21: error: procedure \"off\" assigns by the field \"authority\", which register \"shops\" does not have as a unit; add {field: authority, kind: unit} to the register, or open another procedure",
      ]),
  ]
}
