/// Mistakes in official documents and in what is drafted when a step is late.
extension Mistake {
  private static let file = "documents/urge.yml"

  static let inDocuments: [Mistake] = [
    Mistake(
      "a numbering without its year", file, "北环督〔{year}〕{number}号", "北环督{number}号",
      [
        "documents/urge.yml:5:9: error: \"number\" of document \"urge\" has not one {year}; write it as the office numbers, with {year} and {number} once each"
      ]),
    Mistake(
      "a signer nobody knows", file, "sign: [lead, leader,", "sign: [lead, boss,",
      [
        "documents/urge.yml:6:14: error: \"sign\" of document \"urge\" cannot be \"boss\"; write lead, assignee, duty, leader or {unit: …}",
        "procedures/off.yml:12:37: error: \"leader\" may not sign document \"urge\"; name one of lead, unit:north, or add it to sign of the document",
      ]),
    Mistake(
      "a field of no kind", file, "kind: date", "kind: day",
      [
        "documents/urge.yml:14:30: error: \"kind\" of field \"answer-by\" of document \"urge\" cannot be \"day\"; write one of text, prose, date, choice, officer"
      ]),
    Mistake(
      "an officer from the facts", file, "from: officer", "from: facts",
      [
        "documents/urge.yml:15:39: error: field \"inspector\" of document \"urge\" cannot come from \"facts\"; write from: officer"
      ]),
    Mistake(
      "a receiver where nothing was served", file, "kind: text, from: assignee",
      "kind: text, from: receiver",
      [
        "documents/urge.yml:10:1: error: field \"addressee\" of document \"urge\" comes from a service, and it is no receipt of one; write of: service, or take the field from the case"
      ]),
    Mistake(
      "a field twice", file, "field: monitor", "field: facts",
      ["documents/urge.yml:13:5: error: document \"urge\" has the field \"facts\" twice; keep one"]),
    Mistake(
      "a field called like a word of every document", file, "field: monitor", "field: number",
      [
        "documents/urge.yml:13:5: error: field \"number\" of document \"urge\" is called like what every document has; choose another id"
      ]),
    Mistake(
      "a need of a choice that is not there", file, "{receipt: refused}", "{receipt: denied}",
      [
        "documents/urge.yml:22:5: error: \"required-when\" of field \"witness\" of document \"urge\": \"receipt\" has no choice \"denied\"; write one of signed, refused"
      ]),
    Mistake(
      "a need of a field that is not there", file, "{receipt: refused}", "{reciept: refused}",
      [
        "documents/urge.yml:22:5: error: \"required-when\" of field \"witness\" of document \"urge\" asks for \"reciept\", which is no field of kind choice; did you mean \"receipt\"?"
      ]),
    Mistake(
      "a choice of nothing", file, "kind: text, from: assignee", "kind: choice, from: assignee",
      [
        "documents/urge.yml:11:5: error: field \"addressee\" of document \"urge\" is a choice of nothing; add choices: [{choice: id, label: …}]",
        "documents/urge.yml:11:38: error: field \"addressee\" of document \"urge\" cannot come from \"assignee\"; leave from out, or make it a text",
      ]),
    Mistake(
      "a text that asks for no field", file, "{{witness}}", "{{witnes}}",
      [
        "documents/urge.yml:24:7: error: line 11 of \"text\" of document \"urge\" (zh) asks for \"witnes\", which is no field; did you mean \"witness\"?"
      ]),
    Mistake(
      "a section that is not closed", file, "{{/receipt.refused}}", "",
      [
        "documents/urge.yml:24:7: error: line 10 of \"text\" of document \"urge\" (zh): section \"receipt.refused\" is not closed; write {{/receipt.refused}} after it"
      ]),
    Mistake(
      "a style that no form has", file, "::: head", "::: haed",
      [
        "documents/urge.yml:24:7: error: line 1 of \"text\" of document \"urge\" (zh): there is no style \"haed\"; did you mean \"head\"?"
      ]),
    Mistake(
      "a row with a cell too many", file, "| Answer  |", "| Answer  | by |",
      [
        "documents/urge.yml:37:7: error: line 7 of \"text\" of document \"urge\" (en): the row has 3 cells where the first has 2; write 2, some of them empty"
      ]),
    Mistake(
      "a document that no plan has, drafted late", "procedures/off.yml", "draft: urge",
      "draft: urgent",
      [
        "procedures/off.yml:12:25: error: \"draft\" of \"late\" of procedure \"off\": there is no document \"urgent\"; did you mean \"urge\"?"
      ]),
    Mistake(
      "a draft that somebody else signs", "procedures/off.yml", "sign: leader", "sign: duty",
      [
        "procedures/off.yml:12:37: error: \"duty\" may not sign document \"urge\"; name one of lead, leader, unit:north, or add it to sign of the document"
      ]),
    Mistake(
      "a signer without a document", "procedures/off.yml", "draft: urge, sign: leader",
      "sign: leader",
      [
        "procedures/off.yml:12:5: error: \"late\" of procedure \"off\" neither tells nor drafts; name whom to tell (duty, assignee, lead or facility), or a document to draft"
      ]),
  ]
}
