public import ActionPlan
import Foundation
public import GRDB
public import Ledger

/// A case that happened near another one, and so may be the same.
public struct NearbyCase: Sendable, Hashable {
  public let file: CaseFile
  public let metres: Int
}

/// Cases near a place and a time.
public enum NearbyCases {
  /// How far apart two cases may be that are suggested for one.
  public static let metres = 1_000
  public static let seconds = 3 * 86_400
  /// Shown at most.
  public static let limit = 8
  /// Cases of one place and time that are looked at.
  private static let looked = 500

  /// Those that the account may see, the nearest first.
  ///
  /// - Parameters:
  ///   - at: when it happened, epoch seconds.
  ///   - own: the case itself, which is none of them.
  public static func find(
    near position: Coordinate, at: Int, but own: Int64? = nil, for account: Account?,
    in db: Database
  ) throws -> [NearbyCase] {
    var found: [NearbyCase] = []
    let spots = try spots(
      within: metres, and: seconds, of: position, at: at, but: own, limit: looked, in: db)
    for spot in spots {
      guard let file = try CaseBook.find(spot.id, for: account, in: db) else { continue }
      found.append(NearbyCase(file: file, metres: Int(spot.metres.rounded())))
    }
    return Array(found.sorted { ($0.metres, -$0.file.id) < ($1.metres, -$1.file.id) }.prefix(limit))
  }

  /// Cases within a distance of a place and a time, the newest first, whoever may see them.
  ///
  /// - Parameters:
  ///   - at: epoch seconds.
  ///   - own: a case that is none of them.
  ///   - limit: cases that are looked at, the newest; nil for all.
  static func spots(
    within metres: Int, and seconds: Int, of position: Coordinate, at: Int, but own: Int64? = nil,
    limit: Int? = nil, in db: Database
  ) throws -> [(id: Int64, metres: Double)] {
    let north = Double(metres) / Self.degree
    let east = north / max(cos(position.latitude * .pi / 180), 0.01)
    // What the index rounds is taken in and compared again.
    let slack = 0.0001
    return try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT f.id, f.longitude, f.latitude, f.occurred_at
          FROM case_spot AS s JOIN case_file AS f ON f.id = s.id
          WHERE s.east >= ? AND s.west <= ? AND s.north >= ? AND s.south <= ? AND s.finish >= ?
            AND s.begin <= ? AND s.id IS NOT ? ORDER BY s.id DESC LIMIT ?
          """),
      arguments: [
        position.longitude - east - slack, position.longitude + east + slack,
        position.latitude - north - slack, position.latitude + north + slack,
        Double(at - seconds) / 3_600 - 1, Double(at + seconds) / 3_600 + 1, own, limit ?? -1,
      ]
    ).compactMap { row in
      let occurred: Int = row["occurred_at"]
      guard let there = coordinate(row), abs(occurred - at) <= seconds else { return nil }
      let distance = distance(position, there)
      return distance <= Double(metres) ? (row["id"], distance) : nil
    }
  }

  /// Metres of a degree of latitude.
  private static let degree = 111_195.0

  /// Metres over a sphere's surface, flat enough within a few kilometres.
  private static func distance(_ one: Coordinate, _ other: Coordinate) -> Double {
    let north = (other.latitude - one.latitude) * degree
    let east = (other.longitude - one.longitude) * degree * cos(one.latitude * .pi / 180)
    return (north * north + east * east).squareRoot()
  }
}
