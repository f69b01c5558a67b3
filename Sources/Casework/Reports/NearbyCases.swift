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
    let north = Double(metres) / Self.degree
    let east = north / max(cos(position.latitude * .pi / 180), 0.01)
    // What the index rounds is taken in and compared again.
    let slack = 0.0001
    let ids = try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT id FROM case_spot
          WHERE east >= ? AND west <= ? AND north >= ? AND south <= ? AND finish >= ? AND begin <= ?
            AND id IS NOT ? ORDER BY id DESC LIMIT ?
          """),
      arguments: [
        position.longitude - east - slack, position.longitude + east + slack,
        position.latitude - north - slack, position.latitude + north + slack,
        Double(at - seconds) / 3_600 - 1, Double(at + seconds) / 3_600 + 1, own, looked,
      ])
    var found: [NearbyCase] = []
    for id in ids {
      guard let file = try CaseBook.find(id, for: account, in: db), let there = file.position,
        abs(file.occurredAt - at) <= seconds
      else { continue }
      let distance = Self.distance(position, there)
      if distance <= Double(metres) {
        found.append(NearbyCase(file: file, metres: Int(distance.rounded())))
      }
    }
    return Array(found.sorted { ($0.metres, -$0.file.id) < ($1.metres, -$1.file.id) }.prefix(limit))
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
