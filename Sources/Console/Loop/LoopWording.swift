import ActionPlan
import Casework

/// Times and shares of loops in the page's language.
struct LoopWording: Sendable {
  let names: PlanNames

  func stage(_ stage: LoopStage) -> String { names.texts("loop.stage-\(stage.rawValue)") }

  func group(_ id: String?, of dimension: LoopDimension) -> String {
    let texts = names.texts
    guard let id else { return texts("loop.without-\(dimension.rawValue)") }
    return switch dimension {
    case .town, .unit: names.unit(id) ?? id
    case .rule: names.plan.rule(id).map { texts($0.label) } ?? id
    case .procedure: names.plan.procedure(id).map { texts($0.label) } ?? id
    case .severity: texts("case.severity-\(id)")
    }
  }

  /// A quantile; that so many have not come there yet; or a dash without loops.
  func quantile(_ times: LoopDistribution?, _ share: Double) -> String {
    guard let times, times.reachedCount + times.openCount > 0 else { return "—" }
    guard let seconds = times.quantile(share) else {
      return names.texts(share > 0.5 ? "loop.notNine" : "loop.notHalf")
    }
    return names.texts.duration(seconds: seconds)
  }

  func share(_ figures: LoopFigures?) -> String {
    figures?.shareInTime.map { "\(Int(($0 * 100).rounded(.down))) %" } ?? "—"
  }

  /// `5 分钟 – 15 分钟`
  func bin(_ from: Int, _ until: Int?) -> String {
    let texts = names.texts
    guard let until else {
      return texts("loop.binFrom", ["from": texts.duration(seconds: from)])
    }
    guard from > 0 else { return texts("loop.binUntil", ["until": texts.duration(seconds: until)]) }
    return texts(
      "loop.bin",
      ["from": texts.duration(seconds: from), "until": texts.duration(seconds: until)])
  }
}
