/// What is put into a real series, and which checks count as having found it.
public enum Injection: String, Sendable, CaseIterable {
  case constant, zero, negative
  case overRange = "over range"
  case jump
  case pm25AbovePM10 = "PM2.5 above PM10"
  case unitTen = "unit slip, ten times"
  case unitThousand = "unit slip, a thousand times"
  case unitDown = "unit slip, a tenth or thousandth"
  case heldDays = "held under the limit, 5–10 days"
  case heldWeeks = "held under the limit, 2–3 weeks"
  case frozenDay = "frozen with 0.5–2 % noise, 24–36 h"
  case frozenDays = "frozen with 0.5–2 % noise, 2–4 days"
  case frozenNoisy = "frozen with 3–5 % noise, 2–4 days"
  case capped = "capped"
  case cappedNoisy = "capped with 0.3 % noise"
  case neighbour = "copied from a neighbour"
  case neighbourScaled = "copied from a neighbour, scaled, 1 % noise"
  case earlier = "copied from an earlier day"
  case earlierNoisy = "copied from an earlier day, 1 % noise"

  /// Words that `found` is compared with.
  public var expected: Set<String> {
    switch self {
    case .constant: ["constant", "frozen"]
    case .zero: ["zero"]
    case .negative: ["negative"]
    case .overRange: ["over-range"]
    case .jump: ["jump"]
    case .pm25AbovePM10: ["cross"]
    case .unitTen, .unitThousand, .unitDown: ["unit-slip"]
    case .heldDays, .heldWeeks: ["held", "frozen"]
    case .frozenDay, .frozenDays, .frozenNoisy: ["frozen", "constant"]
    case .capped, .cappedNoisy: ["capped", "constant", "frozen", "held"]
    case .neighbour, .neighbourScaled, .earlier, .earlierNoisy: ["copied"]
    }
  }

  /// It is evasion rather than a fault.
  public var isEvasion: Bool {
    switch self {
    case .heldDays, .heldWeeks, .frozenDay, .frozenDays, .frozenNoisy, .capped, .cappedNoisy,
      .neighbour, .neighbourScaled, .earlier, .earlierNoisy:
      true
    default: false
    }
  }
}
