public import ActionPlan
import HJ212
public import Ledger

/// What was asked of devices and what is missing of them, in words; for pages and commands.
public struct AskingWording: Sendable {
  let texts: Texts

  init(texts: Texts) { self.texts = texts }

  /// - Throws: `Catalogue.Fault`.
  public init(language: Language) throws {
    texts = try Catalogue(folder: ConsoleResources.folder("Texts")).texts(in: language)
  }

  /// A text of the catalogue's group `asking`.
  public func text(_ key: String, _ values: [String: String] = [:]) -> String {
    texts("asking.\(key)", values)
  }

  public func request(_ name: String) -> String {
    UnitRequest.named(name).map { texts(Label(zh: $0.chinese, en: $0.english)) } ?? name
  }

  /// Such as `device refuses: wrong password (3)`.
  public func state(_ command: DeviceCommandRecord) -> String {
    let state = text("state-\(command.state.rawValue)")
    guard let why = why(command) else { return state }
    return state + text("colon") + why
  }

  /// What an open command waits for, why one failed; nil where there is nothing to say.
  func why(_ command: DeviceCommandRecord) -> String? {
    if let reason = command.reason { return text("reason-\(reason.rawValue)") }
    guard let code = command.code else { return nil }
    let group = command.state == .refused ? "request" : "result"
    return texts.text(ofCode: "\(group)-\(code)", in: "asking") + text("code", ["code": "\(code)"])
  }

  public func state(_ gap: DeviceGap) -> String {
    let state = text("gap-\(gap.state.rawValue)")
    return gap.reason.map { state + text("colon") + text("why-\($0.rawValue)") } ?? state
  }

  /// Such as `minute data`.
  public func kind(_ gap: DeviceGap) -> String {
    switch gap.cn {
    case "2051": text("minutes")
    case "2061": text("hours")
    default: text("days")
    }
  }

  /// What was said with a command: `seconds 60`.
  public func parameters(_ command: DeviceCommandRecord) -> String {
    let order = UnitRequest.named(command.name)?.parameters.map(\.name) ?? []
    return order.compactMap { name in
      command.parameters[name].map { "\(name) \($0)" }
    }.joined(separator: " ")
  }

  /// An actor's audit name as a person reads it; of an account its number.
  public func actor(_ name: String) -> String {
    guard case .system(let part)? = Actor(auditName: name) else { return name }
    return texts.platform(part)
  }
}
