/// One use of a command: who says it, to what end, and what its data area then holds.
///
/// - Source: the command tables and Appendix C of HJ/T 212-2005 and HJ 212-2017; for HJ 212-2025
///   what independent programs that quote it agree on.
public struct CommandForm: Sendable, Hashable {
  public enum Sender: String, Sendable, Hashable, CaseIterable {
    /// The centre's computer (上位机).
    case centre
    /// The unit in the field (现场机).
    case unit
  }

  public enum Kind: Sendable, Hashable {
    /// Wants 9011, then data where data are asked for, then 9012.
    case request
    /// Wants 9013.
    case notice
    /// Data of the unit by itself or on request; wants 9014 where Flag asks for it.
    case data
    /// An answer to one of the others.
    case reply
  }

  public let command: Command
  public let sender: Sender
  public let kind: Kind
  public let editions: ClosedRange<Edition>
  public let chinese: String
  public let english: String
  /// Tables of Appendix C that show it, by edition; empty where the edition shows none.
  let tables: [Edition: String]
  public let fields: [FieldRule]

  /// The edition and the table that show this use, such as `HJ 212-2017 C.3`.
  public func clause(in edition: Edition) -> String {
    let known = editions.contains(edition) ? edition : editions.upperBound
    guard let table = tables[known] else { return known.name }
    return known.name + " " + table
  }

  /// The rule of a key of the data area.
  public func rule(of key: String) -> FieldRule? {
    let suffix = key.utf8.lastIndex(of: Ascii.minus).map { String(key[key.index(after: $0)...]) }
    return fields.first { rule in
      switch rule.name {
      case .key(let name): name == key || rule.otherKeys.contains(key)
      case .suffix(let name): name == suffix
      }
    }
  }
}

extension CommandForm: CustomStringConvertible {
  /// Such as `1062 centre HJ/T 212-2005 to HJ 212-2025`.
  public var description: String {
    let (first, last) = (editions.lowerBound.name, editions.upperBound.name)
    return "\(command.rawValue) \(sender.rawValue) "
      + (first == last ? first : first + " to " + last)
  }
}

extension CommandForm {
  /// Every use of every command of the three editions, in the order of the numbers.
  public static let all: [CommandForm] = parameters + data + control + interaction

  private static let byCommand = Dictionary(grouping: all, by: \.command)

  /// What a command means from one side; of the newest edition that has it where the asked one has
  /// none.
  public static func of(
    _ command: Command, from sender: Sender, in edition: Edition
  ) -> CommandForm? {
    let uses = (byCommand[command] ?? []).filter { $0.sender == sender }
    return uses.first { $0.editions.contains(edition) } ?? uses.last
  }
}

extension ClosedRange<Edition> {
  static var all: ClosedRange { .of2005 ... .of2025 }
  static var since2017: ClosedRange { .of2017 ... .of2025 }
  static var only2005: ClosedRange { .of2005 ... .of2005 }
  static var until2017: ClosedRange { .of2005 ... .of2017 }
  static var only2017: ClosedRange { .of2017 ... .of2017 }
  static var only2025: ClosedRange { .of2025 ... .of2025 }
}

extension CommandForm {
  /// One row of the tables below: number, sender, kind, editions, names, fields, tables of the
  /// editions of 2017 and 2025.
  static func row(
    _ number: UInt16, _ sender: Sender, _ kind: Kind, _ editions: ClosedRange<Edition>,
    _ chinese: String, _ english: String, _ fields: [FieldRule] = [],
    c17: String? = nil, c25: String? = nil
  ) -> CommandForm {
    var tables: [Edition: String] = [:]
    tables[.of2017] = c17
    tables[.of2025] = c25
    return CommandForm(
      command: Command(rawValue: number), sender: sender, kind: kind, editions: editions,
      chinese: chinese, english: english, tables: tables, fields: fields)
  }
}
