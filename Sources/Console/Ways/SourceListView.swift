import ActionPlan

struct SourceListView: Sendable {
  struct Line: Sendable {
    let id: String
    let href: String
    let name: String
    let kind: String
    let state: WayState
    let last: Moment?
    let messages: String
    let failures: String
    let hasFailures: Bool
  }

  let lines: [Line]
  let hasLines: Bool

  init(_ sources: [DataSource], _ glances: [SourceGlance], words: WayWords) {
    lines = sources.map { source in
      let glance =
        glances.first { $0.source == source.id } ?? SourceGlance(source: source.id)
      return Line(
        id: source.id, href: "/sources/\(LocalPath.encode(source.id))",
        name: words.texts(source.label), kind: words.texts("ways.kind-\(source.kind.rawValue)"),
        state: words.state(of: source, glance), last: words.moment(glance.lastMessageAt),
        messages: "\(glance.messages)", failures: "\(glance.failures)",
        hasFailures: glance.failures > 0)
    }
    hasLines = !lines.isEmpty
  }
}
