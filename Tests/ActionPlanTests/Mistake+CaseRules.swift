/// Mistakes in what a procedure allows beside its steps, and in steps of several units.
extension Mistake {
  /// The rules stand before the steps of the small plan's procedure, on line 5.
  private static func rules(_ name: String, _ text: String, _ told: String...) -> Mistake {
    Mistake(
      name, "procedures/off.yml", "steps:", "\(text)\nsteps:",
      told.map { "procedures/off.yml:5:\($0)" })
  }

  private static func step(
    _ name: String, _ old: String, _ new: String, _ told: String...
  ) -> Mistake {
    Mistake(
      name, "procedures/off.yml", old, new, told.map { "procedures/off.yml:\($0)" })
  }

  static let inCaseRules: [Mistake] = [
    rules(
      "a suspension without an end", "suspend: {by: lead}",
      "10: error: \"suspend\" of procedure \"off\" has no \"longest\"; say when it resumes by itself: longest: 30 d"
    ),
    rules(
      "a suspension by the system", "suspend: {by: [lead, system], longest: 30 d}",
      "15: error: \"by\" of \"suspend\" of procedure \"off\" names the system, which decides nothing; name duty, assignee, lead, leader or facility"
    ),
    rules(
      "a transfer that nobody decides", "transfer: {by: assignee}",
      "11: error: \"transfer\" of procedure \"off\" has no \"arbitrate\"; say who decides after a refusal: arbitrate: [duty, lead]"
    ),
    rules(
      "a case reopened to nowhere", "reopen: {by: lead, to: handeld, within: 30 d}",
      "9: error: \"reopen\" of procedure \"off\" leads to \"handeld\", a state no step leads to; did you mean \"handled\"?"
    ),
    rules(
      "a case reopened to its end", "reopen: {by: lead, to: closed, within: 30 d}",
      "9: error: \"reopen\" of procedure \"off\" leads to \"closed\", which is an end; name a state that goes on, such as opened"
    ),
    rules(
      "an appeal without a time to decide it", "appeal: {within: 10 working-days, decide: lead}",
      "9: error: \"appeal\" of procedure \"off\" has no \"decide-within\"; add decide-within: 5 d"
    ),
    rules(
      "a relapse within no time", "relapse: soon",
      "10: error: \"relapse\" of procedure \"off\" is \"soon\", which is no duration; write a whole number and s, min, h or d, such as \"5 min\", at most 366 d"
    ),
    step(
      "a step of several units with takers", "by: assignee,",
      "by: assignee, parallel: [{unit: EEB}, {unit: north}],",
      "7:76: error: step \"handled\" of procedure \"off\" names both takers and units that each take it; keep by, or parallel"
    ),
    step(
      "a step of several units that is one", "by: assignee,",
      "parallel: [{unit: EEB}, {unit: EEB}],",
      "7:62: error: \"parallel\" of step \"handled\" of procedure \"off\" names fewer than two units; name each unit that has to take the step, or write by: assignee"
    ),
    step(
      "a step of several units none of which is sure", "by: assignee,",
      "parallel: [town-of-place, {field: authority}],",
      "7:62: error: \"parallel\" of step \"handled\" of procedure \"off\" may come to nobody: no unit of it is fixed; add one as {unit: EEB}"
    ),
    step(
      "a step of several units that assigns", "by: assignee,",
      "parallel: [{unit: EEB}, {unit: north}], assign: choose,",
      "7:92: error: step \"handled\" of procedure \"off\" is taken by several units and cannot have assign; remove assign, or give it to another step"
    ),
    step(
      "an end that may be skipped", "by: lead, ", "by: lead, optional: duty, ",
      "8:5: error: step \"closed\" of procedure \"off\" ends the case and may be skipped; remove optional; a step that ends the case is taken"
    ),
    step(
      "a return that may be skipped", "late:",
      "  - {to: dispatched, label: {zh: \"回\", en: \"Back\"}, by: lead, from: handled, return: true, optional: duty}\nlate:",
      "9:91: error: step \"dispatched\" of procedure \"off\" is a return, which nobody has to take; remove optional"
    ),
    step(
      "nobody verifies what several units handled",
      "by: assignee, within: 2 h, needs: [photo, note]}\n  - {to: closed, label: {zh: \"核实\", en: \"Verify\"}, by: lead, within: 1 d, not-by: handled}",
      "parallel: [{unit: EEB}, {unit: north}], within: 2 h}\n  - {to: closed, label: {zh: \"核实\", en: \"Verify\"}, by: lead, within: 1 d}",
      "8:5: error: step \"closed\" of procedure \"off\" may be taken by who took \"handled\": nobody verifies what they handled; add not-by: [handled]"
    ),
  ]
}
