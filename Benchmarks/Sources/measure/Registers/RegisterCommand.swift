import ActionPlan
import ArgumentParser
import Foundation
import Ledger
import Sheets
import Wiring

/// A register of a million rows: import beside other writes, lists, indicators, checks.
struct RegisterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register",
    abstract: "Import, lists, indicators and checks of a large register.")

  @OptionGroup var options: RunOptions
  @Option(help: "Rows of the register at the end.") var rows = 1_000_000
  @Option(help: "Rows of each of the two files whose import is timed.") var file = 200_000
  @Option(help: "How often each list and each check is asked.") var times = 60
  @Option(help: "Folder to keep the register in; one that is there already is measured as it is.")
  var keep: String?

  func validate() throws {
    guard (1...200_000).contains(file), rows >= 2 * file else {
      throw ValidationError("give 1 to 200000 rows to a --file, and --rows for two files at least")
    }
    guard (1...10_000).contains(times) else { throw ValidationError("give 1 to 10000 --times") }
  }

  func run() async throws {
    try reportDisk(in: options.folder, seconds: 2)
    let folder = keep ?? options.folder + "/measure-register-\(getpid())"
    let isThere = FileManager.default.fileExists(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { if keep == nil { try? FileManager.default.removeItem(atPath: folder) } }
    let plan = try MeasuredPlan.read()
    let ledger = try LedgerDatabase(
      path: folder + "/ledger.sqlite", migrations: DistrictSchema.migrations)
    let filling = RegisterFilling(plan: plan, ledger: ledger, folder: folder)
    if !isThere {
      try await filling.prepare()
      try await filling.fill(0..<(rows - 2 * file))
      let csv = (rows - 2 * file)..<(rows - file)
      try await filling.measurePlain(csv)
      try await filling.measure(csv, as: .csv)
      try await filling.measure((rows - file)..<rows, as: .xlsx)
    }
    let size = try FileManager.default.attributesOfItem(atPath: ledger.pool.path)[.size] as? Int
    print("ledger with \(rows) rows: \((size ?? 0) >> 20) MiB")
    try await RegisterLists(plan: plan, ledger: ledger, times: times, rows: rows).measure()
    try await RegisterFigures(plan: plan, ledger: ledger, rows: rows).measure()
    try await RegisterChecks(plan: plan, ledger: ledger, times: times, rows: rows).measure()
    try reportDisk(in: options.folder, seconds: 2)
  }
}
