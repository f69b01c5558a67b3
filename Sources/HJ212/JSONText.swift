/// A JSON value written with sorted keys, one line.
indirect enum JSONText {
  case text(String)
  case number(Int)
  case null
  case list([JSONText])
  case object([String: JSONText])

  func write(into out: inout String) {
    switch self {
    case .text(let text): Self.write(text, into: &out)
    case .number(let number): out += String(number)
    case .null: out += "null"
    case .list(let values):
      out += "["
      for (index, value) in values.enumerated() {
        if index > 0 { out += "," }
        value.write(into: &out)
      }
      out += "]"
    case .object(let members):
      out += "{"
      for (index, key) in members.keys.sorted().enumerated() {
        if index > 0 { out += "," }
        Self.write(key, into: &out)
        out += ":"
        members[key]?.write(into: &out)
      }
      out += "}"
    }
  }

  var line: String {
    var out = ""
    write(into: &out)
    return out
  }

  private static func write(_ text: String, into out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        out += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
