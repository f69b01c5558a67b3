/// One thing that a plan says of an element, in words of both languages.
struct Fact: Sendable, Equatable {
  enum Content: Sendable, Equatable {
    case words(Label)
    /// An element within, with what it is called and what is said of it.
    case part(name: Label, facts: [Fact])
    /// What only can be told to be the same or not.
    case outline(Boundary)
    case check(Check.Kind)
    case steps([PlanTest.Step])
  }

  /// Among the facts of one element.
  let key: String
  let aspect: Label
  let content: Content

  init(_ key: String, _ zh: String, _ en: String, _ content: Content) {
    self.key = key
    aspect = Label(zh: zh, en: en)
    self.content = content
  }
}

/// Facts are made from lists of what may not be said at all.
typealias Facts = [Fact?]

extension Fact {
  static func words(_ key: String, _ zh: String, _ en: String, _ words: Label?) -> Fact? {
    words.map { Fact(key, zh, en, .words($0)) }
  }

  /// A text that is the same in both languages.
  static func text(_ key: String, _ zh: String, _ en: String, _ text: String?) -> Fact? {
    guard let text, !text.isEmpty else { return nil }
    return Fact(key, zh, en, .words(.same(text)))
  }

  /// What an element is called.
  static func label(_ label: Label) -> Fact {
    Fact("label", "名称", "label", .words(label))
  }

  static func flag(_ key: String, _ zh: String, _ en: String, _ flag: Bool) -> Fact {
    Fact(key, zh, en, .words(flag ? Label(zh: "是", en: "yes") : Label(zh: "否", en: "no")))
  }

  static func part(
    _ id: String, _ zh: String, _ en: String, _ label: Label?, _ facts: Facts
  ) -> Fact {
    let name = Label(
      zh: id + (label.map { "“\($0.zh)”" } ?? ""), en: id + (label.map { " “\($0.en)”" } ?? ""))
    return Fact("\(en) \(id)", zh, en, .part(name: name, facts: facts.compactMap { $0 }))
  }
}

extension Label {
  /// One after the other; nil where there are none.
  static func list(_ labels: [Label]) -> Label? {
    guard !labels.isEmpty else { return nil }
    return Label(
      zh: labels.map(\.zh).joined(separator: "、"), en: labels.map(\.en).joined(separator: ", "))
  }

  static func list(_ texts: [String]) -> Label? { list(texts.map(Label.same)) }

  static func limit(_ limit: TimeLimit) -> Label {
    switch limit {
    case .clock(let seconds): .duration(seconds)
    case .working(let seconds):
      Label(zh: "\(seconds / 3_600)个工作小时", en: "\(seconds / 3_600) working-hours")
    case .workingDays(let days): Label(zh: "\(days)个工作日", en: "\(days) working-days")
    }
  }

  /// A length of time in the greatest unit that says it whole.
  static func duration(_ seconds: Int) -> Label {
    let units: [(seconds: Int, zh: String, en: String)] = [
      (86_400, "天", "d"), (3_600, "小时", "h"), (60, "分钟", "min"),
    ]
    for unit in units where seconds > 0 && seconds.isMultiple(of: unit.seconds) {
      let count = seconds / unit.seconds
      return Label(zh: "\(count)\(unit.zh)", en: "\(count) \(unit.en)")
    }
    return Label(zh: "\(seconds)秒", en: "\(seconds) s")
  }
}
