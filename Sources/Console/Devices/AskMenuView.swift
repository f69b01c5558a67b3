import ActionPlan
import HJ212
import Ledger

/// Everything that a device can be asked.
struct AskMenuView: Sendable {
  struct Line: Sendable {
    let href: String
    let label: String
    let command: String
  }

  let title: String
  let backHref: String
  let deviceName: String
  let lines: [Line]

  init(_ device: DeviceRecord, requests: [UnitRequest], texts: Texts) {
    let path = "/devices/\(LocalPath.encode(device.mn))"
    deviceName = texts(device.label)
    title = texts("device.askTitle", ["name": deviceName])
    backHref = path
    lines = requests.map { request in
      Line(
        href: "\(path)/ask/\(request.name)",
        label: texts(Label(zh: request.chinese, en: request.english)),
        command: "CN \(request.command.rawValue)")
    }
  }
}

/// The form of one request.
struct AskFormView: Sendable {
  struct Choice: Sendable {
    let value: String
    let isChosen: Bool
  }

  struct Field: Sendable {
    let name: String
    let label: String
    let value: String
    let isRequired: Bool
    let isTime: Bool
    let isNumber: Bool
    let isSecret: Bool
    let isText: Bool
    let hasChoices: Bool
    let choices: [Choice]
    let least: String
    let most: String
  }

  let title: String
  let deviceName: String
  let backHref: String
  let action: String
  let request: String
  let command: String
  let problem: String
  let hasProblem: Bool
  let isChange: Bool
  let fields: [Field]

  init(
    _ asked: UnitRequest, of device: DeviceRecord, _ values: [String: String], problem: String,
    texts: Texts
  ) {
    let path = "/devices/\(LocalPath.encode(device.mn))"
    deviceName = texts(device.label)
    title = texts(Label(zh: asked.chinese, en: asked.english))
    backHref = path
    action = "\(path)/commands"
    request = asked.name
    command = "CN \(asked.command.rawValue)"
    self.problem = problem
    hasProblem = !problem.isEmpty
    isChange = !asked.isRepeatable
    fields = asked.parameters.map { parameter in
      let isSecret = parameter.name == UnitRequest.secret
      var (least, most) = ("", "")
      var choices: [Choice] = []
      let value = isSecret ? "" : values[parameter.name] ?? ""
      if case .number(let bounds) = parameter.kind {
        (least, most) = ("\(bounds.lowerBound)", "\(bounds.upperBound)")
      }
      if case .oneOf(let numbers) = parameter.kind {
        choices = numbers.map { Choice(value: "\($0)", isChosen: "\($0)" == value) }
      }
      let isTime = parameter.kind == .time
      return Field(
        name: parameter.name, label: texts("device.with-\(parameter.name)"),
        value: isTime ? Self.typed(value) : value, isRequired: parameter.isRequired,
        isTime: isTime, isNumber: !least.isEmpty, isSecret: isSecret,
        isText: !isTime && least.isEmpty && !isSecret && choices.isEmpty,
        hasChoices: !choices.isEmpty, choices: choices, least: least, most: most)
    }
  }

  /// `20210607100000` as a field for times holds it.
  private static func typed(_ digits: String) -> String {
    guard digits.count == 14 else { return "" }
    let parts = Array(digits)
    func part(_ range: Range<Int>) -> String { String(parts[range]) }
    return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12))"
  }
}
