/// What changed, for the pages that show it. It carries no content: each browser fetches what its
/// own account may see.
public enum LiveEvent: String, Sendable, CaseIterable {
  /// A case was opened or moved.
  case `case`
  /// Something asks for the desk's attention: sent at once, whatever else is held back.
  case alarm
  /// Values of monitoring points.
  case air
  /// A device came, went or sent something odd.
  case device
  /// A figure of the plan was computed anew.
  case indicator

  /// Those that may come many times a second are passed on once a second at most.
  var isHeldBack: Bool { self == .air || self == .device || self == .indicator }
}
