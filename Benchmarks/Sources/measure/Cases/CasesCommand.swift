import ActionPlan
import ArgumentParser
import Foundation
import Ledger
import Wiring

/// A ledger of a million cases: lists with filters, nearby duplicates, the desk's counts.
struct CasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cases", abstract: "Lists, near cases and counts of a ledger full of cases.")

  @OptionGroup var options: RunOptions
  @Option(help: "Folder of the plan whose procedures the cases follow.")
  var plan = "Plans/shangyu-2021"
  @Option(help: "Cases in all.") var cases = 1_000_000
  @Option(help: "How often each list is asked.") var times = 40
  @Option(
    help: """
      Folder to keep the ledger in, with accounts for measure case-pages; one that is there already \
      is measured as it is.
      """)
  var keep: String?

  func validate() throws {
    guard cases >= 2 * CaseFilling.models else {
      throw ValidationError("give \(2 * CaseFilling.models) --cases or more")
    }
    guard (1...10_000).contains(times) else { throw ValidationError("give 1 to 10000 --times") }
  }

  func run() async throws {
    try reportDisk(in: options.folder, seconds: 2)
    let folder = keep ?? options.folder + "/measure-cases-\(getpid())"
    let isThere = FileManager.default.fileExists(atPath: folder + "/ledger.sqlite")
    let now = Int(Date().timeIntervalSince1970)
    // As a server makes it, so that one can serve it.
    let state = try StateFolder(opening: folder, at: now)
    defer { withExtendedLifetime(state) {} }
    defer { if keep == nil { try? FileManager.default.removeItem(atPath: folder) } }
    let reading = PlanFolder.read(plan)
    guard let plan = reading.plan else {
      throw Stopped(reading.diagnostics.map(\.description).joined(separator: "\n"))
    }
    let ledger = try LedgerDatabase(
      path: folder + "/ledger.sqlite", migrations: DistrictSchema.migrations)
    if !isThere {
      let clock = ContinuousClock()
      let begin = clock.now
      try await CaseFilling(plan: plan, ledger: ledger, now: now).fill(cases)
      print("filled in \((clock.now - begin).components.seconds) s")
    }
    let size = try FileManager.default.attributesOfItem(atPath: ledger.pool.path)[.size] as? Int
    print("ledger with \(cases) cases: \((size ?? 0) >> 20) MiB")
    try await CaseLists(plan: plan, ledger: ledger, times: times, now: now).measure()
    try reportDisk(in: options.folder, seconds: 2)
  }
}
