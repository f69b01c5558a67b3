/// What a packet of a known command says, with each value in the form that the command gives it.
///
/// Reading and writing are each other's inverse: what is not as the command asks for stays text,
/// keys that it does not know stay where they stood.
public struct Statement: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public var key: String
    public var value: FieldValue

    public init(_ key: String, _ value: FieldValue) {
      self.key = key
      self.value = value
    }
  }

  public let form: CommandForm
  /// Entries of one factor stand in one group.
  public var groups: [[Entry]]

  public init(_ form: CommandForm, groups: [[Entry]] = []) {
    self.form = form
    self.groups = groups
  }
}

extension Statement {
  /// - Parameters:
  ///   - sender: which side the message is from.
  ///   - quirks: the device's; values come out in the units of `Factor`.
  /// - Returns: `nil` for a command that no edition has for that side.
  public init?(
    _ message: Message, from sender: CommandForm.Sender, edition: Edition,
    quirks: Quirks = Quirks()
  ) {
    guard let number = UInt16(message.cn),
      let form = CommandForm.of(Command(rawValue: number), from: sender, in: edition)
    else { return nil }
    self.form = form
    groups = message.data.map { group in
      group.map { pair in
        let value = FieldValue(pair.value, as: form.rule(of: pair.key)?.kind)
        return Entry(pair.key, quirks.standardUnit(of: value, key: pair.key))
      }
    }
  }

  /// The data area, in the units that the device uses.
  public func data(_ quirks: Quirks = Quirks()) -> [[Message.Pair]] {
    groups.map { group in
      group.map { entry in
        Message.Pair(entry.key, quirks.deviceUnit(of: entry.value, key: entry.key).text)
      }
    }
  }

  /// The first value of a key.
  public subscript(key: String) -> FieldValue? {
    for group in groups {
      if let entry = group.first(where: { $0.key == key }) { return entry.value }
    }
    return nil
  }

  public func number(_ key: String) -> Int? {
    if case .number(let number)? = self[key] { number } else { nil }
  }

  /// Seconds of the unit's own local clock.
  public func time(_ key: String) -> Int? {
    if case .time(let local)? = self[key] { local } else { nil }
  }
}

/// Which header a statement travels under.
public struct Envelope: Sendable, Hashable {
  /// 17 digits.
  public var qn: String
  public var st: String
  public var pw: String
  public var mn: String
  public var edition: Edition
  public var wantsAnswer: Bool
  /// Back-fill, a mark of the 2025 edition only.
  public var isBackfill: Bool

  public init(
    qn: String, st: String, pw: String, mn: String, edition: Edition, wantsAnswer: Bool = true,
    isBackfill: Bool = false
  ) {
    self.qn = qn
    self.st = st
    self.pw = pw
    self.mn = mn
    self.edition = edition
    self.wantsAnswer = wantsAnswer
    self.isBackfill = isBackfill
  }
}

extension Message {
  /// Puts a statement into a packet of one device.
  public init(_ statement: Statement, in envelope: Envelope, quirks: Quirks = Quirks()) {
    self.init(
      qn: envelope.qn, st: envelope.st, cn: String(statement.form.command.rawValue),
      pw: envelope.pw, mn: envelope.mn,
      flag: PacketFlag(envelope.edition, wantsAnswer: envelope.wantsAnswer),
      isBackfill: envelope.isBackfill && envelope.edition == .of2025,
      data: statement.data(quirks), coding: quirks.coding)
  }
}

extension Quirks {
  /// A number too long for it stays text, as it came.
  fileprivate func standardUnit(of value: FieldValue, key: String) -> FieldValue {
    guard case .decimal(let decimal) = value, let power = shift(of: key) else { return value }
    return decimal.shifted(by: power).map(FieldValue.decimal) ?? .text(decimal.text)
  }

  /// A number too long for it is left empty: it would be another one.
  fileprivate func deviceUnit(of value: FieldValue, key: String) -> FieldValue {
    guard case .decimal(let decimal) = value, let power = shift(of: key) else { return value }
    return decimal.shifted(by: -power).map(FieldValue.decimal) ?? .text("")
  }

  private static let concentrations: Set = [
    "Rtd", "Min", "Avg", "Max", "ZsRtd", "ZsMin", "ZsAvg", "ZsMax",
  ]

  private func shift(of key: String) -> Int? {
    guard !unitShifts.isEmpty, let dash = key.utf8.lastIndex(of: Ascii.minus),
      Self.concentrations.contains(String(key[key.index(after: dash)...]))
    else { return nil }
    return unitShifts[String(key[..<dash])]
  }
}
