/// What a centre may ask of a unit, by a name of its own: the command behind it, and what is to be said
/// with it.
public struct UnitRequest: Sendable, Hashable {
  public struct Parameter: Sendable, Hashable {
    /// As pages, the command line and the durable record call it.
    public let name: String
    /// Key of the data area.
    let key: String
    public let kind: FieldKind
    public let isRequired: Bool

    func key(in edition: Edition) -> String {
      key == "NewPW" && edition == .of2005 ? "PW" : key
    }
  }

  public let name: String
  public let command: Command
  public let chinese: String
  public let english: String
  /// Whether it can be asked twice without doing anything twice.
  public let isRepeatable: Bool
  public let parameters: [Parameter]

  /// The new password of `change-password`, which no record of the request holds.
  public static let secret = "password"

  /// The command as an edition knows it, with all that belongs to the request; `nil` where it does not.
  public func form(in edition: Edition) -> CommandForm? {
    guard let form = CommandForm.of(command, from: .centre, in: edition),
      form.editions.contains(edition),
      parameters.allSatisfy({
        $0.key == Self.information || form.rule(of: $0.key(in: edition)) != nil
      })
    else { return nil }
    return form
  }

  /// What is sent.
  ///
  /// - Parameters:
  ///   - values: by the parameters' names; times as `yyyyMMddHHmmss` of the unit's clock.
  ///   - local: the unit's clock, seconds; what a clock is set to where no time is given.
  /// - Throws: the first thing that is wrong.
  public func statement(
    _ values: [String: String], in edition: Edition, at local: Int
  ) throws(UnitRequestFault) -> Statement {
    try check(values)
    guard let form = form(in: edition) else { throw .notInEdition(name, edition) }
    var entries: [Statement.Entry] = []
    for parameter in parameters {
      guard let value = values[parameter.name] else { continue }
      var key = parameter.key(in: edition)
      if key == Self.information { key = (values["information"] ?? "") + "-Info" }
      entries.append(Statement.Entry(key, .text(value)))
    }
    if command == .setClock, values["time"] == nil {
      entries.append(Statement.Entry("SystemTime", .time(local)))
    }
    return Statement(form, groups: entries.map { [$0] })
  }

  /// Whether these values can be sent, whatever the edition.
  public func check(_ values: [String: String]) throws(UnitRequestFault) {
    for name in values.keys.sorted() where !parameters.contains(where: { $0.name == name }) {
      throw .unknownParameter(self.name, name)
    }
    for parameter in parameters {
      guard let value = values[parameter.name] else {
        if parameter.isRequired { throw .missing(name, parameter.name) }
        continue
      }
      guard !value.isEmpty, value.utf8.count <= Self.longestValue, parameter.kind.fits(value),
        value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !";,&=".unicodeScalars.contains($0) })
      else { throw .badValue(name, parameter.name, parameter.kind) }
    }
    if let from = values["from"], let to = values["to"], from >= to {
      throw .emptyPeriod(name)
    }
  }

  static let longestValue = 200
  /// Stands for a key that another value names.
  private static let information = "*-Info"
}

extension Command {
  static let setClock = Command(rawValue: 1012)
}

/// Why a request cannot be sent.
public enum UnitRequestFault: Error, Sendable, Equatable, CustomStringConvertible {
  case unknownRequest(String)
  case unknownParameter(String, String)
  case missing(String, String)
  case badValue(String, String, FieldKind)
  case emptyPeriod(String)
  case notInEdition(String, Edition)

  public var description: String {
    switch self {
    case .unknownRequest(let name):
      "\(name) is no request; write one of \(UnitRequest.all.map(\.name).joined(separator: ", "))"
    case .unknownParameter(let request, let name): "\(request) takes no \(name); leave it out"
    case .missing(let request, let name): "\(request) needs \(name); give it"
    case .badValue(let request, let name, let kind): "\(request): \(name) must be \(kind.rule)"
    case .emptyPeriod(let request): "\(request): the period ends before it begins; exchange the two"
    case .notInEdition(let request, let edition):
      "\(request) is not in \(edition.name); correct the device's edition or ask something else"
    }
  }
}

extension FieldKind {
  /// What a value must be, in words.
  public var rule: String {
    switch self {
    case .time: "a time, yyyyMMddHHmmss"
    case .timeOfDay: "a time of day, HHmmss"
    case .number(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .oneOf(let numbers): "one of " + numbers.map(String.init).joined(separator: ", ")
    case .decimal: "a decimal number"
    case .flag: "one sign"
    case .factor: "a code such as a34004"
    case .password: "at most six letters and digits"
    case .text: "a text without ; , & ="
    }
  }
}
