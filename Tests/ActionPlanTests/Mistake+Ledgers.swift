/// Mistakes in what names, dates and guards rows, and in checklists, with what the writer is told, word for word.
extension Mistake {
  static let inLedgers: [Mistake] = [
    Mistake(
      "a key of an unknown field", "registers/shops.yml",
      "key: code",
      "key: cod",
      [
        "registers/shops.yml:4:6: error: \"key\" of register \"shops\": register \"shops\" has no field \"cod\"; did you mean \"code\"?"
      ]),
    Mistake(
      "a key that names a field twice", "registers/checks.yml",
      "[shop, number]",
      "[shop, shop]",
      [
        "registers/checks.yml:4:13: error: \"key\" of register \"checks\" names \"shop\" twice; keep one"
      ]),
    Mistake(
      "a key of a kind that names nothing", "registers/shops.yml",
      "key: code",
      "key: spot",
      [
        "registers/shops.yml:4:6: error: \"key\" of register \"shops\" is \"spot\", a position, by which no row is called; name another field"
      ]),
    Mistake(
      "a key of nothing", "registers/shops.yml",
      "key: code",
      "key: []",
      [
        "registers/shops.yml:4:6: error: \"key\" of register \"shops\" names no field; name one, or leave key out"
      ]),
    Mistake(
      "a title that is no field", "registers/shops.yml",
      "title: name",
      "title: nmae",
      [
        "registers/shops.yml:5:8: error: \"title\" of register \"shops\": register \"shops\" has no field \"nmae\"; did you mean \"name\"?"
      ]),
    Mistake(
      "rows dated by an instant", "registers/checks.yml",
      "dated: checked-on",
      "dated: seen-at",
      [
        "registers/checks.yml:5:8: error: \"dated\" of register \"checks\": field \"seen-at\" of register \"checks\" is of kind instant, not date; write one of checked-on, due-on"
      ]),
    Mistake(
      "an unknown keeper", "registers/shops.yml",
      "keepers: [EEB]",
      "keepers: [EBB]",
      [
        "registers/shops.yml:6:11: error: \"keepers\" of register \"shops\": there is no unit \"EBB\"; did you mean \"EEB\"?"
      ]),
    Mistake(
      "a row of no register", "registers/checks.yml",
      "kind: row, of: shops",
      "kind: row",
      [
        "registers/checks.yml:7:5: error: a field of register \"checks\" has no \"of\"; add of: the register whose rows it names"
      ]),
    Mistake(
      "a row of an unknown register", "registers/checks.yml",
      "of: shops",
      "of: shop",
      [
        "registers/checks.yml:7:34: error: \"of\" of field \"shop\" of register \"checks\": there is no register \"shop\"; did you mean \"shops\"?"
      ]),
    Mistake(
      "a register named by a text", "registers/checks.yml",
      "field: van, kind: plate",
      "field: van, kind: plate, of: shops",
      [
        "registers/checks.yml:17:35: error: field \"van\" of register \"checks\" names rows of a register but is of another kind; write kind: row"
      ]),
    Mistake(
      "a misspelt new kind of field", "registers/shops.yml",
      "kind: credit-code",
      "kind: creditcode",
      [
        "registers/shops.yml:9:25: error: the kind of field \"code\" of register \"shops\" cannot be \"creditcode\"; did you mean \"credit-code\"?"
      ]),
    Mistake(
      "a condition beside required", "registers/checks.yml",
      "required-when: \"result = 'fail'\"",
      "required: true, required-when: \"result = 'fail'\"",
      [
        "registers/checks.yml:25:55: error: \"required-when\" of field \"report\" of register \"checks\" stands beside required: true, which holds in every row; keep one of the two"
      ]),
    Mistake(
      "a condition on the field itself", "registers/checks.yml",
      "result = 'fail'",
      "report is empty",
      [
        "registers/checks.yml:25:54: error: \"required-when\" of field \"report\" of register \"checks\" asks for the field itself; let it depend on other fields"
      ]),
    Mistake(
      "a condition on an unknown field", "registers/checks.yml",
      "result = 'fail'",
      "reslut = 'fail'",
      [
        "registers/checks.yml:25:54: error: \"required-when\" of field \"report\" of register \"checks\" names \"reslut\", which is no field of register \"checks\"; did you mean \"result\"?"
      ]),
    Mistake(
      "a field called like a word of conditions", "registers/shops.yml",
      "field: spot",
      "field: today",
      [
        "registers/shops.yml:13:13: error: \"today\" is a word of conditions, which no field may be called; choose another id"
      ]),
    Mistake(
      "a register called like a word of tests", "registers/times.yml",
      "",
      "register: times\nlabel: {zh: \"甲\", en: \"A\"}\nfields: [{field: a, kind: text, label: {zh: \"甲\", en: \"A\"}}]",
      [
        "registers/times.yml:1:1: error: \"times\" is a word of the language; choose another id"
      ]),
    Mistake(
      "an item twice", "checklists.yml",
      "item: carbon",
      "item: closed",
      [
        "checklists.yml:7:12: error: checklist \"spray-six\" has the item \"closed\" twice; keep one"
      ]),
    Mistake(
      "an item called like a field of its own", "checklists.yml",
      "item: carbon",
      "item: note",
      [
        "checklists.yml:7:12: error: item \"note\" of checklist \"spray-six\" is called like a field every inspection has; choose another id"
      ]),
    Mistake(
      "an item of a kind that answers nothing", "checklists.yml",
      "item: carbon",
      "item: carbon, kind: place",
      [
        "checklists.yml:7:26: error: the kind of an item of checklist \"spray-six\" cannot be \"place\"; write one of choice, date, decimal, flag, integer, text"
      ]),
    Mistake(
      "a unit of a judged item", "checklists.yml",
      "item: carbon",
      "item: carbon, unit: kg",
      [
        "checklists.yml:7:20: error: an item of checklist \"spray-six\" is judged and can have no \"unit\"; remove it, or add the kind of answer: choice, date, decimal, flag, integer, text"
      ]),
    Mistake(
      "a checklist of an unknown register", "checklists.yml",
      "of: shops",
      "of: shpos",
      [
        "checklists.yml:4:5: error: \"of\" of checklist \"spray-six\": there is no register \"shpos\"; did you mean \"shops\"?"
      ]),
    Mistake(
      "a checklist of itself", "checklists.yml",
      "of: shops",
      "of: spray-six",
      [
        "checklists.yml:4:1: error: checklist \"spray-six\" inspects its own inspections; name the register of what is inspected, or leave of out for facilities"
      ]),
    Mistake(
      "a checklist without items", "checklists.yml",
      "items:\n  - {item: closed, label: {zh: \"密闭\", en: \"Closed\"}}\n  - {item: carbon, label: {zh: \"活性炭\", en: \"Carbon\"}}",
      "items: []",
      [
        "checklists.yml:5:8: error: checklist \"spray-six\" has no items; add at least one"
      ]),
    Mistake(
      "a checklist with the id of a register", "registers/more.yml",
      "",
      "register: spray-six\nlabel: {zh: \"甲\", en: \"A\"}\nfields: [{field: a, kind: text, label: {zh: \"甲\", en: \"A\"}}]",
      [
        "checklists.yml:1:12: error: checklist \"spray-six\" needs the register of its id, which is declared at registers/more.yml:1:11; give one of the two another id"
      ]),
    Mistake(
      "a register broader than a table", "registers/broad.yml",
      "",
      "register: broad\nlabel: {zh: \"甲\", en: \"A\"}\nfields:\n"
        + (0...200).map { "  - {field: f\($0), kind: flag, label: {zh: \"甲\", en: \"A\"}}\n" }
        .joined(),
      [
        "registers/broad.yml:204:5: error: register \"broad\" has more than 200 fields; split it into two registers"
      ]),
  ]
}
