/// Mistakes in procedures, with what the writer is told, word for word.
extension Mistake {
  static let inProcedures: [Mistake] = [
    Mistake(
      "a procedure that assigns by a field the rows lack", "procedures/off.yml",
      "field: authority",
      "field: owner",
      [
        "rules/off.yml:10:37: error: procedure \"off\" assigns by the field \"owner\", which register \"pairs\" does not have as a unit; add {field: owner, kind: unit} to the register, or open another procedure",
        "rules/rows.yml:6:21: error: procedure \"off\" assigns by the field \"owner\", which register \"checks\" does not have as a unit; add {field: owner, kind: unit} to the register, or open another procedure",
        "rules/rows.yml:16:21: error: procedure \"off\" assigns by the field \"owner\", which register \"checks\" does not have as a unit; add {field: owner, kind: unit} to the register, or open another procedure",
      ]),
    Mistake(
      "a step by nobody known", "procedures/off.yml",
      "by: lead",
      "by: boss",
      [
        "procedures/off.yml:8:55: error: \"by\" of step \"closed\" of procedure \"off\" cannot be \"boss\"; write one of duty, assignee, lead, leader, facility, system"
      ]),
    Mistake(
      "a step that needs unknown evidence", "procedures/off.yml",
      "[photo, note]",
      "[photo, video]",
      [
        "procedures/off.yml:7:94: error: \"needs\" of step \"handled\" of procedure \"off\" cannot be \"video\"; write one of photo, position, note, cause, reading"
      ]),
    Mistake(
      "a step that needs a cause where none can be chosen", "procedures/off.yml",
      "[photo, note]",
      "[photo, cause]",
      [
        "procedures/off.yml:7:5: error: step \"handled\" of procedure \"off\" needs a cause, and there is none to choose; declare some in causes.yml and leave out causes, or name some there"
      ]),
    Mistake(
      "a cause that the plan does not list", "procedures/off.yml",
      "steps:",
      "causes: [ghosts]\nsteps:",
      [
        "procedures/off.yml:5:10: error: \"causes\" of procedure \"off\": there is no cause \"ghosts\"; declare it in causes.yml first"
      ]),
    Mistake(
      "a step without takers", "procedures/off.yml",
      "by: lead, ",
      "",
      [
        "procedures/off.yml:8:5: error: a step of procedure \"off\" has no \"by\"; name who may take it: duty, assignee, lead, leader, facility or system"
      ]),
    Mistake(
      "a step from nowhere", "procedures/off.yml",
      "by: lead, ",
      "from: handeld, by: lead, ",
      [
        "procedures/off.yml:8:5: error: step \"closed\" of procedure \"off\" starts from \"handeld\", a state no step leads to; did you mean \"handled\"?"
      ]),
    Mistake(
      "a verification by who handled it", "procedures/off.yml",
      ", not-by: handled",
      "",
      [
        "procedures/off.yml:8:5: error: step \"closed\" of procedure \"off\" may be taken by who took \"handled\": nobody verifies what they handled; add not-by: [handled]"
      ]),
    Mistake(
      "a handling step that ends the case", "procedures/off.yml",
      "  - {to: closed, label: {zh: \"核实\", en: \"Verify\"}, by: lead, within: 1 d, not-by: handled}\n",
      "",
      [
        "procedures/off.yml:7:5: error: step \"handled\" of procedure \"off\" ends the case by who handles it; lead it to a state such as handled, and let the lead verify from there"
      ]),
    Mistake(
      "a not-by that is no step", "procedures/off.yml",
      "not-by: handled",
      "not-by: [handled, done]",
      [
        "procedures/off.yml:8:5: error: step \"closed\" of procedure \"off\" is not-by \"done\", which is no step; write one of dispatched, handled, closed"
      ]),
    Mistake(
      "a state without a deadline", "procedures/off.yml",
      "within: 2 h, ",
      "",
      [
        "procedures/off.yml:5:1: error: a case of procedure \"off\" may stay in \"dispatched\" for ever; add within to a step out of it"
      ]),
    Mistake(
      "a procedure that never ends", "procedures/off.yml",
      "late:",
      "  - {to: dispatched, label: {zh: \"回\", en: \"Back\"}, by: lead, from: closed, within: 1 d}\nlate:",
      [
        "procedures/off.yml:5:1: error: procedure \"off\" never ends: a step leads out of every state; add a step to a state such as closed that no step leaves"
      ]),
    Mistake(
      "a state no way leads to", "procedures/off.yml",
      "late:",
      "  - {to: seen, label: {zh: \"看\", en: \"See\"}, by: duty, from: looked, within: 1 d}\n  - {to: looked, label: {zh: \"望\", en: \"Look\"}, by: duty, from: seen, within: 1 d}\nlate:",
      [
        "procedures/off.yml:9:5: error: no way leads from \"opened\" to \"seen\" of procedure \"off\"; add a step to one of the states it starts from",
        "procedures/off.yml:10:5: error: no way leads from \"opened\" to \"looked\" of procedure \"off\"; add a step to one of the states it starts from",
      ]),
    Mistake(
      "a return with a deadline", "procedures/off.yml",
      "late:",
      "  - {to: dispatched, label: {zh: \"回\", en: \"Back\"}, by: lead, from: handled, return: true, within: 1 d}\nlate:",
      [
        "procedures/off.yml:9:99: error: step \"dispatched\" of procedure \"off\" is a return and can have no deadline; remove within; the state it returns to has its own"
      ]),
    Mistake(
      "lateness that does not ascend", "procedures/off.yml",
      "after: 1 d",
      "after: 0 min",
      [
        "procedures/off.yml:11:5: error: \"late\" of procedure \"off\" does not ascend; put the shortest time first, each once"
      ]),
    Mistake(
      "an unknown assignment", "procedures/off.yml",
      "{field: authority}",
      "town-of-palce",
      [
        "procedures/off.yml:6:75: error: \"assign\" of step \"dispatched\" of procedure \"off\" cannot be \"town-of-palce\"; did you mean \"town-of-place\"?"
      ]),
    Mistake(
      "an intake with a register's field", "procedures/off.yml",
      "steps:",
      "intake: {report: [{choice: smell, label: {zh: \"异味\", en: \"Smell\"}}]}\nsteps:",
      [
        "procedures/off.yml:1:12: error: procedure \"off\" has an intake, but assigns by the field \"authority\" of a register's row; assign to town-of-place, choose or a unit, or move the intake to another procedure"
      ]),
    Mistake(
      "camera alarms without a register of cameras", "procedures/more.yml",
      "",
      "- procedure: fire\n  lead: EEB\n  label: {zh: \"火情\", en: \"Fire\"}\n  intake: {camera: [fire]}\n  steps:\n    - {to: closed, label: {zh: \"办结\", en: \"Close\"}, by: lead, within: 1 d}\n",
      [
        "procedures/more.yml:1:14: error: procedure \"fire\" takes in camera alarms (\"fire\"), but no register lists the cameras; add role: cameras to the register of cameras"
      ]),
    Mistake(
      "alarms looked through where none are taken in", "procedures/more.yml",
      "",
      "- procedure: fire\n  lead: EEB\n  label: {zh: \"火情\", en: \"Fire\"}\n  intake: {triage: {within: 10 min}}\n  steps:\n    - {to: closed, label: {zh: \"办结\", en: \"Close\"}, by: lead, within: 1 d}\n",
      [
        "procedures/more.yml:4:20: error: \"intake\" of procedure \"fire\" says how alarms are looked through, but takes in none; add camera: […], or remove triage"
      ]),
    Mistake(
      "an alarm told to who looks through none", "procedures/more.yml",
      "",
      "- procedure: fire\n  lead: EEB\n  label: {zh: \"火情\", en: \"Fire\"}\n  intake: {triage: {within: 10 min, late: [{after: 0 min, tell: assignee}]}, report: [{choice: smoke, label: {zh: \"烟\", en: \"Smoke\"}}]}\n  steps:\n    - {to: closed, label: {zh: \"办结\", en: \"Close\"}, by: lead, within: 1 d}\n",
      [
        "procedures/more.yml:4:20: error: \"intake\" of procedure \"fire\" says how alarms are looked through, but takes in none; add camera: […], or remove triage",
        "procedures/more.yml:4:37: error: \"late\" of \"triage\" of \"intake\" of procedure \"fire\" tells somebody who looks through no alarms; name duty, lead or leader",
      ]),
    Mistake(
      "a reading without a register of instruments", "procedures/more.yml",
      "",
      "- procedure: fire\n  lead: EEB\n  label: {zh: \"火情\", en: \"Fire\"}\n  steps:\n    - {to: closed, label: {zh: \"办结\", en: \"Close\"}, by: lead, within: 1 d, needs: reading}\n",
      [
        "procedures/more.yml:1:14: error: step \"closed\" of procedure \"fire\" needs a reading, but no register lists the instruments; add role: instruments to the register of portable instruments"
      ]),
    Mistake(
      "a check on the way to the end by who handled it", "procedures/off.yml",
      "{to: closed, label: {zh: \"核实\", en: \"Verify\"}, by: lead, within: 1 d, not-by: handled}",
      "{to: checked, label: {zh: \"查\", en: \"Check\"}, by: lead, within: 1 d}\n  - {to: closed, label: {zh: \"核实\", en: \"Verify\"}, by: lead, within: 1 d, not-by: handled}",
      [
        "procedures/off.yml:8:5: error: step \"checked\" of procedure \"off\" may be taken by who took \"handled\": nobody verifies what they handled; add not-by: [handled]"
      ]),
    Mistake(
      "a kept deadline beside one of its own", "procedures/off.yml",
      "within: 2 h,",
      "within: 2 h, keeps-deadline: true,",
      [
        "procedures/off.yml:7:95: error: step \"handled\" of procedure \"off\" keeps the deadline that runs, but has one of its own; remove keeps-deadline or within"
      ]),
    Mistake(
      "a return that keeps the deadline", "procedures/off.yml",
      "late:",
      "  - {to: dispatched, label: {zh: \"回\", en: \"Back\"}, by: lead, from: handled, return: true, keeps-deadline: true}\nlate:",
      [
        "procedures/off.yml:9:107: error: step \"dispatched\" of procedure \"off\" keeps the deadline that runs, but is a return; remove keeps-deadline"
      ]),
    Mistake(
      "an end that keeps the deadline", "procedures/off.yml",
      "late:",
      "  - {to: dropped, label: {zh: \"销\", en: \"Drop\"}, by: duty, from: opened, keeps-deadline: true}\nlate:",
      [
        "procedures/off.yml:9:5: error: step \"dropped\" of procedure \"off\" keeps the deadline that runs, but ends the case; remove keeps-deadline"
      ]),
    Mistake(
      "reports of one category under two procedures", "procedures/more.yml",
      "",
      "- procedure: smell\n  lead: EEB\n  label: {zh: \"异味\", en: \"Smell\"}\n  intake: {report: [{choice: smell, label: {zh: \"异味\", en: \"Smell\"}}]}\n  steps:\n    - {to: closed, label: {zh: \"办结\", en: \"Close\"}, by: lead, within: 1 d}\n- procedure: odour\n  lead: EEB\n  label: {zh: \"恶臭\", en: \"Odour\"}\n  intake: {report: [{choice: smell, label: {zh: \"异味\", en: \"Smell\"}}]}\n  steps:\n    - {to: closed, label: {zh: \"办结\", en: \"Close\"}, by: lead, within: 1 d}\n",
      [
        "procedures/more.yml:7:14: error: reports of category \"smell\" already open procedure \"smell\"; keep the category under one intake"
      ]),
    Mistake(
      "two steps between the same states", "procedures/off.yml",
      "late:",
      "  - {to: closed, label: {zh: \"再核\", en: \"Again\"}, by: duty, from: handled, within: 1 d, not-by: handled}\nlate:",
      [
        "procedures/off.yml:9:5: error: procedure \"off\" has two steps from \"handled\" to \"closed\"; join them, or give one a state of its own"
      ]),
    Mistake(
      "a state that catches cases", "procedures/off.yml",
      "late:",
      "  - {to: parked, label: {zh: \"搁置\", en: \"Park\"}, by: duty, from: dispatched, within: 1 d}\n  - {to: waiting, label: {zh: \"等\", en: \"Wait\"}, by: duty, from: parked, within: 1 d}\n  - {to: parked, label: {zh: \"再\", en: \"Again\"}, by: duty, from: waiting, within: 1 d}\nlate:",
      [
        "procedures/off.yml:5:1: error: a case of procedure \"off\" can be caught in \"parked\"; add a way from it to an end",
        "procedures/off.yml:5:1: error: a case of procedure \"off\" can be caught in \"waiting\"; add a way from it to an end",
      ]),
  ]
}
