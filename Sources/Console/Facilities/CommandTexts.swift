public import ActionPlan
public import Ledger
public import Sheets

/// What commands say of lists of facilities and devices, with the texts that the pages use.
public struct CommandTexts: Sendable {
  private let texts: Texts
  private let faults: ImportWording

  /// - Throws: `Catalogue.Fault`.
  public init(language: Language) throws {
    texts = try Catalogue(folder: ConsoleResources.folder("Texts")).texts(in: language)
    faults = ImportWording(texts: texts)
  }

  public func text(_ label: Label) -> String { texts(label) }

  func text(ofKey key: String, _ values: [String: String]) -> String { texts(key, values) }

  /// A text of the catalogue's group `firms`.
  public func firms(_ key: String, _ values: [String: String] = [:]) -> String {
    texts("firms.\(key)", values)
  }

  public func counts(
    _ key: String, _ added: Int, _ changed: Int, _ same: Int, _ number: Int64 = 0
  ) -> String {
    firms(
      key,
      [
        "added": "\(added)", "changed": "\(changed)", "same": "\(same)", "number": "\(number)",
      ])
  }

  /// What a device list did to one kind of things.
  ///
  /// - Parameter what: `facilities`, `points`, `devices` or `bindings`.
  public func devices(_ what: String, _ counts: DeviceListReport.Counts) -> String {
    Self.devices(what, counts, texts)
  }

  static func devices(_ what: String, _ counts: DeviceListReport.Counts, _ texts: Texts) -> String {
    texts(
      "imports.list-\(what)",
      [
        "created": "\(counts.created)", "updated": "\(counts.updated)",
        "unchanged": "\(counts.unchanged)",
      ])
  }

  public var nothingTaken: String { texts("imports.nothingTaken") }

  /// One line a fault, and how many more there are.
  public func lines(_ found: ImportFaults) -> [String] {
    found.faults.map(faults.line)
      + (found.more > 0 ? [texts("imports.more", ["count": "\(found.more)"])] : [])
  }

  /// Of a file that is no table.
  public func line(_ error: SheetError) -> String { faults.line(error) }

  /// A row of which a person must say what it means.
  public func doubt(_ row: FacilityListRow, file: String) -> String {
    let others = row.likenesses.map { like in
      switch like.other {
      case .facility(let id): id
      case .row(let line): firms("inRow", ["line": "\(line)"])
      }
    }
    return firms(
      "listDoubtful",
      [
        "file": file, "line": "\(row.draft.line)", "name": row.draft.name,
        "others": others.joined(separator: texts("layout.separator")),
      ])
  }
}
