import ActionPlan
import ArgumentParser
import DataQuality
import FaultInjections
import Foundation

/// The table of `Docs/data-quality.md`: what the checks find of faults and evasion put into real
/// series, and what they say of the series as they are.
@main struct MeasureQuality: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure-quality",
    abstract: "Recall of injected faults and evasion, and false alarms, over real series.")

  @Argument(help: "Folder with PRSA_<station>_20130301-20160229.csv.gz (UCI data set 501).")
  var folder: String
  @Option(help: "A plan folder whose quality rules are used.") var plan = "Plans/shangyu-2021"
  @Option(help: "Injections of each kind.") var trials = 200
  @Option(help: "Where random numbers begin.") var seed: UInt64 = 1
  @Flag(help: "The stations that the settings were found with, instead of those held out.")
  var tuning = false

  func run() throws {
    guard let plan = PlanFolder.read(plan).plan else {
      throw ValidationError("\(plan) has errors; see `lantian plan check`")
    }
    let names = tuning ? RealStation.tuning : RealStation.heldOut
    let proof = QualityProof(
      stations: try names.map { try RealStation.read($0, from: URL(filePath: folder)) }, plan: plan)
    print("| put into the series | tried | found | recall |\n|---|---|---|---|")
    var total = QualityProof.Recall()
    for kind in Injection.allCases {
      let recall = proof.recall(of: kind, trials: trials, days: 45..<1060, seed: seed)
      total.tried += recall.tried
      total.found += recall.found
      print(line(kind.rawValue, recall))
    }
    print(line("all", total))
    let alarms = proof.alarms(days: 30..<1096)
    print("\n| marked on the series as they are | marks | per device and month |\n|---|---|---|")
    for (check, count) in alarms.byCheck.sorted(by: {
      ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue)
    }) {
      print("| \(check.rawValue) | \(count) | \(figure(Double(count) / alarms.deviceMonths)) |")
    }
    print("| all | \(alarms.byCheck.values.reduce(0, +)) | \(figure(alarms.perDeviceMonth)) |")
    print(
      "\n\(figure(alarms.deviceMonths)) device-months, stations \(names.joined(separator: ", "))")
  }

  private func line(_ name: String, _ recall: QualityProof.Recall) -> String {
    "| \(name) | \(recall.tried) | \(recall.found) | \(figure(recall.share)) |"
  }

  private func figure(_ value: Double) -> String { String(format: "%.3f", value) }
}
