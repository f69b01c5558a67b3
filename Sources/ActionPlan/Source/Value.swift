/// A YAML value that knows where it stands. Nothing of the YAML library reaches past it.
struct Value {
  enum Content {
    case text(String)
    case list([Value])
    case table([Entry])
    /// Nothing after the colon, or `~`.
    case nothing
  }
  struct Entry {
    let key: String
    let keyLocation: Location
    let value: Value
  }
  let location: Location
  let content: Content

  /// As a message names it.
  var kind: String {
    switch content {
    case .text(let text): "\"\(Self.shortened(text))\""
    case .list: "a list"
    case .table: "a mapping"
    case .nothing: "nothing"
    }
  }

  /// Text from a file, cut and cleaned so that it can stand in a one-line message.
  static func shortened(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(60) {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      scalars.append(isControl ? " " : scalar)
    }
    return String(scalars) + (text.unicodeScalars.count > 60 ? "…" : "")
  }
}
