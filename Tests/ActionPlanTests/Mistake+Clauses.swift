/// Mistakes in clauses and campaigns, with what the writer is told, word for word.
extension Mistake {
  static let inClauses: [Mistake] = [
    Mistake(
      "a day the calendar does not have", "clauses/spray.yml",
      "2021-11-30",
      "2021-11-31",
      [
        "clauses/spray.yml:5:6: error: \"due\" of clause \"7.1.a\" is \"2021-11-31\", which is no day; write year, month and day that the calendar has, such as 2021-07-01"
      ]),
    Mistake(
      "a year of two digits", "clauses/spray.yml",
      "2021-11-30",
      "21-11-30",
      [
        "clauses/spray.yml:5:6: error: \"due\" of clause \"7.1.a\" is \"21-11-30\", which is no day; write year, month and day that the calendar has, such as 2021-07-01"
      ]),
    Mistake(
      "an unknown rhythm", "clauses/spray.yml",
      "reports: month",
      "reports: monthly",
      [
        "clauses/spray.yml:6:10: error: \"reports\" of clause \"7.1.a\" cannot be \"monthly\"; did you mean \"month\"?"
      ]),
    Mistake(
      "a target in one language", "clauses/spray.yml",
      ", en: \">= 10 checks\"}",
      "}",
      [
        "clauses/spray.yml:4:9: error: the target of clause \"7.1.a\" has no \"en\"; add the English text"
      ]),
    Mistake(
      "a milestone twice", "clauses/spray.yml",
      "milestone: half",
      "milestone: list",
      [
        "clauses/spray.yml:9:17: error: clause \"7.1.a\" has the milestone \"list\" twice; keep one"
      ]),
    Mistake(
      "a milestone without its day", "clauses/spray.yml",
      ", by: 2021-06-30",
      "",
      [
        "clauses/spray.yml:9:5: error: a milestone of clause \"7.1.a\" has no \"by\"; add by: and its last day, such as 2021-06-30"
      ]),
    Mistake(
      "a milestone of a unit that does not lead", "clauses.yml",
      "with: [every-town]",
      "milestones: [{milestone: list, label: {zh: \"甲\", en: \"A\"}, by: 2021-03-01, units: [north]}]",
      [
        "clauses.yml:4:61: error: milestone \"list\" of clause \"4.4.a\" concerns \"north\", which does not lead it; write EEB"
      ]),
    Mistake(
      "a milestone after the clause is due", "clauses/spray.yml",
      "by: 2021-06-30",
      "by: 2021-12-15",
      [
        "clauses/spray.yml:9:54: error: milestone \"half\" of clause \"7.1.a\" is by 2021-12-15, after the clause is due on 2021-11-30; set it earlier, or the due day later"
      ]),
    Mistake(
      "milestones out of order", "clauses/spray.yml",
      "by: 2021-06-30",
      "by: 2021-02-28",
      [
        "clauses/spray.yml:9:54: error: milestone \"half\" of clause \"7.1.a\" is by 2021-02-28, before \"list\" above it; put the earliest first"
      ]),
    Mistake(
      "what is pending without brackets", "clauses/spray.yml",
      "[{zh: \"溯源模型\", en: \"source tracing\"}]",
      "{zh: \"溯源模型\", en: \"source tracing\"}",
      [
        "clauses/spray.yml:10:10: error: \"pending\" of clause \"7.1.a\" is a mapping where a list is needed; put it in brackets: […]"
      ]),
    Mistake(
      "a year before there were plans", "plan.yml",
      "year: 2021",
      "year: 21",
      [
        "plan.yml:6:7: error: the plan's year is \"21\"; write a whole number from 1990 to 2100"
      ]),
    Mistake(
      "targets of a plan without a year", "plan.yml",
      "\nyear: 2021",
      "",
      [
        "indicators.yml:5:11: error: the target of indicator \"check-count\" says not by when, and plan.yml names no year; add year: 2021 to plan.yml, or by: 2021-12-31 here",
        "indicators.yml:17:11: error: the target of indicator \"pass-share\" says not by when, and plan.yml names no year; add year: 2021 to plan.yml, or by: 2021-12-31 here",
        "indicators.yml:28:11: error: the target of indicator \"paint-growth\" says not by when, and plan.yml names no year; add year: 2021 to plan.yml, or by: 2021-12-31 here",
        "indicators.yml:38:11: error: the target of indicator \"coverage\" says not by when, and plan.yml names no year; add year: 2021 to plan.yml, or by: 2021-12-31 here",
      ]),
    Mistake(
      "a campaign that ends before it begins", "campaigns.yml",
      "until: 2021-09-30",
      "until: 2021-03-30",
      [
        "campaigns.yml:5:1: error: campaign \"season\" ends on 2021-03-30, before it begins on 2021-04-01; swap from and until"
      ]),
    Mistake(
      "a campaign without its first day", "campaigns.yml",
      "from: 2021-04-01\n",
      "",
      [
        "campaigns.yml:1:1: error: campaign \"season\" has no \"from\"; add from: and its first day, such as 2021-04-01"
      ]),
    Mistake(
      "a stage outside its campaign", "campaigns.yml",
      "by: 2021-04-15",
      "by: 2021-10-15",
      [
        "campaigns.yml:7:50: error: stage \"list\" of campaign \"season\" is by 2021-10-15, outside 2021-04-01 to 2021-09-30; set it within the campaign"
      ]),
    Mistake(
      "a stage of an unknown unit", "campaigns.yml",
      "units: [EEB]",
      "units: [EBB]",
      [
        "campaigns.yml:7:74: error: \"units\" of stage \"list\" of campaign \"season\": there is no unit \"EBB\"; did you mean \"EEB\"?"
      ]),
    Mistake(
      "a campaign of an unknown clause", "campaigns.yml",
      "clause: 7.1.a",
      "clause: 7.1.b",
      [
        "campaigns.yml:2:9: error: the clause of campaign \"season\": there is no clause \"7.1.b\"; did you mean \"7.1.a\"?"
      ]),
  ]
}
