/// Mistakes in the calendar and in limits that are counted by it.
extension Mistake {
  static let inCalendar: [Mistake] = [
    Mistake(
      "hours that are no stretch of a day", "plan.yml", "08:30-12:00", "8:30-12:00",
      [
        "plan.yml:8:11: error: \"hours\" of the calendar is \"8:30-12:00\", which is no stretch of a day; write it in quotes from begin to end, such as \"08:30-12:00\""
      ]),
    Mistake(
      "hours that do not ascend", "plan.yml", "13:30-17:30", "11:00-17:30",
      ["plan.yml:8:26: error: the hours of the calendar do not ascend; put the earliest first"]),
    Mistake(
      "a day of the week that is none", "plan.yml", "saturday, ", "saterday, ",
      [
        "plan.yml:9:10: error: \"rest\" of the calendar cannot be \"saterday\"; did you mean \"saturday\"?"
      ]),
    Mistake(
      "a week of rest", "plan.yml", "[saturday, sunday]",
      "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]",
      [
        "plan.yml:9:9: error: the calendar rests on every day of the week; leave one out"
      ]),
    Mistake(
      "a holiday that ends before it begins", "plan.yml", "until: 2021-10-07", "until: 2021-09-07",
      [
        "plan.yml:11:57: error: \"off\" of 2021 of the calendar lasts -23 days; write the first and the last day, at most 31 days"
      ]),
    Mistake(
      "a day off of another year", "plan.yml", "2021-01-01", "2022-01-01",
      [
        "plan.yml:11:26: error: 2021 of the calendar has the day 2022-01-01, which is of another year; move it there"
      ]),
    Mistake(
      "a worked day that is no day of rest", "plan.yml", "worked: [2021-10-09]",
      "worked: [2021-10-08]",
      [
        "plan.yml:11:87: error: 2021-10-08 of the calendar is friday, which is worked anyway; correct the day, or remove it"
      ]),
    Mistake(
      "a day that is both off and worked", "plan.yml", "worked: [2021-10-09]",
      "worked: [2021-10-02]",
      ["plan.yml:11:87: error: 2021-10-02 of the calendar is both off and worked; keep one"]),
    Mistake(
      "a limit that is none", "procedures/off.yml", "within: 2 h", "within: 2 workdays",
      [
        "procedures/off.yml:7:74: error: \"within\" of step \"handled\" of procedure \"off\" is \"2 workdays\", which is no time limit; write a whole number and s, min, h or d, such as \"5 min\", or working-hours or working-days, such as \"3 working-days\""
      ]),
    Mistake(
      "reminders that do not come closer", "procedures/off.yml", "before: 10 min", "before: 1 h",
      [
        "procedures/off.yml:15:5: error: \"remind\" of procedure \"off\" does not come closer to the deadline; put the longest time before it first, each once"
      ]),
    Mistake(
      "a reminder to the system", "procedures/off.yml", "before: 10 min, tell: [assignee]",
      "before: 10 min, tell: [system]",
      [
        "procedures/off.yml:15:22: error: \"remind\" of procedure \"off\" tells the system, which reads no messages; name duty, assignee, lead or facility"
      ]),
  ]
}
