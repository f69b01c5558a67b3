import ActionPlan
import AirQuality
import Checks
import Ledger

/// Labels, ready to print.
struct LabelSheetView: Sendable {
  struct Value: Sendable {
    let name: String
    let text: String
  }
  struct Card: Sendable {
    let code: String
    let className: String
    let colour: String
    let values: [Value]
    let hasCode: Bool
    let path: String
    let side: String
  }

  let title: String
  let cards: [Card]
  let isEmpty: Bool
  /// To be printed; else one label that somebody looked up.
  let isSheet: Bool
  let hasNext: Bool
  let nextHref: String

  /// - Parameter site: scheme and host that the QR codes lead to; empty for none.
  init(_ cards: [LabelCard], site: String, wording: CheckWording, isFull: Bool) {
    let (check, texts) = (wording.check, wording.texts)
    title = texts(check.label)
    self.cards = cards.map { card in
      let code =
        site.isEmpty
        ? nil : QRCode("\(site)/codes/\(check.id)/\(LocalPath.encode(card.code))")
      return Card(
        code: card.code,
        className: card.classID.map(wording.className) ?? texts("checks.noClass"),
        colour: card.colour?.rawValue ?? "white", values: Self.values(card, wording),
        hasCode: code != nil, path: code?.path ?? "", side: code.map { "\($0.width + 8)" } ?? "")
    }
    isEmpty = cards.isEmpty
    isSheet = !site.isEmpty && !cards.isEmpty
    hasNext = isFull
    nextHref = "/checks/\(check.id)/labels?after=\(cards.last?.row ?? 0)"
  }

  private static func values(_ card: LabelCard, _ wording: CheckWording) -> [Value] {
    guard case .label(let label) = wording.check.kind,
      let register = wording.plan.register(label.register)
    else { return [] }
    return label.shows.compactMap { id in
      guard let field = register.field(id), let value = card.values[id], value != .null else {
        return nil
      }
      let plain = value.text ?? value.number?.description ?? ""
      return Value(
        name: wording.texts(field.label),
        text: wording.choice(plain, of: field) + (field.unit.map { " \(wording.texts($0))" } ?? ""))
    }
  }
}
