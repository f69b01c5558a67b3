/// What changed between two plans, in words.
public struct PlanDiff: Sendable {
  /// An element that was added, removed or changed.
  struct Change: Sendable {
    let noun: Label
    let name: Label
    let details: Details
  }

  indirect enum Details: Sendable {
    case added
    case removed
    case changed([Detail])
  }

  /// One line of a changed element.
  struct Detail: Sendable {
    let aspect: Label
    let content: Content

    indirect enum Content: Sendable {
      /// nil where it was or is not said.
      case words(old: Label?, new: Label?)
      case otherwise
      case part(name: Label, Details)
    }
  }

  let changes: [Change]

  public init(from old: Plan, to new: Plan) {
    let (before, after) = (FactWriter(plan: old).elements, FactWriter(plan: new).elements)
    changes = zip(before, after).flatMap { a, b in Self.changes(a.noun, a.elements, b.elements) }
  }

  public var isEmpty: Bool { changes.isEmpty }

  private static func changes(
    _ noun: Label, _ old: [FactWriter.Element], _ new: [FactWriter.Element]
  ) -> [Change] {
    let before = Dictionary(old.map { ($0.id, $0) }) { first, _ in first }
    let after = Set(new.map(\.id))
    let removed = old.filter { !after.contains($0.id) }.map {
      Change(noun: noun, name: $0.name, details: .removed)
    }
    let others = new.compactMap { element -> Change? in
      guard let earlier = before[element.id] else {
        return Change(noun: noun, name: element.name, details: .added)
      }
      let details = details(earlier.facts, element.facts)
      guard !details.isEmpty else { return nil }
      return Change(noun: noun, name: element.name, details: .changed(details))
    }
    return removed + others
  }

  private static func details(_ old: [Fact], _ new: [Fact]) -> [Detail] {
    let before = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
    let after = Set(new.map(\.key))
    let gone = old.filter { !after.contains($0.key) }.map { fact in
      Detail(aspect: fact.aspect, content: lone(fact, isNew: false))
    }
    let others = new.compactMap { fact -> Detail? in
      guard let earlier = before[fact.key] else {
        return Detail(aspect: fact.aspect, content: lone(fact, isNew: true))
      }
      guard earlier != fact else { return nil }
      switch (earlier.content, fact.content) {
      case (.words(let old), .words(let new)):
        return Detail(aspect: fact.aspect, content: .words(old: old, new: new))
      case (.part(_, let old), .part(let name, let new)):
        return Detail(
          aspect: fact.aspect, content: .part(name: name, .changed(details(old, new))))
      default: return Detail(aspect: fact.aspect, content: .otherwise)
      }
    }
    return gone + others
  }

  private static func lone(_ fact: Fact, isNew: Bool) -> Detail.Content {
    switch fact.content {
    case .words(let words): .words(old: isNew ? nil : words, new: isNew ? words : nil)
    case .part(let name, _): .part(name: name, isNew ? .added : .removed)
    case .outline, .check, .steps: .otherwise
    }
  }
}
