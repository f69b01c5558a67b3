public import ActionPlan
public import GRDB

extension RegisterStore {
  /// The register with those of its fields that the ledger keeps under the same kind: what can be read
  /// of it before a changed plan is applied.
  ///
  /// - Returns: nil where nothing of it is kept.
  public static func kept(_ register: Register, in db: Database) throws -> Register? {
    let kinds = try Row.fetchAll(
      db, sql: "SELECT field, kind FROM register_field WHERE register = ?",
      arguments: [register.id]
    ).reduce(into: [String: String]()) { $0[$1["field"]] = $1["kind"] }
    let fields = register.fields.filter { kinds[$0.id] == $0.kind.code }
    guard !fields.isEmpty else { return nil }
    return Register(
      id: register.id, label: register.label, clause: register.clause, role: register.role,
      fields: fields, key: register.key, title: register.title, dated: register.dated,
      keepers: register.keepers, keptBy: register.keptBy,
      backdateSeconds: register.backdateSeconds, checklist: register.checklist)
  }
}
