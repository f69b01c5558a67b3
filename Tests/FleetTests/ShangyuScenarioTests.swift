import Foundation
import HJ212
import Testing

@testable import Fleet

private let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Simulation/shangyu-2021")

private func devices() throws -> [[String: String]] {
  let file = folder.appendingPathComponent("devices.csv")
  var table = try ArchiveTable(try Data(contentsOf: file), name: file.path)
  var rows: [[String: String]] = []
  while let row = try table.next() {
    rows.append(Dictionary(uniqueKeysWithValues: zip(table.header, row)))
  }
  return rows
}

/// The simulated district that is shipped.
@Suite struct ShangyuScenarioTests {
  let scenario: Scenario

  init() throws {
    scenario = try Scenario.read(folder.appendingPathComponent("scenario.yml").path)
  }

  @Test func `the device list binds exactly the keys that the scenario sends`() throws {
    let sent = Set(
      scenario.devices.flatMap { device in
        device.uploads.flatMap { upload in
          upload.signals.map { [device.mn, upload.cn, $0.key] }
        }
      })
    let rows = try devices()
    let bound = Set(rows.compactMap { row in [row["mn"], row["cn"], row["key"]] as? [String] })
    #expect(sent == bound)
    #expect(rows.allSatisfy { $0["password"] == scenario.password })
    #expect(rows.allSatisfy { $0.keys.sorted() == ReplayDeviceList.columns.sorted() })
    let systems = Dictionary(
      scenario.devices.map { ($0.mn, $0.st) }, uniquingKeysWith: { first, _ in first })
    #expect(rows.allSatisfy { row in row["mn"].flatMap { systems[$0] } == row["st"] })
  }

  @Test func `every simulated thing is named so`() throws {
    for row in try devices() {
      for column in ["device_label", "facility_label"] {
        let label = try #require(row[column])
        #expect(label.contains("模拟") && label.contains("Simulated"), "\(label)")
      }
    }
  }

  @Test func `registers name facilities and points of the device list`() throws {
    let rows = try devices()
    let known = Set(rows.flatMap { [$0["point"], $0["facility"]].compactMap { $0 } })
    let registers = folder.appendingPathComponent("registers")
    let references: Set = [
      "facility", "production", "treatment", "valve", "dust", "nozzle", "tank", "point",
    ]
    for name in try FileManager.default.contentsOfDirectory(atPath: registers.path) {
      let file = registers.appendingPathComponent(name)
      var table = try ArchiveTable(try Data(contentsOf: file), name: name)
      while let row = try table.next() {
        for (title, field) in zip(table.header, row) where references.contains(title) {
          #expect(known.contains(field), "\(name): \(field)")
        }
      }
    }
  }

  @Test func `treatment has been off for 13 and a half minutes when live begins`() throws {
    let start = 1_623_729_617
    let table = Timetable(scenario: scenario, seed: scenario.seed, begunAt: start)
    let off = try #require(scenario.incidents.first { $0.id == "chem-1-treatment-off" })
    let device = try #require(scenario.devices.firstIndex { $0.mn == off.mn })
    let history = table.history(of: [device], backfillSeconds: 900, until: start)
    let treatment = try history.map { transmission in
      let message = try #require(table.message(transmission))
      return (transmission.due - start, try #require(Double(message.data[2][0].value ?? "")))
    }
    #expect(treatment.filter { $0.0 < -810 }.allSatisfy { $0.1 > 20 })
    #expect(treatment.filter { $0.0 >= -810 }.allSatisfy { $0.1 < 2.25 })
    // Production was seen to run for over ten minutes before.
    #expect(treatment.first.map { $0.0 <= -810 - 600 } == true)
  }

  @Test func `every frame of two hours is good by our own reader`() throws {
    let table = Timetable(scenario: scenario, seed: 5, begunAt: 1_623_729_617)
    let all = Array(scenario.devices.indices)
    var numbers: Set<OutgoingFrame.Key> = []
    for transmission in table.history(of: all, backfillSeconds: 7200, until: table.begunAt) {
      guard let message = table.message(transmission) else { continue }
      let frame = try OutgoingFrame(message)
      #expect(numbers.insert(frame.key).inserted)
      var reader = FrameReader()
      var bytes = frame.bytes
      guard case .frame(let read)? = reader.next(in: &bytes) else {
        Issue.record("\(message)")
        continue
      }
      let content = try Packet(read).content(utcOffsetSeconds: 28_800)
      #expect(content.faults.isEmpty && !content.usableReadings.isEmpty)
    }
    #expect(numbers.count > 1000)
  }
}
