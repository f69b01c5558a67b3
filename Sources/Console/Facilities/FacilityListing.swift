import ActionPlan
import GRDB
import Hummingbird
import Ledger

/// Which facilities a list shows, as its address says it.
struct FacilityListQuery: Sendable, Hashable {
  var search: String
  var kind: Facility.Kind?
  var place: String?
  /// The last facility of the page before.
  var after: String?

  init(_ parameters: Parameters) {
    search = RegisterListQuery.text(parameters, "q")
    kind = Facility.Kind(rawValue: RegisterListQuery.text(parameters, "kind"))
    let place = RegisterListQuery.text(parameters, "place")
    self.place = place.isEmpty ? nil : place
    let after = RegisterListQuery.text(parameters, "after")
    self.after = after.isEmpty ? nil : after
  }

  var isNarrowed: Bool { !search.isEmpty || kind != nil || place != nil }

  func href(after: String? = nil) -> String {
    let parts = [
      ("q", search), ("kind", kind?.rawValue ?? ""), ("place", place ?? ""), ("after", after ?? ""),
    ].filter { !$0.1.isEmpty }.map { "\($0)=\(LocalPath.encode($1))" }
    return parts.isEmpty ? "/facilities" : "/facilities?" + parts.joined(separator: "&")
  }
}

/// Pages of the facility master, by name.
enum FacilityListing {
  static let pageLength = 50

  /// - Returns: facilities, and whether more follow.
  static func page(
    _ query: FacilityListQuery, in db: Database
  ) throws -> (facilities: [Facility], hasMore: Bool) {
    let after = try query.after.flatMap { try Facilities.find($0, in: db) }
    let ids = try String.fetchAll(
      db,
      sql: """
        SELECT id FROM facility
        WHERE \(Facilities.isCalled) AND (:kind IS NULL OR kind = :kind)
          AND (:place IS NULL OR place = :place)
          AND (:name IS NULL OR (name_zh, id) > (:name, :after))
        ORDER BY name_zh, id LIMIT :limit
        """,
      arguments: [
        "wanted": query.search.lowercased(), "kind": query.kind?.rawValue, "place": query.place,
        "name": after?.name.zh, "after": after?.id, "limit": pageLength + 1,
      ])
    let facilities = try ids.prefix(pageLength).compactMap { try Facilities.find($0, in: db) }
    return (facilities, ids.count > pageLength)
  }
}

/// The list of facilities, ready for its template.
struct FacilityListView: Sendable {
  struct Line: Sendable {
    let href: String
    let name: String
    let kindName: String
    let placeName: String
    let creditCode: String
    let isSimulated: Bool
    /// A name of an import that nobody has settled.
    let isWaiting: Bool
    let doubtHref: String
  }

  let query: String
  let kinds: [FacilityChoice]
  let places: [FacilityChoice]
  let lines: [Line]
  let isEmpty: Bool
  let emptyText: String
  let isNarrowed: Bool
  let nextHref: String
  let hasNext: Bool
  let hasFirst: Bool
  let firstHref: String
  let doubts: String
  let hasDoubts: Bool
  let mayAdd: Bool

  init(
    _ facilities: [Facility], hasMore: Bool, query: FacilityListQuery, doubts: Int,
    waiting: Set<String>, mayAdd: Bool, names: PlanNames
  ) {
    self.mayAdd = mayAdd
    let texts = names.texts
    self.query = query.search
    kinds = FacilityChoice.kinds(query.kind, texts)
    places = FacilityChoice.places(query.place, names)
    lines = facilities.map { facility in
      Line(
        href: "/facilities/\(facility.id)", name: texts(facility.name),
        kindName: texts(facility.kind.label),
        placeName: names.place(facility.place) ?? "—", creditCode: facility.creditCode ?? "—",
        isSimulated: facility.isSimulated, isWaiting: waiting.contains(facility.id),
        doubtHref: "/facilities/doubts#\(facility.id)")
    }
    isEmpty = facilities.isEmpty
    emptyText = texts(query.isNarrowed ? "facilities.noMatch" : "facilities.none")
    isNarrowed = query.isNarrowed
    nextHref = query.href(after: facilities.last?.id)
    hasNext = hasMore
    hasFirst = query.after != nil
    firstHref = query.href()
    self.doubts = texts("facilities.doubtCount", ["count": "\(doubts)"])
    hasDoubts = doubts > 0
  }
}
