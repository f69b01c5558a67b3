/// Where a data area is not what its command asks for.
public struct FormFault: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// The command is none that this side sends.
    case notOfThisSide
    /// No edition that the packet speaks has the command.
    case notInEdition(Edition)
    case missing(key: String)
    /// The key is none of the command's.
    case unexpected(key: String)
    /// The value has not the form of its key.
    case value(key: String, text: String, FieldKind)
    case repeated(key: String)
  }

  public let kind: Kind
  /// Place in the stream, counted from 0.
  public let byteOffset: Int
  /// Where the standard says so, such as `HJ 212-2017 C.3`.
  public let clause: String
}

extension Packet {
  /// Compares the data area with what the packet's command asks for in its edition.
  ///
  /// - Parameter sender: which side the packet is from.
  public func formFaults(from sender: CommandForm.Sender) -> [FormFault] {
    guard let command else { return [] }
    guard let form = CommandForm.of(command, from: sender, in: edition) else {
      return [
        FormFault(
          kind: .notOfThisSide, byteOffset: cnSlice.map(byteOffset(of:)) ?? byteOffset,
          clause: edition.name)
      ]
    }
    var faults: [FormFault] = []
    let clause = form.clause(in: edition)
    func found(_ kind: FormFault.Kind, at slice: Slice) {
      faults.append(FormFault(kind: kind, byteOffset: byteOffset(of: slice), clause: clause))
    }
    if !form.editions.contains(edition), let cnSlice { found(.notInEdition(edition), at: cnSlice) }
    var seen: Set<String> = []
    for item in items().items {
      let key = text(item.key)
      guard let rule = form.rule(of: key) else {
        if !isExchange(key) { found(.unexpected(key: key), at: item.key) }
        continue
      }
      if !seen.insert(key).inserted, !rule.mayRepeat { found(.repeated(key: key), at: item.key) }
      let value = item.value.map(text) ?? ""
      if !rule.kind.fits(value) {
        found(.value(key: key, text: value, rule.kind), at: item.value ?? item.key)
      }
    }
    for rule in form.fields where rule.isRequired {
      guard case .key(let key) = rule.name, !seen.contains(key),
        seen.isDisjoint(with: rule.otherKeys)
      else { continue }
      found(.missing(key: key), at: dataArea)
    }
    return faults
  }

  /// In the edition of 2005 the unit names the exchange in the data area.
  private func isExchange(_ key: String) -> Bool {
    edition == .of2005 && (key == "QN" || key == "CN")
  }
}
