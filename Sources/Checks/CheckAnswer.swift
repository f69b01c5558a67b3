public import ActionPlan

/// What a check answers, and why.
public struct CheckAnswer: Sendable, Hashable, Codable {
  /// Id of the check.
  public let check: String
  /// One of `Check.Kind.answers`.
  public let code: String
  /// In the order in which a person reads them: what decides first.
  public let reasons: [CheckReason]
  /// Epoch seconds.
  public let at: Int

  public init(check: String, code: String, reasons: [CheckReason], at: Int) {
    self.check = check
    self.code = code
    self.reasons = reasons
    self.at = at
  }
}

/// One ground of an answer, as code and data: pages and commands say it in their language.
public struct CheckReason: Sendable, Hashable, Codable {
  public enum Weight: String, Sendable, Codable, CaseIterable {
    /// Decides against.
    case bars
    /// Sets a condition.
    case limits
    /// Speaks for it.
    case grants
    /// Decides nothing.
    case tells
  }

  /// e.g. `replacement-short`.
  public let code: String
  public let weight: Weight
  /// Ids and numbers by name.
  public let values: [String: String]
  /// In the plan's own words, where the plan gives them.
  public let why: Label?

  public init(
    _ code: String, _ weight: Weight, _ values: [String: String] = [:], why: Label? = nil
  ) {
    self.code = code
    self.weight = weight
    self.values = values
    self.why = why
  }
}
