/// Mistakes in rules, with what the writer is told, word for word.
extension Mistake {
  static let inRules: [Mistake] = [
    Mistake(
      "an id that cannot be one", "rules/off.yml",
      "rule: off",
      "rule: Off Now",
      [
        "rules/off.yml:1:7: error: the id of a rule is \"Off Now\", which cannot be an id; use lower-case letters, digits and hyphens, a letter first, at most 48"
      ]),
    Mistake(
      "a dangling register", "rules/off.yml",
      "watch: pairs",
      "watch: pears",
      [
        "rules/off.yml:4:8: error: \"watch\" of rule \"off\": there is no register \"pears\"; declare it in registers.yml first"
      ]),
    Mistake(
      "a condition on a field that is no point", "rules/off.yml",
      "meter.power",
      "rated.power",
      [
        "rules/off.yml:6:3: error: rule \"off\": field \"rated\" of register \"pairs\" is of kind decimal, not point; write meter"
      ]),
    Mistake(
      "a condition on no field", "rules/off.yml",
      "meter.power",
      "metre.power",
      [
        "rules/off.yml:6:3: error: rule \"off\": register \"pairs\" has no field \"metre\"; did you mean \"meter\"?"
      ]),
    Mistake(
      "a condition without a quantity", "rules/off.yml",
      "meter.power",
      "meter",
      [
        "rules/off.yml:6:3: error: rule \"off\": \"meter\" names no point and quantity; write field.quantity, such as production.power"
      ]),
    Mistake(
      "a condition on no quantity", "rules/off.yml",
      "meter.power",
      "meter.pwoer",
      [
        "rules/off.yml:6:3: error: rule \"off\": there is no quantity \"pwoer\"; did you mean \"power\"?"
      ]),
    Mistake(
      "a share of a field that is no number", "rules/off.yml",
      "of: rated",
      "of: meter",
      [
        "rules/off.yml:6:33: error: \"of\" of \"meter.power\" of rule \"off\": field \"meter\" of register \"pairs\" is of kind point, not integer or decimal; write rated"
      ]),
    Mistake(
      "an amount that is none", "rules/off.yml",
      "5 %",
      "five %",
      [
        "rules/off.yml:6:24: error: \"below\" of \"meter.power\" of rule \"off\" is \"five %\", which is no amount; write a plain decimal number and its unit, such as \"28 ug/m3\" or \"10 %\""
      ]),
    Mistake(
      "a share without per cent", "rules/off.yml",
      "5 %",
      "5",
      [
        "rules/off.yml:6:24: error: \"below\" of \"meter.power\" of rule \"off\" has no unit; write it in %"
      ]),
    Mistake(
      "a fixed limit in per cent", "rules/off.yml",
      ", of: rated",
      "",
      [
        "rules/off.yml:6:24: error: \"below\" of \"meter.power\" of rule \"off\" is in %; write it in kW"
      ]),
    Mistake(
      "no comparison", "rules/off.yml",
      "below: 5 %, of: rated",
      "of: rated",
      [
        "rules/off.yml:6:16: error: \"meter.power\" of rule \"off\" compares with nothing; write above, below, both of them, outside: [low, high] or equals"
      ]),
    Mistake(
      "bounds that never hold", "rules/off.yml",
      "below: 5 %",
      "above: 10 %, below: 5 %",
      [
        "rules/off.yml:6:16: error: \"meter.power\" of rule \"off\" can never hold: nothing is above the one and below the other; swap the two, or use outside: [low, high]"
      ]),
    Mistake(
      "an outside that descends", "rules/off.yml",
      "below: 5 %, of: rated",
      "outside: [2 kW, 1 kW]",
      [
        "rules/off.yml:6:26: error: \"outside\" of \"meter.power\" of rule \"off\" does not ascend; write the lower amount first"
      ]),
    Mistake(
      "a release that no value reaches", "rules/off.yml",
      "below: 5 %",
      "above: 5 %, release: 5 %",
      [
        "rules/off.yml:6:38: error: \"release\" of \"meter.power\" of rule \"off\" leads down to zero, which no value goes below; write less than 5"
      ]),
    Mistake(
      "a release beyond the other bound", "rules/off.yml",
      "below: 5 %, of: rated",
      "outside: [1 kW, 1.2 kW], release: 0.1 kW",
      [
        "rules/off.yml:6:51: error: \"release\" of \"meter.power\" of rule \"off\" leaves no value between the two that lets go; write less than half of what lies between them"
      ]),
    Mistake(
      "a release beside equals", "rules/off.yml",
      "below: 5 %, of: rated",
      "equals: 1 kW, release: 0.1 kW",
      [
        "rules/off.yml:6:40: error: \"release\" of \"meter.power\" of rule \"off\" stands with equals, which any other value ends; remove release"
      ]),
    Mistake(
      "a second case of one finding", "rules/off.yml",
      "tell: facility",
      "open: {procedure: off, severity: minor}",
      [
        "rules/off.yml:10:19: error: rule \"off\" opens a second case of one finding; keep one stage with open; the case's procedure says what follows"
      ]),
    Mistake(
      "a gap in silence", "rules/silent.yml",
      "",
      "rule: silent\nlabel: {zh: \"离线\", en: \"Silent\"}\nwatch: devices\nwhen: silent\nstages: [{for: 30 min, tell: facility}]\ngap: 6 h",
      [
        "rules/silent.yml:6:6: error: rule \"silent\" looks for silence, in which there are no samples to be apart; remove gap; \"for\" of a stage says how long the silence lasts"
      ]),
    Mistake(
      "a start of silence", "rules/silent.yml",
      "",
      "rule: silent\nlabel: {zh: \"离线\", en: \"Silent\"}\nwatch: devices\nwhen: silent\nstages: [{for: 30 min, tell: facility}]\nexcept: {after-start: 1 h, declared: [stop]}",
      [
        "rules/silent.yml:6:10: error: rule \"silent\" looks for silence, which has no start to be exempt; remove after-start, or make \"for\" of the first stage longer"
      ]),
    Mistake(
      "a statistic without a window", "rules/off.yml",
      "below: 5 %",
      "statistic: avg, below: 5 %",
      [
        "rules/off.yml:6:17: error: \"meter.power\" of rule \"off\" names a statistic without its window; add window: 10 min"
      ]),
    Mistake(
      "a window of single values", "rules/off.yml",
      "below: 5 %",
      "window: 10 min, below: 5 %",
      [
        "rules/off.yml:6:25: error: \"meter.power\" of rule \"off\" gives a window to single values; add statistic: avg, or remove window"
      ]),
    Mistake(
      "an unknown statistic of a condition", "rules/off.yml",
      "below: 5 %",
      "statistic: mean, window: 1 h, below: 5 %",
      [
        "rules/off.yml:6:28: error: \"meter.power\" of rule \"off\" has no statistic \"mean\"; write one of rtd, avg, min, max, cou, rs"
      ]),
    Mistake(
      "silence of a register", "rules/off.yml",
      "when:\n  meter.power: {below: 5 %, of: rated}",
      "when: silent",
      [
        "rules/off.yml:5:7: error: rule \"off\" looks for silence, which devices keep and registers do not; write watch: devices"
      ]),
    Mistake(
      "a condition on devices", "rules/off.yml",
      "watch: pairs",
      "watch: devices",
      [
        "rules/off.yml:6:3: error: rule \"off\" watches devices, which can only be silent; write when: silent, or watch a register",
        "rules/off.yml:10:37: error: procedure \"off\" assigns by the field \"authority\", which devices do not have; open another procedure",
      ]),
    Mistake(
      "a duration without a unit", "rules/off.yml",
      "for: 15 min",
      "for: 15",
      [
        "rules/off.yml:10:11: error: \"for\" of a stage of rule \"off\" is \"15\", which is no duration; write a whole number and s, min, h or d, such as \"5 min\", at most 366 d"
      ]),
    Mistake(
      "a duration in words", "rules/off.yml",
      "for: 15 min",
      "for: 15 minutes",
      [
        "rules/off.yml:10:11: error: \"for\" of a stage of rule \"off\" is \"15 minutes\", which is no duration; write a whole number and s, min, h or d, such as \"5 min\", at most 366 d"
      ]),
    Mistake(
      "stages that do not ascend", "rules/off.yml",
      "for: 15 min",
      "for: 5 min",
      [
        "rules/off.yml:10:5: error: the stages of rule \"off\" do not ascend; put the shortest time first, each time once"
      ]),
    Mistake(
      "a stage that does nothing", "rules/off.yml",
      ", tell: facility",
      "",
      [
        "rules/off.yml:9:5: error: a stage of rule \"off\" needs one of tell and open; write tell: facility, or open: {procedure: …, severity: …}"
      ]),
    Mistake(
      "a stage that tells somebody else", "rules/off.yml",
      "tell: facility",
      "tell: duty",
      [
        "rules/off.yml:9:24: error: a rule cannot tell \"duty\"; write tell: facility"
      ]),
    Mistake(
      "a dangling procedure", "rules/off.yml",
      "procedure: off",
      "procedure: of",
      [
        "rules/off.yml:10:37: error: the procedure of \"open\" of rule \"off\": there is no procedure \"of\"; did you mean \"off\"?"
      ]),
    Mistake(
      "an unknown severity", "rules/off.yml",
      "severity: serious",
      "severity: seriuos",
      [
        "rules/off.yml:10:52: error: the severity of \"open\" of rule \"off\" cannot be \"seriuos\"; did you mean \"serious\"?"
      ]),
    Mistake(
      "a declared kind nobody can declare", "rules/off.yml",
      "declared: [stop]",
      "declared: [stops]",
      [
        "rules/off.yml:7:42: error: \"except\" of rule \"off\": nothing of kind \"stops\" can be declared; did you mean \"stop\"?"
      ]),
    Mistake(
      "a file of plain text", "rules/text.yml",
      "",
      "just a sentence",
      [
        "rules/text.yml:1:1: error: the file holds \"just a sentence\" where a rule is needed; begin it with \"rule: its-id\", or write a list of such elements"
      ]),
  ]
}
