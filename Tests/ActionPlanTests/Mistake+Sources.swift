/// Mistakes in other ways in and in platforms above, with what the writer is told, word for word.
extension Mistake {
  static let inSources: [Mistake] = [
    Mistake(
      "a path that is none", "sources.yml",
      "data[*].list[*]", "data[*.list",
      [
        "sources.yml:4:13: error: \"readings\" of source \"fume\" is \"data[*.list\", which is no path; write names parted by full stops, [0] for an item of a list and [*] for each, such as data.list[*]"
      ]),
    Mistake(
      "a value that may be many", "sources.yml",
      "sender: ^.dev", "sender: ^.dev[*]",
      [
        "sources.yml:5:11: error: \"sender\" of source \"fume\" is \"^.dev[*]\", which may be many things; only readings takes [*]; name one thing of a reading"
      ]),
    Mistake(
      "readings that begin elsewhere", "sources.yml",
      "readings: data", "readings: $.data",
      [
        "sources.yml:4:13: error: \"readings\" of source \"fume\" is \"$.data[*].list[*]\", which does not begin at the document; leave ^ and $ out"
      ]),
    Mistake(
      "a form of a time that is none", "sources.yml",
      "yyyy-MM-dd HH:mm:ss", "dd/MM HH:mm",
      [
        "sources.yml:8:28: error: \"format\" of \"time\" of source \"fume\" is \"dd/MM HH:mm\", which is no form of a time; write rfc3339, epoch-seconds, epoch-milliseconds, or a pattern such as \"yyyy-MM-dd HH:mm:ss\""
      ]),
    Mistake(
      "a unit of another kind", "sources.yml",
      "unit: mg/m3", "unit: kW",
      [
        "sources.yml:11:83: error: \"unit\" of a value of source \"fume\" is \"kW\", which does not turn into µg/m³; write a unit of the same kind"
      ]),
    Mistake(
      "two values for one series", "sources.yml",
      "quantity: power}", "quantity: pm25, statistic: avg, window: 1 h}",
      [
        "sources.yml:11:5: error: source \"fume\" has two values for \"pm25\" of one kind; keep one; what is measured twice at a place is two points"
      ]),
    Mistake(
      "a value without its factor", "sources.yml",
      "for: p, ", "",
      [
        "sources.yml:12:7: error: a value of source \"fume\" does not say which factor it is for; add for: and the word that readings have at factor"
      ]),
    Mistake(
      "a factor that nobody names", "sources.yml",
      "  factor: code\n", "",
      [
        "sources.yml:10:24: error: a value of source \"fume\" is for one factor, but source \"fume\" does not say where a reading names it; add factor: and its path to source \"fume\"",
        "sources.yml:11:24: error: a value of source \"fume\" is for one factor, but source \"fume\" does not say where a reading names it; add factor: and its path to source \"fume\"",
      ]),
    Mistake(
      "no point", "sources.yml",
      "  point: kitchen-1\n", "",
      [
        "sources.yml:15:3: error: source \"meters\" needs one of \"point\" and \"points\"; write point: its-point, or points: {name-in-the-document: point, …}"
      ]),
    Mistake(
      "points without a sender", "sources.yml",
      "  sender: ^.dev\n", "",
      [
        "sources.yml:5:3: error: source \"fume\" does not say where a reading names its sender; add sender: and its path"
      ]),
    Mistake(
      "a point's id that is none", "sources.yml",
      "D2: kitchen-2", "D2: Kitchen 2",
      [
        "sources.yml:6:31: error: a point of source \"fume\" is \"Kitchen 2\", which cannot be a monitoring point's id; use letters a-z, digits and hyphens, at most 64"
      ]),
    Mistake(
      "tables by a way that brings none", "sources.yml",
      "kind: drop", "kind: mqtt",
      [
        "sources.yml:18:11: error: source \"meters\" is of kind mqtt and cannot bring tables; tables come by pull or drop; write format: json"
      ]),
    Mistake(
      "a command that is none", "destinations.yml",
      "\"2061\"", "hours",
      [
        "destinations.yml:5:14: error: \"commands\" of destination \"province\" cannot be \"hours\"; write four digits, such as \"2011\""
      ]),
    Mistake(
      "a number for two devices", "destinations.yml",
      "{M1: P1}", "{M1: P1, M2: P1}",
      [
        "destinations.yml:6:35: error: \"rewrite\" of destination \"province\" gives two devices the number \"P1\"; give each one of its own"
      ]),
  ]
}
