public import GRDB
import Ledger

/// What outside of the facility master names a facility and must not be left without it.
public enum FacilityUses {
  /// Whether a case or a finding does.
  public static func isUsed(_ facility: String, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM case_file WHERE facility = :id)
          OR EXISTS (SELECT 1 FROM finding WHERE facility = :id)
        """, arguments: ["id": facility]) == true
  }
}
