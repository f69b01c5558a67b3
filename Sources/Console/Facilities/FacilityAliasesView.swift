import ActionPlan
import Ledger

/// A facility's other names with their source, ready for its template.
struct FacilityAliasesView: Sendable {
  struct Alias: Sendable {
    let name: String
    let source: String
    let when: Moment
    /// Taken away with a form of its own; the name of what was merged goes with the merger.
    let isWritten: Bool
    let isMerged: Bool
    let other: String
  }

  let aliases: [Alias]
  let hasAliases: Bool
  let aliasAction: String
  let pairAction: String
  let own: String
  let backHref: String
  let maySettle: Bool

  init(
    _ aliases: [FacilityAlias], of facility: String, people: RowPeople, maySettle: Bool,
    time: LocalTime, now: Int
  ) {
    let texts = people.names.texts
    self.aliases = aliases.map { alias in
      var other = ""
      if case .merged(let id) = alias.source { other = id }
      return Alias(
        name: alias.name,
        source: texts(
          other.isEmpty ? "facilities.aliasWritten" : "facilities.aliasMerged",
          ["who": people.name(alias.actor), "other": other]),
        when: Moment(alias.at, now: now, time: time, texts: texts), isWritten: other.isEmpty,
        isMerged: !other.isEmpty, other: other)
    }
    hasAliases = !aliases.isEmpty
    aliasAction = "/facilities/\(facility)/aliases"
    pairAction = "/facilities/pairs"
    own = facility
    backHref = "/facilities/\(facility)"
    self.maySettle = maySettle
  }
}
