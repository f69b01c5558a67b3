import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// The audit log as the audit administrator reads it.
struct AuditController {
  static let pageLength = 100

  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("audit", use: list)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewAudit) else { throw PageError.forbidden }
    let parameters = request.uri.queryParameters
    let object = RegisterListQuery.text(parameters, "object")
    let before = parameters.get("before").flatMap { Int64($0) }
    let (entries, names) = try await subjects.ledger.read { db in
      let entries = try AuditLog.entries(
        object: object.isEmpty ? nil : object, before: before, limit: Self.pageLength + 1, in: db)
      return (entries, try Self.names(of: entries, in: db))
    }
    let texts = pages.texts(context)
    let view = AuditView(
      entries, names: names, object: object, isFirst: before == nil, texts: texts,
      time: pages.time)
    return pages.show("audit/list", view, title: texts("audit.title"), context: context)
  }

  /// Displayed names by the actors' and objects' account.
  private static func names(of entries: [AuditEntry], in db: Database) throws -> [String: String] {
    var names: [String: String] = [:]
    for actor in Set(entries.map(\.actor)) {
      guard case .account(let id)? = Actor(auditName: actor) else { continue }
      names[actor] = try Accounts.find(id, in: db)?.displayName
    }
    return names
  }
}

struct AuditView: Sendable {
  struct Line: Sendable {
    let number: String
    let time: String
    let who: String
    let action: String
    let object: String
    let objectHref: String
    let detail: String
    let isErased: Bool
  }

  let object: String
  let isNarrowed: Bool
  let lines: [Line]
  let isEmpty: Bool
  let hasFirst: Bool
  let hasNext: Bool
  let firstHref: String
  let nextHref: String

  /// - Parameter entries: one more than a page shows where there is a next one.
  init(
    _ entries: [AuditEntry], names: [String: String], object: String, isFirst: Bool, texts: Texts,
    time: LocalTime
  ) {
    let shown = entries.prefix(AuditController.pageLength)
    self.object = object
    isNarrowed = !object.isEmpty
    lines = shown.map { entry in
      Line(
        number: "\(entry.seq)", time: time.second(entry.at),
        who: names[entry.actor].map { "\($0) (\(entry.actor))" } ?? entry.actor,
        action: entry.action, object: entry.object,
        objectHref: "/audit?object=\(LocalPath.encode(entry.object))",
        detail: (entry.detail ?? [:]).sorted { $0.key < $1.key }
          .map { "\($0.key)=\($0.value)" }.joined(separator: " · "),
        isErased: entry.detail == nil)
    }
    isEmpty = lines.isEmpty
    let query = object.isEmpty ? "" : "object=\(LocalPath.encode(object))&"
    hasFirst = !isFirst
    hasNext = entries.count > shown.count
    firstHref = "/audit?" + query
    nextHref = "/audit?" + query + "before=\(shown.last?.seq ?? 0)"
  }
}
