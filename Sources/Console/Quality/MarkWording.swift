import DataQuality
import Telemetry

/// A mark's grounds in words. Kept are codes and values, so that both languages can tell them.
struct MarkWording: Sendable {
  let names: PlanNames
  /// A point's name by its id.
  let point: @Sendable (String) -> String

  func check(_ mark: QualityMark) -> String {
    QualityCheck(rawValue: mark.check) == nil
      ? mark.check : names.texts.text(ofCode: "check-\(mark.check)", in: "quality")
  }

  /// What it means that such a mark is there; empty for a check that this program does not know.
  func about(_ mark: QualityMark) -> String {
    QualityCheck(rawValue: mark.check) == nil
      ? "" : names.texts.text(ofCode: "about-\(mark.check)", in: "quality")
  }

  func grounds(_ mark: QualityMark) -> String {
    var values = Dictionary(
      mark.grounds.map { ($0.code, $0.value) }, uniquingKeysWith: { first, _ in first })
    values["unit"] = names.unitOfMeasure(mark.series.quantity)
    if let neighbour = values["neighbour"] { values["neighbour"] = point(neighbour) }
    if let interval = values["interval"].flatMap({ Int($0) }) {
      values["interval"] = names.texts.duration(seconds: interval)
    }
    if let seconds = values["seconds"].flatMap({ Int($0) }) {
      values["seconds"] = names.texts.duration(seconds: abs(seconds))
    }
    return names.texts(key(mark, values), values)
  }

  /// Some checks have several things to say.
  private func key(_ mark: QualityMark, _ values: [String: String]) -> String {
    let key = "quality.grounds-\(mark.check)"
    switch QualityCheck(rawValue: mark.check) {
    case .copied: return key + (values["neighbour"] == nil ? "-earlier" : "-neighbour")
    case .flagMisuse: return key + (values["over"] == nil ? "-share" : "-matched")
    case .clock:
      let isAhead = mark.grounds.first { $0.code == "seconds" }?.value.hasPrefix("-") ?? false
      return key + (isAhead ? "-ahead" : "-behind")
    case .cross:
      if values["other"] != nil { return key + "-other" }
      return key + (values["expected"] != nil ? "-converted" : "-bound")
    case nil: return "quality.grounds-unknown"
    default: return key
    }
  }
}
