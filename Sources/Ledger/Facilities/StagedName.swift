import ActionPlan
import Crypto
import GRDB

/// A name in a table that is to be imported, which may mean several facilities. Once the import is
/// written a facility of this name stands in for what is meant.
struct StagedName: Sendable, Hashable {
  /// Id of the stand-in.
  let facility: String
  /// As the table writes it.
  let name: String
  let creditCode: String?
  /// The table's first row that has it, from 1.
  let line: Int

  /// A name and a credit code fit into a facility's name.
  static let longest = 180

  /// What the stand-in is called: a name of one firm beside the code of another one has both.
  var title: String {
    facility == Self.standIn(of: name) ? name : "\(name) \(creditCode ?? "")"
  }

  /// The same for the same name, so that a table taken twice asks only once.
  static func standIn(of name: String) -> String {
    "name-" + mark(of: name)
  }

  /// A few signs that are the same for the same name.
  static func mark(of name: String) -> String {
    Array(SHA256.hash(data: Array(SearchText.normal(name).utf8)).prefix(6)).hex
  }
}

extension StagedName {
  /// Keeps them with the staged rows.
  static func stage(_ names: [StagedName], import id: Int64, in db: Database) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO register_import_name (import, facility, name, credit_code, line)
        VALUES (?, ?, ?, ?, ?)
        """)
    for name in names {
      try insert.execute(arguments: [id, name.facility, name.name, name.creditCode, name.line])
    }
  }

  static func staged(import id: Int64, in db: Database) throws -> [StagedName] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM register_import_name WHERE import = ? ORDER BY line, facility",
      arguments: [id]
    ).map {
      StagedName(
        facility: $0["facility"], name: $0["name"], creditCode: $0["credit_code"], line: $0["line"])
    }
  }

  /// Rows staged under what people settled otherwise meanwhile.
  static func outdatedRows(
    import id: Int64, register: Register, in db: Database
  ) throws -> Int {
    let names = register.fields.filter { $0.kind == .facility }.map {
      "json_extract(whole, '$.\"\($0.id)\".text')"
    }
    guard !names.isEmpty else { return 0 }
    let gone = """
      (SELECT other FROM facility_merged UNION ALL
        SELECT facility FROM facility_doubt WHERE outcome = 'none')
      """
    let condition = names.map { "\($0) IN \(gone)" }.joined(separator: " OR ")
    return try Int.fetchOne(
      db,
      sql: "SELECT count(*) FROM register_import_row WHERE import = ? AND (\(condition))",
      arguments: [id]) ?? 0
  }
}
