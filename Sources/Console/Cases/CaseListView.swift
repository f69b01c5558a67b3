import ActionPlan
import Casework
import Ledger

/// The list of cases, ready for its template.
struct CaseListView: Sendable {
  struct Tab: Sendable {
    let href: String
    let name: String
    let isChosen: Bool
  }

  struct Narrowing: Sendable {
    let facilityID: String
    let facilityName: String
    let clearHref: String
  }

  /// Of the list's address, for the form that exports it.
  struct Part: Sendable {
    let partName: String
    let partValue: String
  }

  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let tabs: [Tab]
  let mayTakeReport: Bool
  let show: String
  let query: String
  let units: [Option]
  let procedures: [Option]
  let priorities: [Option]
  let severities: [Option]
  /// A state that the address names; nil for all.
  let stateName: String?
  let clearStateHref: String
  /// A facility that the address names.
  let narrowing: [Narrowing]
  /// Another system, and whether only those are shown of which it says something else.
  let systemName: String?
  let clearSystemHref: String
  let systemID: String
  let showsDiffering: Bool
  let hasExchange: Bool
  let exportSystems: [Option]
  let exportParts: [Part]
  let lines: [CaseLine]
  let isEmpty: Bool
  /// Nothing was looked for in particular, so nothing is there at all.
  let emptyText: String
  /// Several cases may be chosen and changed at once.
  let mayBulk: Bool
  let bulkRequest: String
  let bulkBack: String
  let works: [Option]
  let causes: [Option]
  let hasPrecision: Bool
  /// The same list with more, or fewer, on a page.
  let lengthHref: String
  let lengthName: String
  let nextHref: String?
  let firstHref: String?

  init(
    _ page: CasePage, query: CaseListQuery, account: Account, facilities: [String: Facility],
    names: PlanNames, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    tabs = CaseListQuery.Show.allCases.filter { $0 != .mine || account.unit != nil }.map { show in
      Tab(
        href: query.href(show: show), name: texts("cases.show-\(show.rawValue)"),
        isChosen: show == query.show)
    }
    mayTakeReport =
      Policy.may(account, .openCase) && !PublicReports.categories(of: names.plan).isEmpty
    show = query.show.rawValue
    self.query = query.text
    units = names.plan.units.map {
      Option(value: $0.id, name: texts($0.label), isChosen: $0.id == query.unit)
    }
    procedures = names.plan.procedures.map {
      Option(value: $0.id, name: texts($0.label), isChosen: $0.id == query.procedure)
    }
    priorities = CasePriority.allCases.reversed().map {
      Option(
        value: $0.rawValue, name: texts("acts.priority-\($0.rawValue)"),
        isChosen: $0 == query.priority)
    }
    severities = Severity.allCases.reversed().map {
      Option(
        value: $0.rawValue, name: texts("case.severity-\($0.rawValue)"),
        isChosen: $0 == query.severity)
    }
    stateName = query.state.map { state in
      names.plan.procedures.lazy.compactMap { $0.label(ofState: state) }.first.map { texts($0) }
        ?? state
    }
    clearStateHref = query.href(show: query.show)
    var unnarrowed = query
    unnarrowed.facility = nil
    let clearHref = unnarrowed.href()
    narrowing = [query.facility].compactMap(\.self).map { id in
      Narrowing(
        facilityID: id, facilityName: facilities[id].map { texts($0.name) } ?? id,
        clearHref: clearHref)
    }
    systemName = query.system.map { id in
      let name = names.plan.system(id).map { texts($0.label) } ?? id
      return query.differs ? "\(name) · \(texts("exchange.differs"))" : name
    }
    systemID = query.system ?? ""
    showsDiffering = query.differs
    var unbound = query
    (unbound.system, unbound.differs) = (nil, false)
    clearSystemHref = unbound.href()
    hasExchange = !names.plan.systems.isEmpty && Policy.may(account, .openCase)
    exportSystems = names.plan.systems.map {
      Option(value: $0.id, name: texts($0.label), isChosen: $0.id == query.system)
    }
    exportParts = query.parts().map { Part(partName: $0.name, partValue: $0.value) }
    lines = page.cases.map {
      CaseLine($0, facilities: facilities, names: names, time: time, now: now)
    }
    isEmpty = page.cases.isEmpty
    let isNarrowed =
      !query.text.isEmpty || query.unit != nil || query.procedure != nil || query.state != nil
      || query.priority != nil || query.severity != nil
      || query.facility != nil || query.system != nil
    emptyText = texts(isNarrowed ? "cases.noneFound" : "cases.none-\(query.show.rawValue)")
    mayBulk = Policy.may(account, .openCase) && !page.cases.isEmpty
    bulkRequest = RequestID.make()
    bulkBack = query.href(after: query.after)
    works = BulkWork.Name.allCases.map {
      Option(value: $0.rawValue, name: texts("bulk.work-\($0.rawValue)"), isChosen: false)
    }
    var seen: Set<String> = []
    causes = names.plan.procedures.flatMap(\.causes).filter { seen.insert($0.id).inserted }.map {
      Option(value: $0.id, name: texts($0.label), isChosen: false)
    }
    hasPrecision = Policy.may(account, .viewDesk)
    var other = query
    other.isLong.toggle()
    other.after = nil
    lengthHref = other.href()
    lengthName = texts("bulk.perPage", ["n": "\(other.pageLength)"])
    nextHref = page.next.map { query.href(after: $0) }
    firstHref = query.after == nil ? nil : query.href()
  }
}
