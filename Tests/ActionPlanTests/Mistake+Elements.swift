/// Mistakes in the other files, with what the writer is told, word for word.
extension Mistake {
  static let inElements: [Mistake] = [
    Mistake(
      "an unknown key", "units.yml",
      "kind: town",
      "kinds: town",
      [
        "units.yml:2:17: error: unit \"north\" has no key \"kinds\"; did you mean \"kind\"?"
      ]),
    Mistake(
      "a key unlike any other", "plan.yml",
      "utc-offset:",
      "colour: blue\nutc-offset:",
      [
        "plan.yml:3:1: error: the plan has no key \"colour\"; its keys are plan, title, year, utc-offset, map, boundary, place-boundaries, air, chapters, calendar, daily-budget, loop, reports"
      ]),
    Mistake(
      "a chapter without clauses", "plan.yml",
      "utc-offset:",
      "chapters: {Safety: {zh: \"扬尘\", en: \"Dust\"}}\nutc-offset:",
      [
        "plan.yml:3:12: error: no clause's id begins with chapter \"Safety\"; take the title away, or add its clauses"
      ]),
    Mistake(
      "chapters as a list", "plan.yml",
      "utc-offset:",
      "chapters: [6]\nutc-offset:",
      [
        "plan.yml:3:11: error: \"chapters\" of the plan is a list where a mapping is needed; write {1: {zh: …, en: …}} with the first part of the clauses' ids as keys"
      ]),
    Mistake(
      "a missing id", "units.yml",
      "unit: north, ",
      "",
      [
        "units.yml:2:3: error: a unit has no id; begin it with \"unit: its-id\""
      ]),
    Mistake(
      "a duplicate id", "units.yml",
      "unit: north",
      "unit: EEB",
      [
        "units.yml:2:10: error: unit \"EEB\" is declared twice, first at units.yml:1:10; remove one, or give it an id of its own"
      ]),
    Mistake(
      "a missing language", "units.yml",
      "{zh: \"北镇\", en: \"North\"}",
      "{zh: \"北镇\"}",
      [
        "units.yml:2:36: error: the label of unit \"north\" has no \"en\"; add the English text"
      ]),
    Mistake(
      "an empty label", "units.yml",
      "zh: \"北镇\"",
      "zh: \"\"",
      [
        "units.yml:2:41: error: the label of unit \"north\" (zh) is empty; write a text, or leave the key out"
      ]),
    Mistake(
      "a missing label", "units.yml",
      ", label: {zh: \"北镇\", en: \"North\"}",
      "",
      [
        "units.yml:2:3: error: unit \"north\" has no \"label\"; add label: {zh: …, en: …}; people see it in both languages"
      ]),
    Mistake(
      "a label that is plain text", "units.yml",
      "{zh: \"北镇\", en: \"North\"}",
      "North",
      [
        "units.yml:2:36: error: the label of unit \"north\" is \"North\" where a mapping is needed; write it as {zh: …, en: …}"
      ]),
    Mistake(
      "an unknown kind of unit", "units.yml",
      "kind: town",
      "kind: twon",
      [
        "units.yml:2:23: error: the kind of unit \"north\" cannot be \"twon\"; did you mean \"town\"?"
      ]),
    Mistake(
      "an offset YAML would turn into a number", "plan.yml",
      "\"+08:00\"",
      "8",
      [
        "plan.yml:3:13: error: utc-offset is \"8\", which is no offset; write it in quotes with sign, hours and minutes, such as \"+08:00\""
      ]),
    Mistake(
      "swapped coordinates", "plan.yml",
      "[120.9, 30.0]",
      "[30.0, 120.9]",
      [
        "plan.yml:4:15: error: center lies outside the globe; longitude comes first: did you mean [120.9, 30.0]?"
      ]),
    Mistake(
      "a position of one number", "places.yml",
      "[120.9, 30.0]",
      "[120.9]",
      [
        "places.yml:4:13: error: the position of place \"330604001\" is no position; write [longitude, latitude] in degrees, such as [120.868, 30.033]"
      ]),
    Mistake(
      "a zoom beyond the map's", "plan.yml",
      "zoom: 11",
      "zoom: 40",
      [
        "plan.yml:4:36: error: zoom is \"40\"; write a whole number from 1 to 20"
      ]),
    Mistake(
      "a dangling unit", "places.yml",
      "unit: north",
      "unit: nort",
      [
        "places.yml:2:9: error: the unit of place \"330604001\": there is no unit \"nort\"; did you mean \"north\"?"
      ]),
    Mistake(
      "a place without a source", "places.yml",
      "source: \"a test\"",
      "note: \"a test\"",
      [
        "places.yml:1:3: error: place \"330604001\" has no \"source\"; say where the position comes from"
      ]),
    Mistake(
      "a flag that is a word", "places.yml",
      "approximate: true",
      "approximate: yes",
      [
        "places.yml:5:16: error: \"approximate\" of place \"330604001\" is \"yes\"; write true or false"
      ]),
    Mistake(
      "an unknown pollutant", "quantities.yml",
      "pollutant: pm25",
      "pollutant: pm2.5",
      [
        "quantities.yml:2:44: error: the standard knows no pollutant \"pm2.5\"; did you mean \"pm25\"?"
      ]),
    Mistake(
      "a factor code twice", "quantities.yml",
      "unit: kW, label",
      "unit: kW, factors: [a34004], label",
      [
        "quantities.yml:2:60: error: factor code \"a34004\" already means quantity \"power\"; give it to one of the two"
      ]),
    Mistake(
      "a factor code that is none", "quantities.yml",
      "[a34004]",
      "[a34004-Rtd]",
      [
        "quantities.yml:2:60: error: a factor code of quantity \"pm25\" is \"a34004-Rtd\"; write an HJ 212 code of letters and digits, such as a34004"
      ]),
    Mistake(
      "a unit that leads and cooperates", "clauses.yml",
      "with: [every-town]",
      "with: [EEB]",
      [
        "clauses.yml:4:3: error: unit \"EEB\" both leads clause \"4.4.a\" and cooperates in it; keep it under lead"
      ]),
    Mistake(
      "leads not in a list", "clauses.yml",
      "lead: [EEB]",
      "lead: EEB",
      [
        "clauses.yml:3:9: error: \"lead\" of clause \"4.4.a\" is \"EEB\" where a list is needed; put it in brackets: […]"
      ]),
    Mistake(
      "a dangling clause", "objectives.yml",
      "clause: 4.4.a",
      "clause: 4.4.b",
      [
        "objectives.yml:2:11: error: the clause of objective \"O.1\": there is no clause \"4.4.b\"; did you mean \"4.4.a\"?"
      ]),
    Mistake(
      "a register without fields", "registers/pairs.yml",
      "fields:",
      "note: none\nfields: []\nnotes:",
      [
        "registers/pairs.yml:5:9: error: register \"pairs\" has no fields; add at least one",
        "registers/pairs.yml:6:1: error: register \"pairs\" has no key \"notes\"; did you mean \"note\"?",
      ]),
    Mistake(
      "an unknown kind of field", "registers/pairs.yml",
      "kind: decimal",
      "kind: number",
      [
        "registers/pairs.yml:7:26: error: the kind of field \"rated\" of register \"pairs\" cannot be \"number\"; write one of attachment, credit-code, date, decimal, facility, flag, instant, integer, place, plate, point, position, text, unit, choice, row"
      ]),
    Mistake(
      "a field twice", "registers/pairs.yml",
      "field: rated",
      "field: meter",
      [
        "registers/pairs.yml:7:13: error: register \"pairs\" has the field \"meter\" twice; keep one"
      ]),
    Mistake(
      "a reserved field", "registers/pairs.yml",
      "field: rated",
      "field: id",
      [
        "registers/pairs.yml:7:13: error: \"id\" is a column of Lantian's own; choose another id"
      ]),
    Mistake(
      "a bound on a text", "registers/pairs.yml",
      "kind: decimal, unit: kW",
      "kind: text",
      [
        "registers/pairs.yml:7:32: error: field \"rated\" of register \"pairs\" is no number and can have no \"at-least\"; remove it, or make the field an integer or a decimal"
      ]),
    Mistake(
      "bounds that cross", "registers/pairs.yml",
      "at-least: 0.1",
      "at-least: 5, at-most: 1",
      [
        "registers/pairs.yml:7:45: error: field \"rated\" of register \"pairs\" allows no value: 5 is over 1; swap at-least and at-most"
      ]),
    Mistake(
      "choices on another kind", "registers/stops.yml",
      "kind: choice",
      "kind: text",
      [
        "registers/stops.yml:2:1: error: register \"stops\" has the role declarations but not its required fields \"kind\" of kind choice; add each as {field: …, kind: …, required: true, label: …}",
        "registers/stops.yml:11:7: error: field \"kind\" of register \"stops\" has choices but is of another kind; write kind: choice",
      ]),
    Mistake(
      "a choice twice", "registers/stops.yml",
      "- {choice: stop, label: {zh: \"停产\", en: \"Stop\"}}",
      "- {choice: stop, label: {zh: \"停产\", en: \"Stop\"}}\n      - {choice: stop, label: {zh: \"停\", en: \"Stop\"}}",
      [
        "registers/stops.yml:12:18: error: field \"kind\" of register \"stops\" has the choice \"stop\" twice; keep one"
      ]),
    Mistake(
      "declarations without their shape", "registers/stops.yml",
      "field: until, kind: instant",
      "field: until, kind: date",
      [
        "registers/stops.yml:2:1: error: register \"stops\" has the role declarations but not its required fields \"until\" of kind instant; add each as {field: …, kind: …, required: true, label: …}"
      ]),
    Mistake(
      "a factor that is no quantity", "registers/stops.yml",
      "  - {field: from,",
      "  - field: factor\n    kind: choice\n    label: {zh: \"因子\", en: \"Factor\"}\n    choices:\n      - {choice: powr, label: {zh: \"功率\", en: \"Power\"}}\n  - {field: from,",
      [
        "registers/stops.yml:4:1: error: the field \"factor\" of register \"stops\" has the choice \"powr\", which is no quantity; did you mean \"power\"?"
      ]),
    Mistake(
      "backdating without declarations", "registers/pairs.yml",
      "clause: 4.4.a",
      "backdate: 1 h",
      [
        "registers/pairs.yml:3:1: error: register \"pairs\" declares no stops and can have no \"backdate\"; remove it, or write role: declarations"
      ]),
    Mistake(
      "a ledger that does not say whose a row is", "registers/pairs.yml",
      "clause: 4.4.a\nfields:\n  - {field: facility, kind: facility, required: true,",
      "clause: 4.4.a\nkept-by: facility\nfields:\n  - {field: facility, kind: facility,",
      [
        "registers/pairs.yml:4:10: error: register \"pairs\" is kept by the firms and does not say in one required field whose a row is; keep one field of kind facility, with required: true"
      ]),
    Mistake(
      "a ledger in which two firms could mean one row", "registers/pairs.yml",
      "clause: 4.4.a",
      "clause: 4.4.a\nkept-by: facility\nkey: meter",
      [
        "registers/pairs.yml:5:1: error: the key of register \"pairs\", which the firms keep, does not hold \"facility\"; add it, so that two firms never mean the same row"
      ]),
    Mistake(
      "stops kept as a ledger", "registers/stops.yml",
      "role: declarations",
      "role: declarations\nkept-by: facility",
      [
        "registers/stops.yml:3:10: error: register \"stops\" has the role declarations and is no ledger of firms; leave kept-by out"
      ]),
    Mistake(
      "a second register of declarations", "registers/pairs.yml",
      "clause: 4.4.a",
      "role: declarations",
      [
        "registers/pairs.yml:3:1: error: register \"pairs\" has the role declarations but not its required fields \"kind\" of kind choice, \"from\" of kind instant, \"until\" of kind instant; add each as {field: …, kind: …, required: true, label: …}",
        "registers/stops.yml:1:11: error: register \"stops\" is the second with the role declarations; keep the role on one register",
      ]),
    Mistake(
      "a register named like a word of the language", "registers/pairs.yml",
      "register: pairs",
      "register: devices",
      [
        "registers/pairs.yml:1:1: error: \"devices\" is a word of the language; choose another id",
        "rules/off.yml:4:8: error: \"watch\" of rule \"off\": there is no register \"pairs\"; declare it in registers.yml first",
      ]),
    Mistake(
      "a share in another unit", "registers/pairs.yml",
      "unit: kW",
      "unit: W",
      [
        "rules/off.yml:6:33: error: \"of\" of \"meter.power\" of rule \"off\": field \"rated\" is in W, quantity \"power\" in kW; keep both in one unit"
      ]),
    Mistake(
      "a share of a number without a unit", "registers/pairs.yml",
      ", unit: kW",
      "",
      [
        "rules/off.yml:6:33: error: \"of\" of \"meter.power\" of rule \"off\": field \"rated\" is in no unit, quantity \"power\" in kW; keep both in one unit"
      ]),
    Mistake(
      "cameras without their shape", "registers/cameras.yml",
      "",
      "register: towers\nrole: cameras\nlabel: {zh: \"瞭望\", en: \"Towers\"}\nfields:\n  - {field: camera, kind: text, label: {zh: \"编号\", en: \"Id\"}}\n  - {field: place, kind: place, required: true, label: {zh: \"镇\", en: \"Town\"}}\n  - {field: position, kind: position, required: true, label: {zh: \"位置\", en: \"Position\"}}\n  - {field: in-service, kind: text, label: {zh: \"在用\", en: \"In service\"}}",
      [
        "registers/cameras.yml:2:1: error: register \"towers\" has the role cameras but not its required fields \"camera\" of kind text; add each as {field: …, kind: …, required: true, label: …}",
        "registers/cameras.yml:2:1: error: register \"towers\" has the role cameras, in which the field \"in-service\" is of kind flag; make it a flag, or give it another id",
      ]),
    Mistake(
      "a syntax error", "units.yml",
      "kind: town, label",
      "kind: town label",
      [
        "units.yml:2:33: error: this is not YAML: did not find expected ',' or '}'; check indentation, colons, brackets and quotes here and on the line above"
      ]),
    Mistake(
      "an unclosed bracket", "units.yml",
      "en: \"North\"}}",
      "en: \"North\"",
      [
        "units.yml:3:1: error: this is not YAML: did not find expected ',' or '}'; check indentation, colons, brackets and quotes here and on the line above"
      ]),
    Mistake(
      "a tab as indentation", "places.yml",
      "  unit: north",
      "\tunit: north",
      [
        "places.yml:2:1: error: this is not YAML: found character that cannot start any token; check indentation, colons, brackets and quotes here and on the line above"
      ]),
    Mistake(
      "a key twice", "places.yml",
      "  unit: north",
      "  unit: north\n  unit: EEB",
      [
        "places.yml:2:3: error: the key \"unit\" stands twice in one mapping; keep one of them"
      ]),
    Mistake(
      "an alias", "clauses.yml",
      "lead: [EEB]",
      "lead: &x [EEB]",
      [
        "clauses.yml:3:9: error: YAML anchors and aliases (&name, *name) are not part of the plan language; write the value out at each place"
      ]),
    Mistake(
      "a file of the wrong name", "regsiters/more.yml",
      "",
      "register: more",
      [
        "regsiters/more.yml:1:1: error: no kind of plan element is kept in \"regsiters/more.yml\"; did you mean \"registers/\"?"
      ]),
    Mistake(
      "a file that ends in .yaml", "more.yaml",
      "",
      "a: 1",
      [
        "more.yaml:1:1: error: plan files end in .yml; rename it to end in .yml"
      ]),
    Mistake(
      "a boundary without its datum", "plan.yml",
      "map:",
      "boundary: {file: boundary.geojson}\nmap:",
      [
        "plan.yml:4:11: error: boundary has no \"datum\"; add datum: WGS-84, or datum: GCJ-02 for a file from a Chinese map service",
        "plan.yml:4:18: error: boundary: the plan folder has no boundary file \"boundary.geojson\"; put a .geojson file into the folder and name it",
      ]),
    Mistake(
      "an empty plan file", "plan.yml",
      "plan: small\ntitle: {zh: \"小计划\", en: \"Small plan\"}\nutc-offset: \"+08:00\"\nmap: {center: [120.9, 30.0], zoom: 11}\nair: {district: {name: North, city: River}}\nyear: 2021\ncalendar:\n  hours: [\"08:30-12:00\", \"13:30-17:30\"]\n  rest: [saturday, sunday]\n  years:\n    - {year: 2021, off: [2021-01-01, {from: 2021-10-01, until: 2021-10-07}], worked: [2021-10-09]}",
      "# nothing",
      [
        "plan.yml:1:1: error: the file is empty; write plan, title, utc-offset and map"
      ]),
    Mistake(
      "a rule about what nobody declares", "registers/pairs.yml",
      "field: facility, kind: facility, required: true",
      "field: firm, kind: text",
      [
        "rules/off.yml:7:1: error: rule \"off\" excepts what facilities declare, but its rows name no facility; add a field of kind facility to the register, or remove declared",
        "rules/off.yml:9:24: error: rule \"off\" tells the facility, but its rows name none; add a field of kind facility to the register",
      ]),
  ]
}
