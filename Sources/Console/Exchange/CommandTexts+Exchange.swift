public import Casework

/// What commands say of sheets of other systems.
extension CommandTexts {
  /// A text of the catalogue's group `exchange`.
  public func exchange(
    _ key: String, added: Int, changed: Int, same: Int, _ values: [String: String] = [:]
  ) -> String {
    text(
      ofKey: "exchange.\(key)",
      ["added": "\(added)", "changed": "\(changed)", "same": "\(same)"].merging(values) { $1 })
  }

  /// A line of which a person must say which number is right.
  public func conflict(_ outcome: ExchangeOutcome, file: String) -> String {
    text(
      ofKey: "exchange.listConflict",
      [
        "file": file, "line": "\(outcome.row.line)", "case": outcome.file.number,
        "old": outcome.old?.number ?? "", "new": outcome.row.number,
      ])
  }
}
