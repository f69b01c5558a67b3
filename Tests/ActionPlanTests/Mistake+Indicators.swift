/// Mistakes in indicators, with what the writer is told, word for word.
extension Mistake {
  static let inIndicators: [Mistake] = [
    Mistake(
      "a measure that is a word", "indicators.yml",
      "{count: checks, where: \"result = 'pass' and not (town is empty)\"}",
      "count",
      [
        "indicators.yml:4:12: error: the measure of indicator \"check-count\" is \"count\" where a mapping is needed; write {count: register}, {sum: field, of: register}, {mean: …}, {percentile: 90, field: …, of: …}, {share: register, where: …}, {ratio: {…}, to: {…}}, {growth-on-year: {…}}, {samples: …} or {query: …}"
      ]),
    Mistake(
      "a misspelt measure", "indicators.yml",
      "{count: checks,",
      "{cuont: checks,",
      [
        "indicators.yml:4:13: error: the measure of indicator \"check-count\" says not how it is made; did you mean \"count\"?"
      ]),
    Mistake(
      "a measure unlike any other", "indicators.yml",
      "{count: checks, where: \"result = 'pass' and not (town is empty)\"}",
      "{}",
      [
        "indicators.yml:4:12: error: the measure of indicator \"check-count\" says not how it is made; begin it with one of count, sum, mean, percentile, share, ratio, growth-on-year, samples, query"
      ]),
    Mistake(
      "an unknown register in a measure", "indicators.yml",
      "{count: checks,",
      "{count: chekcs,",
      [
        "indicators.yml:4:20: error: \"count\" of the measure of indicator \"check-count\": there is no register \"chekcs\"; did you mean \"checks\"?"
      ]),
    Mistake(
      "a sum of texts", "indicators.yml",
      "{sum: tonnes, of: checks}",
      "{sum: van, of: checks}",
      [
        "indicators.yml:11:18: error: \"sum\" of the measure of indicator \"paint\": field \"van\" of register \"checks\" is of kind plate, not integer or decimal; write one of number, tonnes, saved"
      ]),
    Mistake(
      "a sum of no register", "indicators.yml",
      "{sum: tonnes, of: checks}",
      "{sum: tonnes}",
      [
        "indicators.yml:11:12: error: the measure of indicator \"paint\" has no \"of\"; name the register whose rows are meant"
      ]),
    Mistake(
      "a percentile over a hundred", "indicators.yml",
      "percentile: 90",
      "percentile: 101",
      [
        "indicators.yml:33:13: error: \"percentile\" of the measure of indicator \"paint-high\" is 101; write a number from 0 to 100"
      ]),
    Mistake(
      "a percentile of no field", "indicators.yml",
      "percentile: 90, field: tonnes,",
      "percentile: 90,",
      [
        "indicators.yml:33:12: error: the measure of indicator \"paint-high\" has no \"field\"; name a number field of the register"
      ]),
    Mistake(
      "a share without a condition", "indicators.yml",
      "share: checks, where: \"result = 'pass'\"",
      "share: checks",
      [
        "indicators.yml:16:12: error: the measure of indicator \"pass-share\" has no \"where\"; say which rows are counted, of those that among lets in"
      ]),
    Mistake(
      "a ratio to nothing", "indicators.yml",
      ", to: {sum: tonnes, of: checks}",
      "",
      [
        "indicators.yml:22:12: error: the measure of indicator \"saved-share\" has no \"to\"; add to: what it is divided by, such as {count: register}"
      ]),
    Mistake(
      "a ratio of a share", "indicators.yml",
      "{ratio: {sum: saved, of: checks}",
      "{ratio: {share: checks}",
      [
        "indicators.yml:22:20: error: \"ratio\" of indicator \"saved-share\" says not how it is made; begin it with one of count, sum, mean, percentile"
      ]),
    Mistake(
      "a growth of rows without a date", "indicators.yml",
      "{sum: tonnes, of: checks, dated: due-on}",
      "{count: shops}",
      [
        "indicators.yml:27:29: error: \"growth-on-year\" of indicator \"paint-growth\" compares two years, but its rows have no date; add dated: and a date field, here or in the register"
      ]),
    Mistake(
      "rows dated by a text", "indicators.yml",
      "dated: due-on",
      "dated: van",
      [
        "indicators.yml:27:62: error: \"dated\" of \"growth-on-year\" of indicator \"paint-growth\": field \"van\" of register \"checks\" is of kind plate, not date; write one of checked-on, due-on"
      ]),
    Mistake(
      "points without a field", "indicators.yml",
      "points: shops.meter",
      "points: shops",
      [
        "indicators.yml:37:51: error: \"points\" of the measure of indicator \"coverage\" is \"shops\", which names no register and field; write register.field, such as construction-sites.dust-point"
      ]),
    Mistake(
      "points of another kind", "indicators.yml",
      "points: shops.meter",
      "points: shops.name",
      [
        "indicators.yml:37:51: error: \"points\" of the measure of indicator \"coverage\": field \"name\" of register \"shops\" is of kind text, not point; write meter"
      ]),
    Mistake(
      "an unknown statistic of samples", "indicators.yml",
      "samples: coverage",
      "samples: covrage",
      [
        "indicators.yml:37:22: error: \"samples\" of the measure of indicator \"coverage\" cannot be \"covrage\"; did you mean \"coverage\"?"
      ]),
    Mistake(
      "samples of an unknown quantity", "indicators.yml",
      "of: power",
      "of: powre",
      [
        "indicators.yml:37:36: error: \"of\" of the measure of indicator \"coverage\": there is no quantity \"powre\"; did you mean \"power\"?"
      ]),
    Mistake(
      "a query that writes", "indicators.yml",
      "SELECT count(*) FROM rows",
      "DELETE FROM rows",
      [
        "indicators.yml:42:20: error: the query of indicator \"asked\" begins with \"DELETE\"; begin it with SELECT: a query only reads"
      ]),
    Mistake(
      "a unit in one of two languages", "indicators.yml",
      "unit: t\n",
      "unit: {zh: 吨}\n",
      [
        "indicators.yml:10:9: error: the unit of indicator \"paint\" has no \"en\"; add the English text"
      ]),
    Mistake(
      "a share in tonnes", "indicators.yml",
      "label: {zh: \"合格率\", en: \"Passed\"}",
      "label: {zh: \"合格率\", en: \"Passed\"}\n  unit: t",
      [
        "indicators.yml:16:9: error: indicator \"pass-share\" is measured in per cent, not in t; write unit: \"%\", or leave it out"
      ]),
    Mistake(
      "a target with two bounds", "indicators.yml",
      "target: {at-least: 10}",
      "target: {at-least: 10, at-most: 20}",
      [
        "indicators.yml:5:11: error: the target of indicator \"check-count\" needs one bound; write either at-least or at-most"
      ]),
    Mistake(
      "a target in another unit", "indicators.yml",
      "at-most: 20 t",
      "at-most: 20 kW",
      [
        "indicators.yml:12:21: error: the target of indicator \"paint\" is in kW; write it in t"
      ]),
    Mistake(
      "a target that is no number", "indicators.yml",
      "at-least: 10}",
      "at-least: ten}",
      [
        "indicators.yml:5:22: error: the target of indicator \"check-count\" is \"ten\", which is no amount; write a plain decimal number and its unit, such as \"28 ug/m3\" or \"10 %\""
      ]),
    Mistake(
      "a target by no day", "indicators.yml",
      "by: 2021-11-30",
      "by: November",
      [
        "indicators.yml:12:31: error: \"by\" of the target of indicator \"paint\" is \"November\", which is no day; write year, month and day that the calendar has, such as 2021-07-01"
      ]),
    Mistake(
      "decimals that nobody prints", "indicators.yml",
      "measure: {percentile: 90,",
      "decimals: 9\n  measure: {percentile: 90,",
      [
        "indicators.yml:33:13: error: \"decimals\" of indicator \"paint-high\" is \"9\"; write a whole number from 0 to 6"
      ]),
    Mistake(
      "decimals of a count", "indicators.yml",
      "measure: {count: checks,",
      "decimals: 1\n  measure: {count: checks,",
      [
        "indicators.yml:4:13: error: \"decimals\" of indicator \"check-count\" changes nothing: its figure has those of what it is made of; leave decimals out"
      ]),
    Mistake(
      "an unknown pace", "indicators.yml",
      "pace: even",
      "pace: evne",
      [
        "indicators.yml:12:49: error: \"pace\" of the target of indicator \"paint\" cannot be \"evne\"; did you mean \"even\"?"
      ]),
    Mistake(
      "a pace without steps", "indicators.yml",
      "[{by: 2021-06-30, reach: 80 %}, {by: 2021-12-31, reach: 90}]",
      "[]",
      [
        "indicators.yml:17:34: error: \"pace\" of the target of indicator \"pass-share\" has no steps; add one, or write even"
      ]),
    Mistake(
      "steps that do not ascend", "indicators.yml",
      "{by: 2021-06-30, reach: 80 %}, {by: 2021-12-31, reach: 90}",
      "{by: 2021-12-31, reach: 90}, {by: 2021-06-30, reach: 80 %}",
      [
        "indicators.yml:17:65: error: the steps of the target of indicator \"pass-share\" do not ascend: 2021-06-30 comes after 2021-12-31; put the earliest first, each day once"
      ]),
    Mistake(
      "a step after the last day", "indicators.yml",
      "by: 2021-12-31, reach: 90",
      "by: 2022-01-31, reach: 90",
      [
        "indicators.yml:17:67: error: a step of the target of indicator \"pass-share\" is by 2022-01-31, after its last day 2021-12-31; set it earlier, or by later"
      ]),
    Mistake(
      "steps to what is unset", "indicators.yml",
      "{at-most: unset}",
      "{at-most: unset, pace: [{by: 2021-06-30, reach: 1}]}",
      [
        "indicators.yml:28:34: error: the target of indicator \"paint-growth\" is unset, so nobody knows what its steps should reach; leave pace out until the number is set"
      ]),
    Mistake(
      "a tolerance over a hundred", "indicators.yml",
      "tolerance: 5 %",
      "tolerance: 500 %",
      [
        "indicators.yml:12:66: error: \"tolerance\" of the target of indicator \"paint\" is 500 %; write 0 % to 100 %"
      ]),
    Mistake(
      "a tolerance without its sign", "indicators.yml",
      "tolerance: 5 %",
      "tolerance: 5",
      [
        "indicators.yml:12:66: error: \"tolerance\" of the target of indicator \"paint\" has no unit; write it in %"
      ]),
    Mistake(
      "a breakdown by a number", "indicators.yml",
      "by: authority",
      "by: number",
      [
        "indicators.yml:23:7: error: \"by\" of indicator \"saved-share\": field \"number\" of register \"checks\" is of kind integer, not place or unit or choice; write one of town, authority, result"
      ]),
    Mistake(
      "a breakdown of samples", "indicators.yml",
      "target: {at-least: 90}",
      "target: {at-least: 90}\n  by: town",
      [
        "indicators.yml:39:7: error: indicator \"coverage\" is not made of a register's rows and cannot be broken down by a field; remove by"
      ]),
    Mistake(
      "an indicator without its clause", "indicators.yml",
      "- indicator: check-count\n  clause: 7.1.a",
      "- indicator: check-count",
      [
        "indicators.yml:1:3: error: indicator \"check-count\" has no \"clause\"; name the clause it carries out"
      ]),
  ]
}
