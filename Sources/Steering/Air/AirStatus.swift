/// How official an air value is. Objectives and rankings use the most official one.
public enum AirStatus: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// As the instrument sent it. 实时
  case realTime = "real-time"
  /// After the station's keeper has gone over it. 审核
  case audited
  /// As a bulletin of the upper authority states it. 发布
  case published

  public static func < (a: AirStatus, b: AirStatus) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}
