public import ActionPlan
import Crypto
import FoundationEssentials
public import GRDB
public import Ledger

/// A draw by lot: its seed and its pool were published, then it was drawn.
public struct PublishedDraw: Sendable, Hashable, Identifiable {
  public struct Drawn: Sendable, Hashable {
    /// Epoch seconds.
    public let at: Int
    /// As the account was called then.
    public let person: String
    public let result: DrawResult
  }

  public let id: Int64
  public let check: String
  /// Digest of the plan it was published under.
  public let plan: String
  public let seed: String
  public let note: String
  /// How many are inspected, and by how many each.
  public let subjects: Int
  public let inspectors: Int
  public let pool: DrawPool
  /// Epoch seconds.
  public let publishedAt: Int
  /// As the account was called then.
  public let publisher: String
  /// Nil until it is drawn.
  public let drawn: Drawn?
}

/// Why a draw was not published or not drawn.
public enum DrawRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  case noDrawCheck
  case badCounts
  case poolShort(subjects: Int, inspectors: Int)
  case noSuchDraw(Int64)
  case alreadyDrawn
  /// Not a second has passed since the seed was published.
  case tooEarly

  public var description: String {
    switch self {
    case .noDrawCheck: "the check draws nothing; name one of kind draw"
    case .badCounts: "write whole numbers from 1 to 200 for subjects and inspectors"
    case .poolShort(let subjects, let inspectors):
      "\(subjects) may be inspected and \(inspectors) may inspect; ask for fewer"
    case .noSuchDraw(let id): "there is no draw \(id); look it up in the list"
    case .alreadyDrawn: "it was drawn already; publish another seed for another draw"
    case .tooEarly: "the seed was published this very second; draw afterwards"
    }
  }

  public var code: String {
    switch self {
    case .noDrawCheck: "noDrawCheck"
    case .badCounts: "badCounts"
    case .poolShort: "poolShort"
    case .noSuchDraw: "noSuchDraw"
    case .alreadyDrawn: "alreadyDrawn"
    case .tooEarly: "tooEarly"
    }
  }
}

/// Draws, published and drawn.
public enum DrawBook {
  /// Makes a seed that nobody chose and publishes it with everybody who may be drawn, as an entry of
  /// the audit log.
  ///
  /// - Throws: `DrawRefusal`.
  public static func publish(
    check: Check, subjects: Int, inspectors: Int, note: String, by account: Account, plan: Plan,
    now: Int, in db: Database
  ) throws -> PublishedDraw {
    guard case .draw(let draw) = check.kind else { throw DrawRefusal.noDrawCheck }
    guard DrawReading.counts.contains(subjects), DrawReading.counts.contains(inspectors) else {
      throw DrawRefusal.badCounts
    }
    let question = Question(check: check, plan: plan, now: now)
    let pool = try DrawReading.pool(draw, question, in: db)
    guard pool.subjects.count >= subjects, pool.inspectors.count >= inspectors else {
      throw DrawRefusal.poolShort(
        subjects: pool.subjects.count, inspectors: pool.inspectors.count)
    }
    let seed = "\(question.today)-\(randomHex())"
    let text = try encode(pool)
    try db.execute(
      sql: """
        INSERT INTO check_draw (check_id, plan, seed, note, subjects, inspectors, pool,
          published_at, published_by, publisher)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        check.id, plan.digest, seed, String(note.prefix(400)), subjects, inspectors, text, now,
        account.id, account.displayName,
      ])
    let id = db.lastInsertedRowID
    try AuditLog.append(
      actor: .account(account.id), action: "draw.publish", object: "draw/\(id)",
      detail: [
        "check": check.id, "seed": seed, "subjects": String(subjects),
        "inspectors": String(inspectors), "pool-sha256": digest(text),
      ], at: now, in: db)
    guard let published = try find(id, in: db) else { throw DrawRefusal.noSuchDraw(id) }
    return published
  }

  /// Draws from what was published, once.
  ///
  /// - Throws: `DrawRefusal`.
  public static func draw(
    _ id: Int64, of check: Check, by account: Account, now: Int, in db: Database
  ) throws -> PublishedDraw {
    guard let published = try find(id, in: db), published.check == check.id else {
      throw DrawRefusal.noSuchDraw(id)
    }
    guard published.drawn == nil else { throw DrawRefusal.alreadyDrawn }
    guard now > published.publishedAt else { throw DrawRefusal.tooEarly }
    guard
      let result = DrawResult(
        published.pool, seed: published.seed, subjects: published.subjects,
        inspectors: published.inspectors)
    else {
      throw DrawRefusal.poolShort(
        subjects: published.pool.subjects.count, inspectors: published.pool.inspectors.count)
    }
    let text = try encode(result)
    try db.execute(
      sql: "UPDATE check_draw SET drawn_at = ?, drawer = ?, result = ? WHERE id = ?",
      arguments: [now, account.displayName, text, id])
    try AuditLog.append(
      actor: .account(account.id), action: "draw.draw", object: "draw/\(id)",
      detail: ["check": check.id, "result-sha256": digest(text)], at: now, in: db)
    guard let drawn = try find(id, in: db) else { throw DrawRefusal.noSuchDraw(id) }
    return drawn
  }

  public static func find(_ id: Int64, in db: Database) throws -> PublishedDraw? {
    try Row.fetchOne(db, sql: "SELECT * FROM check_draw WHERE id = ?", arguments: [id])
      .map(published)
  }

  /// Newest first.
  public static func list(of check: String, limit: Int, in db: Database) throws -> [PublishedDraw] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM check_draw WHERE check_id = ? ORDER BY id DESC LIMIT ?",
      arguments: [check, limit]
    ).map(published)
  }

  private static func published(_ row: Row) throws -> PublishedDraw {
    let decoder = JSONDecoder()
    let result = try (row["result"] as String?).map {
      try decoder.decode(DrawResult.self, from: Data($0.utf8))
    }
    var drawn: PublishedDraw.Drawn?
    if let result, let at = row["drawn_at"] as Int?, let person = row["drawer"] as String? {
      drawn = PublishedDraw.Drawn(at: at, person: person, result: result)
    }
    return PublishedDraw(
      id: row["id"], check: row["check_id"], plan: row["plan"], seed: row["seed"],
      note: row["note"], subjects: row["subjects"], inspectors: row["inspectors"],
      pool: try decoder.decode(DrawPool.self, from: Data((row["pool"] as String).utf8)),
      publishedAt: row["published_at"], publisher: row["publisher"], drawn: drawn)
  }

  private static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func digest(_ text: String) -> String {
    Array(SHA256.hash(data: Array(text.utf8))).hex
  }

  /// 128 bits of the system's randomness.
  private static func randomHex() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hex
  }
}
