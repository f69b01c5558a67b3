import Crypto

/// The order that a seed gives: anyone can recompute it with `sha256sum`. Pure.
public enum DrawOrder {
  /// Who is drawn: what is inspected, and who inspects.
  public enum Role: String, Sendable, CaseIterable {
    case subject, inspector
  }

  /// What is hashed, as UTF-8: `seed/subject/key`.
  public static func text(seed: String, role: Role, key: String) -> String {
    "\(seed)/\(role.rawValue)/\(key)"
  }

  /// Lower-case hex SHA-256 of `text`.
  public static func digest(seed: String, role: Role, key: String) -> String {
    SHA256.hash(data: Array(text(seed: seed, role: role, key: key).utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// By digest; by key among equal ones, which nobody will see.
  public static func ordered(
    _ entries: [DrawPool.Entry], seed: String, role: Role
  ) -> [(entry: DrawPool.Entry, digest: String)] {
    entries.map { ($0, digest(seed: seed, role: role, key: $0.key)) }
      .sorted { ($0.1, $0.0.key) < ($1.1, $1.0.key) }
  }
}

/// Who may be drawn, as they stood when the seed was published.
public struct DrawPool: Sendable, Hashable, Codable {
  public struct Entry: Sendable, Hashable, Codable {
    /// The row's key as its register writes it, else its number: what is hashed.
    public let key: String
    /// What people call it.
    public let title: String
    public let row: Int64

    public init(key: String, title: String, row: Int64) {
      self.key = key
      self.title = title
      self.row = row
    }
  }

  /// By key.
  public let subjects: [Entry]
  public let inspectors: [Entry]

  public init(subjects: [Entry], inspectors: [Entry]) {
    self.subjects = subjects.sorted { $0.key < $1.key }
    self.inspectors = inspectors.sorted { $0.key < $1.key }
  }

  func entries(_ role: DrawOrder.Role) -> [Entry] {
    role == .subject ? subjects : inspectors
  }
}

/// Who inspects what.
public struct DrawResult: Sendable, Hashable, Codable {
  public struct Line: Sendable, Hashable, Codable {
    public let subject: DrawPool.Entry
    /// Of the subject.
    public let digest: String
    public let inspectors: [DrawPool.Entry]
  }

  public let lines: [Line]

  /// The first subjects of their order; to the first of them go the first inspectors of theirs, to the
  /// second the next ones, and from the beginning again where they run out.
  ///
  /// - Returns: nil where the pools are too small: fewer subjects than wanted, or fewer inspectors than
  ///   one subject gets.
  public init?(_ pool: DrawPool, seed: String, subjects: Int, inspectors: Int) {
    guard pool.subjects.count >= subjects, pool.inspectors.count >= inspectors else { return nil }
    let people = DrawOrder.ordered(pool.inspectors, seed: seed, role: .inspector)
    lines = DrawOrder.ordered(pool.subjects, seed: seed, role: .subject).prefix(subjects)
      .enumerated().map { index, drawn in
        Line(
          subject: drawn.entry, digest: drawn.digest,
          inspectors: (0..<inspectors).map {
            people[(index * inspectors + $0) % people.count].entry
          })
      }
  }
}
