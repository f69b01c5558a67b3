/// Where a case comes from. One finding, one alarm, one report opens one case, ever.
public enum CaseSource: Sendable, Hashable {
  /// Id of Detection's finding.
  case finding(Int64)
  /// Id of a `CameraAlarm`.
  case camera(Int64)
  /// Id of a `PublicReport`.
  case report(Int64)
  /// A person opened it.
  case manual

  var kind: String {
    switch self {
    case .finding: "finding"
    case .camera: "camera"
    case .report: "report"
    case .manual: "manual"
    }
  }

  var id: Int64? {
    switch self {
    case .finding(let id), .camera(let id), .report(let id): id
    case .manual: nil
    }
  }

  init(kind: String, id: Int64?) {
    switch (kind, id) {
    case ("finding", let id?): self = .finding(id)
    case ("camera", let id?): self = .camera(id)
    case ("report", let id?): self = .report(id)
    default: self = .manual
    }
  }
}
