import ActionPlan
public import GRDB
import Glibc
import Ledger

/// What a person who verifies a case should look at in its photos.
public struct PhotoDoubts: Sendable, Hashable {
  /// A photo of the case and an earlier one that it is alike.
  public struct Alike: Sendable, Hashable {
    public let photo: Int64
    public let photoAt: Int
    public let other: Int64
    /// When the other was handed in, epoch seconds.
    public let otherAt: Int
    /// The case that the other belongs to; nil where it came otherwise.
    public let otherCase: Int64?
    /// Thousandths.
    public let permille: Int
    public let isSameFile: Bool
  }

  /// A photo whose camera wrote something else than was claimed.
  public struct Mismatch: Sendable, Hashable {
    public let photo: Int64
    /// Epoch seconds by the camera; nil where that agrees or nothing is written.
    public let takenAt: Int?
    /// When it was handed in; of a photo from a phone that was out of reach, when it says it was taken.
    public let claimedAt: Int
    /// Metres between the camera's position and the one given; nil where they agree or one is lacking.
    public let metres: Int?
  }

  public let alike: [Alike]
  public let mismatches: [Mismatch]

  public var isEmpty: Bool { alike.isEmpty && mismatches.isEmpty }

  /// A photo is handed in from where it was taken, or on the same errand.
  public static let secondsAllowed = 7_200
  /// Of positions of phones among buildings.
  public static let metresAllowed = 500

  /// Of the photos in a case's history.
  public static func of(_ caseID: Int64, in db: Database) throws -> PhotoDoubts {
    let own = """
      SELECT a.attachment_id FROM case_event_attachment a
      JOIN case_event e ON e.id = a.event_id WHERE e.case_id = :case
      """
    let alike = try Row.fetchAll(
      db,
      sql: """
        SELECT l.*, p.at AS photo_at, o.at AS other_at,
          (SELECT e.case_id FROM case_event_attachment a JOIN case_event e ON e.id = a.event_id
            WHERE a.attachment_id = l.other_id LIMIT 1) AS other_case
        FROM photo_likeness l JOIN attachment p ON p.id = l.attachment_id
        JOIN attachment o ON o.id = l.other_id
        WHERE l.attachment_id IN (\(own)) ORDER BY l.attachment_id, l.permille DESC, l.other_id
        """, arguments: ["case": caseID]
    ).map { row in
      Alike(
        photo: row["attachment_id"], photoAt: row["photo_at"], other: row["other_id"],
        otherAt: row["other_at"], otherCase: row["other_case"], permille: row["permille"],
        isSameFile: row["is_same_file"])
    }
    let mismatches = try Row.fetchAll(
      db,
      sql: """
        SELECT p.attachment_id, p.taken_at, p.longitude, p.latitude,
          coalesce(t.taken_at, a.at) AS at,
          coalesce(t.longitude, a.longitude) AS claimed_longitude,
          coalesce(t.latitude, a.latitude) AS claimed_latitude
        FROM photo_print p JOIN attachment a ON a.id = p.attachment_id
        LEFT JOIN photo_taking t ON t.attachment_id = a.id
        WHERE p.attachment_id IN (\(own)) ORDER BY p.attachment_id
        """, arguments: ["case": caseID]
    ).compactMap(mismatch)
    return PhotoDoubts(alike: alike, mismatches: mismatches)
  }

  private static func mismatch(_ row: Row) -> Mismatch? {
    let claimedAt: Int = row["at"]
    let takenAt = (row["taken_at"] as Int?).flatMap {
      abs($0 - claimedAt) > secondsAllowed ? $0 : nil
    }
    var metres: Int?
    if let taken = place(row["longitude"], row["latitude"]),
      let claimed = place(row["claimed_longitude"], row["claimed_latitude"])
    {
      let apart = Self.metres(taken, claimed)
      if apart > metresAllowed { metres = apart }
    }
    guard takenAt != nil || metres != nil else { return nil }
    return Mismatch(
      photo: row["attachment_id"], takenAt: takenAt, claimedAt: claimedAt, metres: metres)
  }

  private static func place(_ longitude: Double?, _ latitude: Double?) -> Coordinate? {
    guard let longitude, let latitude else { return nil }
    return Coordinate(longitude: longitude, latitude: latitude)
  }

  /// On a sphere of the Earth's mean radius.
  static func metres(_ one: Coordinate, _ other: Coordinate) -> Int {
    let radians = Double.pi / 180
    let (south, north) = (one.latitude * radians, other.latitude * radians)
    let rise = sin((north - south) / 2)
    let turn = sin((other.longitude - one.longitude) * radians / 2)
    let half = min(1, rise * rise + cos(south) * cos(north) * turn * turn)
    return Int(2 * 6_371_008.8 * asin(half.squareRoot()))
  }
}
