/// Mistakes in roles, with what the writer is told, word for word.
extension Mistake {
  static let inRoles: [Mistake] = [
    Mistake(
      "a role that may nothing", "roles.yml",
      "may: officer, ",
      "",
      [
        "roles.yml:1:3: error: role \"grid-officer\" has no \"may\"; say what it may do: may: officer"
      ]),
    Mistake(
      "a role with an unknown power", "roles.yml",
      "may: officer",
      "may: oficer",
      [
        "roles.yml:1:69: error: \"may\" of role \"grid-officer\" cannot be \"oficer\"; did you mean \"officer\"?"
      ]),
    Mistake(
      "a role with a power twice", "roles.yml",
      "[duty, auditor]",
      "[auditor, auditor]",
      [
        "roles.yml:2:67: error: \"may\" of role \"keeper\" names \"auditor\" twice; keep one"
      ]),
    Mistake(
      "a role without any power", "roles.yml",
      "[duty, auditor]",
      "[]",
      [
        "roles.yml:2:57: error: \"may\" of role \"keeper\" allows nothing; name at least one"
      ]),
    Mistake(
      "a role of two kinds of administrators", "roles.yml",
      "[duty, auditor]",
      "[administrator, auditor]",
      [
        "roles.yml:2:57: error: \"may\" of role \"keeper\" joins administrators of two kinds; make a role for each: administrator, security, auditor"
      ]),
    Mistake(
      "a firm's contact who works as an official", "roles.yml",
      "may: enterprise",
      "may: [enterprise, duty]",
      [
        "roles.yml:3:59: error: \"may\" of role \"contact\" joins enterprise with what officials may do; make a role of its own for the contacts of firms"
      ]),
    Mistake(
      "a role of no unit", "roles.yml",
      "units: [every-town]",
      "units: []",
      [
        "roles.yml:1:85: error: \"units\" of role \"grid-officer\" names none; name at least one, or leave units out for everybody"
      ]),
    Mistake(
      "a role of an unknown unit", "roles.yml",
      "units: [every-town]",
      "units: [notrh]",
      [
        "roles.yml:1:86: error: \"units\" of role \"grid-officer\": there is no unit \"notrh\"; did you mean \"north\"?"
      ]),
    Mistake(
      "a role in one language", "roles.yml",
      ", en: \"Keeper\"}",
      "}",
      [
        "roles.yml:2:25: error: the label of role \"keeper\" has no \"en\"; add the English text"
      ]),
    Mistake(
      "a role twice", "roles.yml",
      "role: keeper",
      "role: contact",
      [
        "roles.yml:3:10: error: role \"contact\" is declared twice, first at roles.yml:2:10; remove one, or give it an id of its own"
      ]),
  ]
}
