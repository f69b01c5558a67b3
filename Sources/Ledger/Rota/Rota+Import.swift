import AirQuality
public import GRDB

/// What an import of a rota did.
public struct RotaImported: Sendable, Hashable {
  public let added: Int
  /// Turns of the sheet that were there already.
  public let known: Int
  public let removed: Int
}

extension Rota {
  /// Writes all turns of a sheet, or none.
  ///
  /// - Parameters:
  ///   - isReplacing: turns of the sheet's days that it does not have are removed.
  ///   - utcOffsetSeconds: of the plan, for the day's hours.
  /// - Throws: the sheet's `ImportFaults`; `RotaRefusal`; what SQLite said.
  @discardableResult
  public static func take(
    _ sheet: RotaSheet, isReplacing: Bool, utcOffsetSeconds: Int, by actor: Actor, at: Int,
    in db: Database
  ) throws -> RotaImported {
    guard sheet.faults.isEmpty else { throw sheet.faults }
    var present: Set<RotaSheet.Turn> = []
    var (added, known, removed) = (0, 0, 0)
    for day in sheet.days.sorted() {
      for turn in try turns(from: day.description, through: day.description, in: db) {
        let there = RotaSheet.Turn(day: day, part: turn.part, account: turn.account)
        if isReplacing, !sheet.turns.contains(there) {
          try remove(turn.id, by: actor, at: at, in: db)
          removed += 1
        } else {
          present.insert(there)
        }
      }
    }
    for turn in sheet.turns {
      guard !present.contains(turn) else {
        known += 1
        continue
      }
      try add(
        turn.account, on: turn.day, part: turn.part, utcOffsetSeconds: utcOffsetSeconds, by: actor,
        at: at, in: db)
      added += 1
    }
    return RotaImported(added: added, known: known, removed: removed)
  }
}
