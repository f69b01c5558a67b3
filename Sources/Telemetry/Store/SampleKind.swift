/// What is kept for as long: samples whose windows are of a size.
public enum SampleKind: String, Sendable, CaseIterable {
  /// Of an instant (HJ 212's Rtd).
  case realTime = "real-time"
  /// Of less than an hour.
  case minutes
  /// Of an hour or more; the hours that are kept of shorter windows too.
  case hours
  /// Of a day or more.
  case days

  /// - Parameter windowSeconds: 0 for an instant.
  public init(windowSeconds: Int) {
    self =
      switch windowSeconds {
      case ...0: .realTime
      case ..<3_600: .minutes
      case ..<86_400: .hours
      default: .days
      }
  }
}
