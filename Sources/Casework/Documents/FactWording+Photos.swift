import ActionPlan
import Ledger

/// A photo of a case, as its documents name it.
struct DocumentedPhoto: Sendable {
  let attachment: Attachment
  /// Epoch seconds: as the phone said, else when it came here.
  let takenAt: Int
  let position: Coordinate?
}

extension FactWording {
  /// Photos that a document lists one by one.
  static let mostPhotos = 60
  /// Digits of a hash that are enough to tell a photo by; the evidence package has all 64.
  private static let hashDigits = 16

  /// How many photos there are, and a line for each; nil for none.
  func photos(_ photos: [DocumentedPhoto]) -> DocumentValue? {
    guard !photos.isEmpty else { return nil }
    let lines = photos.prefix(Self.mostPhotos).enumerated().map { line($1, number: $0 + 1) }
    let count = photos.count
    return DocumentValue(
      (["照片\(count)张"] + lines.map(\.zh)).joined(separator: "\n"),
      en: ([count == 1 ? "1 photo" : "\(count) photos"] + lines.map { $0.text(.en) })
        .joined(separator: "\n"))
  }

  private func line(_ photo: DocumentedPhoto, number: Int) -> DocumentValue {
    let at = OfficialDate.minute(photo.takenAt, plan.utcOffsetSeconds)
    let who = people[photo.attachment.takenBy.auditName]?.displayName
    let hash = photo.attachment.sha256.prefix(Self.hashDigits)
    let place = photo.position.map(degrees)
    let zh = [at.zh, who, place?.zh, "SHA-256 \(hash)…"].compactMap { $0 }.joined(separator: "，")
    let en = [at.text(.en), who, place?.en, "SHA-256 \(hash)…"].compactMap { $0 }
      .joined(separator: ", ")
    return DocumentValue("\(number)．\(zh)", en: "\(number). \(en)")
  }

  /// To five decimals, which is about a metre.
  private func degrees(_ position: Coordinate) -> Label {
    func text(_ value: Double) -> String {
      let scaled = Int((abs(value) * 100_000).rounded())
      let decimals = String(scaled % 100_000)
      return "\(scaled / 100_000).\(String(repeating: "0", count: 5 - decimals.count))\(decimals)"
    }
    let (east, north) = (position.longitude >= 0, position.latitude >= 0)
    return Label(
      zh: "\(east ? "东经" : "西经")\(text(position.longitude))°、"
        + "\(north ? "北纬" : "南纬")\(text(position.latitude))°",
      en: "\(text(position.latitude))° \(north ? "N" : "S"), "
        + "\(text(position.longitude))° \(east ? "E" : "W")")
  }
}
