import ActionPlan
import AirQuality

/// A project as it is put to the check.
struct AdmissionProject {
  let trade: Trade
  /// Of its position, or as named.
  let place: Place?
  let placeIsApproximate: Bool
  /// Nil where only the place is known.
  let position: Coordinate?
  /// As the spent offsets call it; nil where it has no name yet.
  let name: String?
  /// New capacity, in whatever unit the trade counts; nil where not stated.
  let capacity: ExactDecimal?
  /// Old capacity that goes, in the same unit.
  let replaced: ExactDecimal?
  /// Tonnes a year by pollutant; what is missing is none, unless all are missing.
  let emissions: [String: ExactDecimal]
  /// Questions answered with yes.
  let yes: Set<String>
}

/// How the ledger of reductions stands for one pollutant, in tonnes.
struct OffsetStanding: Hashable {
  /// Of verified reductions, what nobody has drawn.
  let left: ExactDecimal
  /// What this project has drawn.
  let drawn: ExactDecimal
}
