import Crypto
import FoundationEssentials
public import GRDB

extension LedgerSchema {
  static let requests = LedgerMigration(id: "ledger.requests.1") { db in
    try db.execute(
      sql: """
        CREATE TABLE request (
          actor TEXT NOT NULL,
          request_id TEXT NOT NULL CHECK (length(request_id) BETWEEN 8 AND 64),
          body_digest BLOB NOT NULL CHECK (length(body_digest) = 32),
          at INTEGER NOT NULL,
          answer TEXT NOT NULL,
          PRIMARY KEY (actor, request_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX request_at ON request (at);
        """)
  }
}

/// Answers by the id the client gave its request, so that a repeat (a double click, a phone that came
/// back online) gets the first answer and changes nothing.
public enum RequestLog {
  /// Answers are kept this long.
  public static let keptSeconds = 90 * 86_400

  /// The answer to the same request made before; `nil` for a new one.
  ///
  /// - Parameters:
  ///   - requestID: 8 to 64 letters, digits, hyphens; unique per actor.
  ///   - body: what was asked, so that another request under the same id is noticed.
  /// - Throws: `RequestRefusal`.
  public static func answer(
    to requestID: String, by actor: Actor, body: some Sequence<UInt8>, in db: Database
  ) throws -> String? {
    try check(requestID)
    guard
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: "SELECT body_digest, answer FROM request WHERE actor = ? AND request_id = ?"),
        arguments: [actor.auditName, requestID])
    else { return nil }
    guard (row["body_digest"] as DataBytes) == digest(body) else {
      throw RequestRefusal.anotherBody(requestID)
    }
    return row["answer"]
  }

  /// Keeps the answer; in the same write as the change it answers.
  public static func record(
    _ answer: String, to requestID: String, by actor: Actor, body: some Sequence<UInt8>, at: Int,
    in db: Database
  ) throws {
    try check(requestID)
    try db.cachedStatement(
      sql: """
        INSERT INTO request (actor, request_id, body_digest, at, answer) VALUES (?, ?, ?, ?, ?)
        """
    ).execute(arguments: [actor.auditName, requestID, digest(body), at, answer])
  }

  /// Forgets answers older than `keptSeconds`.
  public static func sweep(at: Int, in db: Database) throws {
    try db.execute(sql: "DELETE FROM request WHERE at < ?", arguments: [at - keptSeconds])
  }

  private static func check(_ requestID: String) throws(RequestRefusal) {
    guard (8...64).contains(requestID.utf8.count),
      requestID.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "-") })
    else { throw .badID }
  }

  private static func digest(_ body: some Sequence<UInt8>) -> Data {
    Data(SHA256.hash(data: Array(body)))
  }
}

public enum RequestRefusal: Error, Equatable, CustomStringConvertible {
  case badID
  case anotherBody(String)

  public var description: String {
    switch self {
    case .badID: "the request's id is missing or malformed; reload the page and send again"
    case .anotherBody(let id):
      "request \(id) was already answered with another content; reload the page and send again"
    }
  }
}
