/// Mistakes in conditions on rows, with what the writer is told, word for word.
extension Mistake {
  static let inConditions: [Mistake] = [
    Mistake(
      "an unknown field in a condition", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "reslut = 'pass'",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" names \"reslut\", which is no field of register \"checks\"; did you mean \"result\"?"
      ]),
    Mistake(
      "a field unlike any other", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "colour = 'pass'",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" names \"colour\", which is no field of register \"checks\"; its fields are shop, number, checked-on, due-on, seen-at, tonnes, saved, done, town, authority, van, result, report"
      ]),
    Mistake(
      "a value without its quotes", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = pass",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" names \"pass\", which is no field of register \"checks\"; put values in single quotes: 'pass'"
      ]),
    Mistake(
      "a misspelt choice", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result in ('pass', 'fial')",
      [
        "indicators.yml:4:55: error: \"where\" of the measure of indicator \"check-count\" compares \"result\" with 'fial', which is none of its choices; did you mean 'fail'?"
      ]),
    Mistake(
      "a choice unlike any other", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = 'perhaps'",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" compares \"result\" with 'perhaps', which is none of its choices; write one of 'pass', 'fail'"
      ]),
    Mistake(
      "a number in quotes", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "number = '3'",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" compares \"number\" of kind integer with '3'; write the number without quotes: 3"
      ]),
    Mistake(
      "a text for a number", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "tonnes > 'many'",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" compares \"tonnes\" of kind decimal with 'many'; write a number without quotes"
      ]),
    Mistake(
      "a number for a choice", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = 3",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" compares \"result\" of kind choice with 3; write one of 'pass', 'fail'"
      ]),
    Mistake(
      "an order of choices", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result > 'fail'",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" orders \"result\", which is of kind choice and has no order; write =, != or in (…)"
      ]),
    Mistake(
      "two signs of equality", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result == 'pass'",
      [
        "indicators.yml:4:43: error: \"where\" of the measure of indicator \"check-count\" holds \"==\"; write one ="
      ]),
    Mistake(
      "another language's inequality", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result <> 'pass'",
      [
        "indicators.yml:4:43: error: \"where\" of the measure of indicator \"check-count\" holds \"<>\"; write !="
      ]),
    Mistake(
      "double quotes in a condition", "indicators.yml",
      "\"result = 'pass' and not (town is empty)\"",
      "'result = \"pass\"'",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" holds a double quote; put texts in single quotes: 'text'"
      ]),
    Mistake(
      "a text that is not closed", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = 'pass",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" holds a text that is not closed; end it with a single quote"
      ]),
    Mistake(
      "a parenthesis that is not closed", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "(result = 'pass' or done = true",
      [
        "indicators.yml:4:67: error: \"where\" of the measure of indicator \"check-count\" has its end where a parenthesis is to be closed; add \")\", or join conditions with and or or"
      ]),
    Mistake(
      "a parenthesis that none opened", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = 'pass')",
      [
        "indicators.yml:4:51: error: \"where\" of the measure of indicator \"check-count\" closes a parenthesis that none opened; remove the \")\""
      ]),
    Mistake(
      "full-width quotes", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = ‘pass’",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" holds the full-width \"‘\"; write ASCII punctuation: ' ( ) , ="
      ]),
    Mistake(
      "a flag by itself", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "done and result = 'pass'",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" has the flag \"done\" by itself; write done = true"
      ]),
    Mistake(
      "a flag compared with a text", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "done = 'yes'",
      [
        "indicators.yml:4:43: error: \"where\" of the measure of indicator \"check-count\" compares \"done\" of kind flag with 'yes'; write true or false, without quotes"
      ]),
    Mistake(
      "a date without quotes", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "checked-on >= 2021-07-01",
      [
        "indicators.yml:4:50: error: \"where\" of the measure of indicator \"check-count\" holds \"2021-07-01\", which is no number; put dates in single quotes: '2021-07-01'"
      ]),
    Mistake(
      "a date the calendar does not have", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "checked-on >= '2021-02-30'",
      [
        "indicators.yml:4:50: error: \"where\" of the measure of indicator \"check-count\" has '2021-02-30' beside a date; write a day the calendar has, such as '2021-07-01'"
      ]),
    Mistake(
      "a date compared with a number", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "checked-on >= 2021",
      [
        "indicators.yml:4:50: error: \"where\" of the measure of indicator \"check-count\" compares \"checked-on\" of kind date with 2021; write a day in quotes, such as '2021-07-01', or today - 30"
      ]),
    Mistake(
      "days joined to today", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "checked-on >= today-30",
      [
        "indicators.yml:4:50: error: \"where\" of the measure of indicator \"check-count\" names \"today-30\", which is no field of register \"checks\"; put blanks around the sign: today - 30"
      ]),
    Mistake(
      "days that are no number", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "checked-on >= today - month",
      [
        "indicators.yml:4:58: error: \"where\" of the measure of indicator \"check-count\" has \"month\" where a count of days is needed; write whole days up to 36600, such as today - 30"
      ]),
    Mistake(
      "an unknown place in a condition", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "town = '330604002'",
      [
        "indicators.yml:4:43: error: \"where\" of the measure of indicator \"check-count\" compares \"town\" with '330604002', and there is no such place; did you mean '330604001'?"
      ]),
    Mistake(
      "an unknown unit in a condition", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "authority = 'EBB'",
      [
        "indicators.yml:4:48: error: \"where\" of the measure of indicator \"check-count\" compares \"authority\" with 'EBB', and there is no such unit; did you mean 'EEB'?"
      ]),
    Mistake(
      "two values compared", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "1 = 1",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" compares 1 with 1, and neither is a field; name a field of register \"checks\" on one side"
      ]),
    Mistake(
      "an empty text", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "van = ''",
      [
        "indicators.yml:4:42: error: \"where\" of the measure of indicator \"check-count\" compares \"van\" with an empty text; write van is empty, or is not empty"
      ]),
    Mistake(
      "a word other than empty", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "town is null",
      [
        "indicators.yml:4:44: error: \"where\" of the measure of indicator \"check-count\" has \"null\" after \"is\"; write is empty, is not empty, or compare with ="
      ]),
    Mistake(
      "a not in the wrong place", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result not in ('pass')",
      [
        "indicators.yml:4:43: error: \"where\" of the measure of indicator \"check-count\" has \"not\" after what is compared; put it first: not (… in (…))"
      ]),
    Mistake(
      "a list without parentheses", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result in 'pass', 'fail'",
      [
        "indicators.yml:4:46: error: \"where\" of the measure of indicator \"check-count\" has the text 'pass' after \"in\"; write values in parentheses: in ('a', 'b')"
      ]),
    Mistake(
      "a day in a list of values", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "checked-on in (today)",
      [
        "indicators.yml:4:51: error: \"where\" of the measure of indicator \"check-count\" has today in a list of values; list fixed values; compare with today by itself"
      ]),
    Mistake(
      "a list that is not closed", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result in ('pass' 'fail')",
      [
        "indicators.yml:4:54: error: \"where\" of the measure of indicator \"check-count\" has the text 'fail' in the list after \"in\"; part values with commas and close the list with \")\""
      ]),
    Mistake(
      "a position compared", "vetoes.yml",
      "town is empty",
      "spot = '120 30'",
      [
        "vetoes.yml:5:16: error: \"where\" of veto \"unreachable\" compares \"spot\" of kind position with '120 30'; write is empty or is not empty"
      ]),
    Mistake(
      "fields of two kinds compared", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "tonnes > checked-on",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" compares \"tonnes\" of kind decimal with \"checked-on\" of kind date; compare fields of one kind"
      ]),
    Mistake(
      "fields in two units compared", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "tonnes > number",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" compares \"tonnes\" in t with \"number\" in no unit; keep both in one unit"
      ]),
    Mistake(
      "a joining word in capitals", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = 'pass' AND done = true",
      [
        "indicators.yml:4:52: error: \"where\" of the measure of indicator \"check-count\" has \"AND\" in capitals; write and"
      ]),
    Mistake(
      "no joining word", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = 'pass' done = true",
      [
        "indicators.yml:4:52: error: \"where\" of the measure of indicator \"check-count\" goes on with \"done\"; join conditions with and or or"
      ]),
    Mistake(
      "a lone exclamation mark", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "!done",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" holds a lone \"!\"; write != or not"
      ]),
    Mistake(
      "a character without meaning", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = 'pass'; done = true",
      [
        "indicators.yml:4:51: error: \"where\" of the measure of indicator \"check-count\" holds \";\", which has no meaning in it; write fields, comparisons, and, or, not"
      ]),
    Mistake(
      "nothing after a joining word", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = 'pass' and",
      [
        "indicators.yml:4:55: error: \"where\" of the measure of indicator \"check-count\" has its end where a field or a value is needed; write a condition such as shop is not empty"
      ]),
    Mistake(
      "a sign before a text", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result = -'pass'",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" has \"-\" before what is no number; a sign stands before a number, or after today"
      ]),
    Mistake(
      "a number that is none", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "tonnes > 1.2.3",
      [
        "indicators.yml:4:45: error: \"where\" of the measure of indicator \"check-count\" holds \"1.2.3\", which is no number; write plain decimal digits, such as 1.20"
      ]),
    Mistake(
      "an emptiness of a value", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "'pass' is empty",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" asks whether 'pass' is empty; name a field before is"
      ]),
    Mistake(
      "a value in a list before in", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "'pass' in ('pass')",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" asks whether 'pass' is one of a list; name a field before in"
      ]),
    Mistake(
      "a field and nothing else", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      "result",
      [
        "indicators.yml:4:42: error: \"where\" of the measure of indicator \"check-count\" has its end after \"result\"; compare with =, !=, <, <=, >, >=, in (…), is empty or is not empty"
      ]),
    Mistake(
      "a condition nested too deep", "indicators.yml",
      "result = 'pass' and not (town is empty)",
      String(repeating: "(", count: 33) + "done = true" + String(repeating: ")", count: 33),
      [
        "indicators.yml:4:68: error: \"where\" of the measure of indicator \"check-count\" is nested deeper than 32; write it flatter"
      ]),
    Mistake(
      "an empty condition", "indicators.yml",
      "\"result = 'pass' and not (town is empty)\"",
      "\"\"",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" is empty; write a condition, or leave the key out"
      ]),
    Mistake(
      "a condition that is a list", "indicators.yml",
      "\"result = 'pass' and not (town is empty)\"",
      "[result, pass]",
      [
        "indicators.yml:4:35: error: \"where\" of the measure of indicator \"check-count\" is a list where a condition is needed; write it as one text in double quotes"
      ]),
  ]
}
