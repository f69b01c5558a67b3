import Casework
import Checks
import DataQuality
import Detection
public import Ledger
import Steering

/// The one list of every subject's migrations: what a district's ledger is made of.
public enum DistrictSchema {
  /// The Ledger's own first, for the others' tables refer to them.
  public static let migrations: [LedgerMigration] =
    LedgerSchema.migrations + DetectionSchema.migrations + CaseworkSchema.migrations
    + SteeringSchema.migrations + ChecksSchema.migrations + QualitySchema.migrations
}
