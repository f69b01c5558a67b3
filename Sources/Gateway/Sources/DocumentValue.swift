/// What a source's document holds. Numbers keep their digits as sent.
enum DocumentValue: Sendable, Hashable {
  case text(String)
  case number(String)
  case truth(Bool)
  case nothing
  case list([DocumentValue])
  case table([String: DocumentValue])

  /// As one text; nil for what holds others and for nothing.
  var plain: String? {
    switch self {
    case .text(let text), .number(let text): text
    case .truth(let truth): truth ? "1" : "0"
    case .nothing, .list, .table: nil
    }
  }
}
