/// Mistakes in objectives, rankings and what they stand on, with what the writer is told, word for word.
extension Mistake {
  static let inObjectives: [Mistake] = [
    Mistake(
      "an unknown statistic", "objectives.yml",
      "annual-mean",
      "mean-annual",
      [
        "objectives.yml:4:13: error: the measure of objective \"O.1\" is no statistic a plan knows; write good-day-share, {annual-mean: quantity}, {annual-percentile-90: quantity}, {class-two: bulletin}, {rank: ranking} or {change-on-year: composite-index}"
      ]),
    Mistake(
      "a dangling quantity", "objectives.yml",
      "annual-mean: pm25",
      "annual-mean: pm52",
      [
        "objectives.yml:4:26: error: the measure of objective \"O.1\": there is no quantity \"pm52\"; did you mean \"pm25\"?"
      ]),
    Mistake(
      "a target in another unit", "objectives.yml",
      "28 ug/m3",
      "28 kW",
      [
        "objectives.yml:5:21: error: the target of objective \"O.1\" is in kW; write it in µg/m³"
      ]),
    Mistake(
      "a target without a unit", "objectives.yml",
      "28 ug/m3",
      "28",
      [
        "objectives.yml:5:21: error: the target of objective \"O.1\" has no unit; write it in µg/m³"
      ]),
    Mistake(
      "a target with two bounds", "objectives.yml",
      "{at-most: 28 ug/m3}",
      "{at-most: 28 ug/m3, at-least: 1 ug/m3}",
      [
        "objectives.yml:5:11: error: the target of objective \"O.1\" needs one bound; write either at-most or at-least"
      ]),
    Mistake(
      "a misspelt measure", "objectives.yml",
      "class-two: strict",
      "clas-two: strict",
      [
        "objectives.yml:9:13: error: the measure of objective \"O.2\" is no statistic a plan knows; did you mean \"class-two\"?"
      ]),
    Mistake(
      "a misspelt measure of one word", "objectives.yml",
      "{annual-mean: pm25}",
      "good-days-share",
      [
        "objectives.yml:4:12: error: the measure of objective \"O.1\" is no statistic a plan knows; did you mean \"good-day-share\"?"
      ]),
    Mistake(
      "a reading of class II that nobody knows", "objectives.yml",
      "class-two: strict",
      "class-two: strickt",
      [
        "objectives.yml:9:24: error: the measure of objective \"O.2\" cannot be \"strickt\"; did you mean \"strict\"?"
      ]),
    Mistake(
      "class II with a target", "objectives.yml",
      "measure: {class-two: strict}",
      "measure: {class-two: strict}\n  target: {at-most: 6}",
      [
        "objectives.yml:10:3: error: objective \"O.2\" has a target, but the limits of class II are the standard's; remove the target"
      ]),
    Mistake(
      "a rank without a target", "objectives.yml",
      "\n  target: {at-most: 2}",
      "",
      [
        "objectives.yml:10:3: error: objective \"O.3\" has no \"target\"; add target: {at-most: 3}"
      ]),
    Mistake(
      "a dangling ranking", "objectives.yml",
      "rank: districts",
      "rank: district",
      [
        "objectives.yml:13:19: error: the measure of objective \"O.3\": there is no ranking \"district\"; did you mean \"districts\"?"
      ]),
    Mistake(
      "a rank among stations", "objectives.yml",
      "rank: districts",
      "rank: towns",
      [
        "objectives.yml:13:19: error: ranking \"towns\" ranks stations, so the district has no rank in it; name a ranking of places"
      ]),
    Mistake(
      "a rank beyond the last", "objectives.yml",
      "at-most: 2}",
      "at-most: 3}",
      [
        "objectives.yml:14:21: error: the target of objective \"O.3\" is beyond the 2 places of ranking \"districts\"; write a whole number from 1 to 2"
      ]),
    Mistake(
      "half a rank", "objectives.yml",
      "at-most: 2}",
      "at-most: 1.5}",
      [
        "objectives.yml:14:21: error: the target of objective \"O.3\" is no rank; write a whole number from 1"
      ]),
    Mistake(
      "a rank in per cent", "objectives.yml",
      "at-most: 2}",
      "at-most: 2 %}",
      [
        "objectives.yml:14:21: error: the target of objective \"O.3\" is in %; write a pure number"
      ]),
    Mistake(
      "a rank of at least", "objectives.yml",
      "at-most: 2}",
      "at-least: 2}",
      [
        "objectives.yml:14:12: error: the target of objective \"O.3\" is at least a figure of which the smaller is the better; write at-most"
      ]),
    Mistake(
      "a change of what is no figure", "objectives.yml",
      "change-on-year: composite-index",
      "change-on-year: composite",
      [
        "objectives.yml:18:29: error: the measure of objective \"O.4\" cannot be \"composite\"; write one of composite-index, pm25, pm10, so2, no2, co, o3"
      ]),
    Mistake(
      "a change in another unit", "objectives.yml",
      "0 %",
      "0 ug/m3",
      [
        "objectives.yml:19:21: error: the target of objective \"O.4\" is in µg/m³; write it in %"
      ]),
    Mistake(
      "a rank in a plan that does not name its district", "plan.yml",
      "\nair: {district: {name: North, city: River}}",
      "",
      [
        "objectives.yml:13:19: error: the plan does not say which place of ranking \"districts\" is the district; add air: {district: {name: …, city: …}} to plan.yml"
      ]),
    Mistake(
      "a district that is not ranked", "plan.yml",
      "name: North",
      "name: Noorth",
      [
        "objectives.yml:13:19: error: the district \"Noorth\" is no place of ranking \"districts\"; add it to the ranking's places, or correct air in plan.yml"
      ]),
    Mistake(
      "a district of another city", "plan.yml",
      "city: River",
      "city: Lake",
      [
        "objectives.yml:13:19: error: the district \"North\" is no place of ranking \"districts\"; add it to the ranking's places, or correct air in plan.yml"
      ]),
    Mistake(
      "air without its district", "plan.yml",
      "{district: {name: North, city: River}}",
      "{distrct: North}",
      [
        "plan.yml:5:7: error: air has no key \"distrct\"; did you mean \"district\"?"
      ]),
    Mistake(
      "a district without a name", "plan.yml",
      "name: North, ",
      "",
      [
        "plan.yml:5:17: error: the district of air has no \"name\"; add the place's name, as imported tables write it"
      ]),
    Mistake(
      "a ranking of micro-stations", "rankings.yml",
      "stations: town",
      "stations: micro",
      [
        "rankings.yml:9:18: error: ranking \"towns\" ranks micro-stations, which never enter published figures; write assessed or town"
      ]),
    Mistake(
      "a ranking of stations of no role", "rankings.yml",
      "stations: town",
      "stations: twon",
      [
        "rankings.yml:9:18: error: \"stations\" of ranking \"towns\" cannot be \"twon\"; did you mean \"town\"?"
      ]),
    Mistake(
      "a ranking of places and of stations", "rankings.yml",
      "{stations: town}",
      "{stations: town, places: [North, South]}",
      [
        "rankings.yml:9:7: error: \"of\" of ranking \"towns\" must name either places or stations; write {places: […]} or {stations: assessed}"
      ]),
    Mistake(
      "a ranking of nothing", "rankings.yml",
      "  of: {stations: town}\n",
      "",
      [
        "rankings.yml:6:3: error: ranking \"towns\" has no \"of\"; add of: {places: […]} or of: {stations: assessed}"
      ]),
    Mistake(
      "a ranking of one place", "rankings.yml",
      ", South]",
      "]",
      [
        "rankings.yml:3:16: error: ranking \"districts\" has fewer than two places; name every place that is ranked"
      ]),
    Mistake(
      "a place ranked twice", "rankings.yml",
      "South",
      "North",
      [
        "rankings.yml:3:45: error: ranking \"districts\" names \"North\" twice; keep one, or tell them apart as {name: …, city: …}"
      ]),
    Mistake(
      "a place that is a list", "rankings.yml",
      "South",
      "[South]",
      [
        "rankings.yml:3:45: error: a place of ranking \"districts\" is a list where a mapping is needed; write it as {name: …, city: …}"
      ]),
    Mistake(
      "a ranking by another figure", "rankings.yml",
      "composite-index",
      "composite-indx",
      [
        "rankings.yml:4:7: error: \"by\" of ranking \"districts\" cannot be \"composite-indx\"; did you mean \"composite-index\"?"
      ]),
    Mistake(
      "ties that nobody numbers so", "rankings.yml",
      "dense",
      "densest",
      [
        "rankings.yml:10:9: error: \"ties\" of ranking \"towns\" cannot be \"densest\"; did you mean \"dense\"?"
      ]),
    Mistake(
      "a ranking of a clause that is none", "rankings.yml",
      "clause: 4.4.a",
      "clause: 4.4.b",
      [
        "rankings.yml:7:11: error: the clause of ranking \"towns\": there is no clause \"4.4.b\"; did you mean \"4.4.a\"?"
      ]),
    Mistake(
      "an id a ranking cannot have", "rankings.yml",
      "ranking: towns",
      "ranking: Towns",
      [
        "rankings.yml:6:12: error: the id of a ranking is \"Towns\", which cannot be an id; use lower-case letters, digits and hyphens, a letter first, at most 48"
      ]),
  ]
}
