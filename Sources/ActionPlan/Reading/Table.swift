/// A mapping whose keys are known. Whatever key is not known is an error, because a misspelt key that
/// passed silently would be a promise nobody keeps.
struct Table {
  /// As messages name it: `rule "dust-high"`, `step`.
  let name: String
  let location: Location
  private let entries: [String: Value.Entry]
  /// Known keys that an unknown one most likely stands for: they are not missing, they are misspelt.
  private let misspelt: Set<String>
  private let shape: Shape
  private let log: DiagnosticLog

  /// Keys that any element may carry for its readers: where a value comes from, what to know about it.
  static let annotations = ["source", "note"]

  /// `nil` when the value is no mapping, which has been logged.
  init?(_ value: Value, _ name: String, _ shape: Shape, log: DiagnosticLog) {
    let keys = shape.names
    guard case .table(let entries) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where a mapping is needed",
        "write it as {\(keys.prefix(3).map { "\($0): …" }.joined(separator: ", "))}")
      return nil
    }
    self.name = name
    self.location = value.location
    self.shape = shape
    self.log = log
    var known: [String: Value.Entry] = [:]
    var misspelt: Set<String> = []
    for entry in entries {
      if keys.contains(entry.key) {
        known[entry.key] = entry
      } else if Self.annotations.contains(entry.key) {
        Self.check(annotation: entry, log)
        known[entry.key] = entry
      } else {
        let near = Nearest.word(to: entry.key, among: keys + Self.annotations)
        if let near { misspelt.insert(near) }
        log.error(
          entry.keyLocation, "\(name) has no key \"\(Value.shortened(entry.key))\"",
          near.map { "did you mean \"\($0)\"?" } ?? "its keys are \(keys.joined(separator: ", "))")
      }
    }
    self.entries = known
    self.misspelt = misspelt
  }

  private static func check(annotation entry: Value.Entry, _ log: DiagnosticLog) {
    guard case .text = entry.value.content else {
      log.error(
        entry.value.location, "\(entry.key) is \(entry.value.kind) where a text is needed",
        "write one text in quotes")
      return
    }
  }

  /// Missing and empty are both nothing.
  subscript(key: String) -> Value? {
    assert(knows(key), "\(name): the shape has no key \(key)")
    guard let value = entries[key]?.value else { return nil }
    if case .nothing = value.content { return nil }
    return value
  }

  /// Whether mappings of this shape may have the key.
  func knows(_ key: String) -> Bool { shape.names.contains(key) }

  /// Where a key stands, or else the mapping.
  func location(of key: String) -> Location { entries[key]?.keyLocation ?? location }

  /// Logs when the key is missing or empty.
  func required(_ key: String, _ remedy: String) -> Value? {
    if let value = self[key] { return value }
    if entries[key] == nil, misspelt.contains(key) { return nil }
    log.error(
      location(of: key),
      entries[key] == nil ? "\(name) has no \"\(key)\"" : "\"\(key)\" of \(name) is empty", remedy)
    return nil
  }
}
