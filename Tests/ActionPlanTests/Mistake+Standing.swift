/// Mistakes in zones, trades, credit and vetoes, with what the writer is told, word for word.
extension Mistake {
  static let inStanding: [Mistake] = [
    Mistake(
      "a zone in two ways", "zones.yml",
      "places: [\"330604001\"]",
      "places: [\"330604001\"]\n  outline: {file: a.geojson, datum: WGS-84}",
      [
        "zones.yml:1:3: error: zone \"no-burn\" must say where it lies in one way; write either places: […] or outline: {file: …, datum: …}",
        "zones.yml:5:19: error: the outline of zone \"no-burn\": the plan folder has no boundary file \"a.geojson\"; put a .geojson file into the folder and name it",
      ]),
    Mistake(
      "a zone nowhere", "zones.yml",
      "  places: [\"330604001\"]\n",
      "",
      [
        "zones.yml:1:3: error: zone \"no-burn\" must say where it lies in one way; write either places: […] or outline: {file: …, datum: …}"
      ]),
    Mistake(
      "a zone of an unknown place", "zones.yml",
      "\"330604001\"",
      "\"330604002\"",
      [
        "zones.yml:4:12: error: \"places\" of zone \"no-burn\": there is no place \"330604002\"; did you mean \"330604001\"?"
      ]),
    Mistake(
      "a zone that names a place twice", "zones.yml",
      "[\"330604001\"]",
      "[\"330604001\", \"330604001\"]",
      [
        "zones.yml:4:25: error: \"places\" of zone \"no-burn\" names \"330604001\" twice; keep one"
      ]),
    Mistake(
      "a zone for an unknown trade", "zones.yml",
      "trades: [cement]",
      "trades: [cemnet]",
      [
        "zones.yml:6:17: error: \"trades\" of a rule of entry of zone \"no-burn\": there is no trade \"cemnet\"; did you mean \"cement\"?"
      ]),
    Mistake(
      "a zone for no trade", "zones.yml",
      "trades: [cement]",
      "trades: []",
      [
        "zones.yml:6:16: error: \"trades\" of a rule of entry of zone \"no-burn\" names none; name at least one, or leave trades out for all"
      ]),
    Mistake(
      "an unknown entry", "zones.yml",
      "entry: forbidden",
      "entry: forbiden",
      [
        "zones.yml:6:33: error: \"entry\" of a rule of entry of zone \"no-burn\" cannot be \"forbiden\"; did you mean \"forbidden\"?"
      ]),
    Mistake(
      "an entry without its ground", "zones.yml",
      ", why: {zh: \"限制\", en: \"With care\"}",
      "",
      [
        "zones.yml:7:7: error: a rule of entry of zone \"no-burn\" has no \"why\"; add why: {zh: …, en: …}; people see it in both languages"
      ]),
    Mistake(
      "a zone without rules", "zones.yml",
      "entry:\n    - {trades: [cement], entry: forbidden, why: {zh: \"禁止\", en: \"Not here\"}}\n    - {entry: restricted, why: {zh: \"限制\", en: \"With care\"}}",
      "entry: []",
      [
        "zones.yml:5:10: error: zone \"no-burn\" has no rule of entry; add at least one"
      ]),
    Mistake(
      "an unknown class of the catalogue", "trades.yml",
      "catalogue: restricted",
      "catalogue: restrictd",
      [
        "trades.yml:1:63: error: the catalogue of trade \"cement\" cannot be \"restrictd\"; did you mean \"restricted\"?"
      ]),
    Mistake(
      "a trade without its class", "trades.yml",
      ", catalogue: allowed",
      "",
      [
        "trades.yml:2:3: error: trade \"coating\" has no \"catalogue\"; add catalogue: encouraged, allowed, restricted or eliminated"
      ]),
    Mistake(
      "a replacement of nothing", "trades.yml",
      "replacement: 1.5",
      "replacement: 0",
      [
        "trades.yml:1:89: error: \"replacement\" of trade \"cement\" is 0; write how much old capacity goes for each unit of new, such as 1.25"
      ]),
    Mistake(
      "a blacklist for everybody", "credits.yml",
      "blacklist-below: 60",
      "blacklist-below: 160",
      [
        "credits.yml:5:1: error: credit \"spraying\" blacklists everybody: 160 is over the start 100; write less than start"
      ]),
    Mistake(
      "a rule of no points", "credits.yml",
      "points: -5",
      "points: 0",
      [
        "credits.yml:7:65: error: rule \"open\" of credit \"spraying\" gives 0 points; write less than 0 to take points"
      ]),
    Mistake(
      "points for hours", "credits.yml",
      "365 d",
      "24 h",
      [
        "credits.yml:7:84: error: \"lasts\" of rule \"open\" of credit \"spraying\" is \"24 h\", which is no count of days; write whole days from 1 d to 3660 d, such as 365 d"
      ]),
    Mistake(
      "points of no facility", "credits.yml",
      "points: -5",
      "facility: inspector, points: -5",
      [
        "credits.yml:7:75: error: \"facility\" of rule \"open\" of credit \"spraying\": field \"inspector\" of register \"spray-six\" is of kind text, not facility; write facility"
      ]),
    Mistake(
      "points from no day", "credits.yml",
      "register: spray-six, where: \"closed = 'fail'\"",
      "register: shops",
      [
        "credits.yml:7:5: error: rule \"open\" of credit \"spraying\" counts points from no day: register \"shops\" has no date; add dated: and a date field, here or in the register"
      ]),
    Mistake(
      "a rule of credit twice", "credits.yml",
      "rules:",
      "rules:\n  - {rule: open, register: spray-six, points: -1, lasts: 1 d, label: {zh: \"甲\", en: \"A\"}}",
      [
        "credits.yml:8:12: error: credit \"spraying\" has the rule \"open\" twice; keep one"
      ]),
    Mistake(
      "a credit without rules", "credits.yml",
      "rules:\n  - {rule: open, register: spray-six, where: \"closed = 'fail'\", points: -5, lasts: 365 d, label: {zh: \"未密闭\", en: \"Open\"}}",
      "rules: []",
      [
        "credits.yml:6:8: error: credit \"spraying\" has no rules; add at least one"
      ]),
    Mistake(
      "a veto of every row", "vetoes.yml",
      "where: \"town is empty\"\n",
      "",
      [
        "vetoes.yml:1:1: error: veto \"unreachable\" has no \"where\"; say which rows bar their facility"
      ]),
    Mistake(
      "a veto of an unknown facility field", "vetoes.yml",
      "facility: facility",
      "facility: firm",
      [
        "vetoes.yml:6:11: error: \"facility\" of veto \"unreachable\": register \"shops\" has no field \"firm\"; write facility"
      ]),
  ]
}
