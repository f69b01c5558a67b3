import ArgumentParser
import Ledger

/// `lantian facility …`
struct FacilityGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facility", abstract: "The one list of firms, sites and stations.",
    subcommands: [
      List.self, Add.self, Import.self, Export.self, Undo.self, Doubts.self, Settle.self,
      Merge.self, Alias.self,
    ])

  /// - Throws: where it is no kind of facility.
  static func check(kind: String?, option: String) throws {
    guard let kind, Facility.Kind(rawValue: kind) == nil else { return }
    let known = Facility.Kind.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("\(option) is \"\(kind)\"; write one of \(known)")
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows facilities with their other names.")

    @Option(help: "Only those that are called so, or have this id or credit code.")
    var search: String?
    @OptionGroup var folder: FolderOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      try await folder.perform(.facility(.list(search: search, format: format.rawValue)))
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Adds a facility and prints its id.")

    @Argument(help: "The registered name.") var name: String
    @Option(help: "The English name.") var nameEn: String?
    @Option(help: "What it is, such as enterprise or site.") var kind = "enterprise"
    @Option(help: "The place, by its id in the plan.") var place: String?
    @Option(help: "The credit code.") var code: String?
    @Option(help: "Longitude and latitude in degrees of WGS-84, with a comma between.")
    var position: String?
    @Flag(help: "It is another one than those that are called alike.") var other = false
    @OptionGroup var folder: FolderOptions

    func validate() throws {
      try FacilityGroup.check(kind: kind, option: "--kind")
      if let position, FolderCommand.NewFacility.degrees(position) == nil {
        throw ValidationError(
          "--position is \"\(position)\"; write longitude and latitude, such as 120.87,30.03")
      }
    }

    func run() async throws {
      try await folder.perform(
        .facility(
          .add(
            FolderCommand.NewFacility(
              name: name, nameEn: nameEn, kind: kind, place: place, code: code,
              position: position, isOther: other))))
    }
  }

  struct Doubts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows names of imports that nobody has settled, and facilities that may be one.")

    @Flag(help: "Those that were settled instead.") var settled = false
    @OptionGroup var folder: FolderOptions
    @Option(help: "table, json or csv.") var format = Grid.Format.table

    func run() async throws {
      try await folder.perform(.facility(.doubts(isSettled: settled, format: format.rawValue)))
    }
  }

  struct Settle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says what a doubtful name means; the rows that have it are corrected.")

    @Argument(help: "The name's id, as `lantian facility doubts` shows it.") var name: String
    @Option(help: "It is this facility: its id, name or credit code.") var `as`: String?
    @Option(help: "It is a new facility of this kind, such as enterprise or site.")
    var new: String?
    @Option(help: "With --new: the place, by its id in the plan.") var place: String?
    @Option(help: "With --new: the credit code.") var code: String?
    @Flag(help: "It is no facility: the rows' cells are emptied.") var none = false
    @Flag(help: "Take back what was settled.") var takeBack = false
    @OptionGroup var folder: FolderOptions

    func validate() throws {
      let chosen = [`as` != nil, new != nil, none, takeBack].count { $0 }
      guard chosen == 1 else {
        throw ValidationError("give one of --as, --new, --none and --take-back")
      }
      try FacilityGroup.check(kind: new, option: "--new")
      guard new != nil || (place == nil && code == nil) else {
        throw ValidationError("--place and --code go with --new")
      }
    }

    func run() async throws {
      try await folder.perform(
        .facility(
          .settle(
            FolderCommand.NameAnswer(
              name: name, same: `as`, kind: new, place: place, code: code, isNone: none))))
    }
  }

  struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says that a facility is another one; rows, devices, points and cases follow.")

    @Argument(help: "The one that goes: its id, name or credit code.") var facility: String
    @Argument(help: "The one that is kept.") var into: String
    @Flag(help: "Say that the two are not the same instead.") var apart = false
    @Flag(help: "Take back what was said of the two.") var takeBack = false
    @OptionGroup var folder: FolderOptions

    func validate() throws {
      guard !(apart && takeBack) else {
        throw ValidationError("give --apart or --take-back, not both")
      }
    }

    func run() async throws {
      let step = takeBack ? "back" : apart ? "apart" : "merge"
      try await folder.perform(.facility(.merge(other: facility, kept: into, step: step)))
    }
  }

  struct Alias: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes another name of a facility down, by which imports find it.")

    @Argument(help: "The facility's id, name or credit code.") var facility: String
    @Argument(help: "The other name.") var name: String
    @Flag(help: "Take the name away instead.") var remove = false
    @OptionGroup var folder: FolderOptions

    func run() async throws {
      try await folder.perform(.facility(.alias(of: facility, name: name, isRemoved: remove)))
    }
  }
}
