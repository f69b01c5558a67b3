internal import ActionPlan
internal import Telemetry

/// One rule over one subject, with everything the plan and the ledger say about it worked out.
struct Subject: Sendable, Hashable {
  struct Identity: Sendable, Hashable {
    /// Rule id.
    let rule: String
    /// `equipment-pairs/12`, `device/MN`.
    let subject: String
  }

  /// What sets the rule off.
  enum Source: Sendable, Hashable {
    /// One series for each of the setup's tests.
    case series([SeriesKey])
    /// Whichever of a point's series of one quantity has the shortest window.
    case quantity(point: String, quantity: String)
    /// Frames of a device.
    case device(mn: String)
  }

  let identity: Identity
  let clause: String?
  let facility: String?
  let place: String?
  let position: Coordinate?
  let source: Source
  /// Without tests where the source is a device.
  let setup: Machine.Setup
}
