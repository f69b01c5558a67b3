import Casework

/// What a firm's contact says of a case: that the firm has received what happened so far.
struct CaseAcknowledgeView: Sendable {
  /// `CaseAnswer.Problem.step` of its form.
  static let form = "acknowledge"

  let acknowledgeAction: String
  let acknowledgeRequest: String
  let isAwaited: Bool
  /// When it was last said; empty where it never was.
  let saidAt: String
  let wasSaid: Bool

  /// - Returns: nil for who is no contact of the firm.
  init?(_ reading: CaseReading, texts: Texts, time: LocalTime) {
    guard let state = reading.acknowledgement else { return nil }
    acknowledgeAction = "/cases/\(reading.detail.file.id)/acknowledgements"
    acknowledgeRequest = RequestID.make()
    isAwaited = state.isDue
    saidAt = state.at.map { texts("firm.acknowledgedAt", ["time": time.minute($0)]) } ?? ""
    wasSaid = state.at != nil
  }
}
