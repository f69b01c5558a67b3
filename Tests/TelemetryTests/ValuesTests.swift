import AirQuality
import Testing

@testable import Telemetry

@Suite struct ValuesTests {
  @Test(arguments: ["N", "", "3"])
  func `a value is valid`(flag: String) {
    #expect(SampleFlag(rawValue: flag).isValid)
  }

  @Test(arguments: [
    "F", "M", "S", "D", "C", "T", "B", "P", "0", "1", "2", "J", "U", "n", "NN", "錯",
  ])
  func `a value is not valid`(flag: String) {
    #expect(!SampleFlag(rawValue: flag).isValid)
  }

  @Test func `above the range is not valid, but is told`() {
    #expect(SampleFlag.aboveRange.isAboveRange)
    #expect(!SampleFlag.aboveRange.isValid)
    #expect(!SampleFlag.normal.isAboveRange)
  }

  @Test func `a description of a device does not tell its password`() {
    let device = Device(mn: "A1", password: "secret-9", label: "North gate")
    #expect("\(device)" == "A1 (North gate)")
    #expect(!String(reflecting: device).contains("secret-9"))
  }

  @Test func `a new logger continues the series of the old one`() {
    let old = Binding(
      mn: "A1", rawKey: "a21026-Rtd", cn: "2011", series: minutes, from: 100, until: 200)
    let new = Binding(mn: "A2", rawKey: "a21026-Rtd", cn: "2011", series: minutes, from: 200)
    let directory = DeviceDirectory(
      devices: [
        Device(mn: "A2", password: "", label: "new"), Device(mn: "A1", password: "", label: "old"),
      ],
      bindings: [old, new])
    func found(_ mn: String, _ at: Int, cn: String = "2011") -> Binding? {
      directory.bindings(mn: mn, cn: cn).binding(rawKey: "a21026-Rtd", at: at)
    }
    #expect(found("A1", 99) == nil)
    #expect(found("A1", 100) == old)
    #expect(found("A1", 200) == nil)
    #expect(found("A2", 200) == new)
    #expect(found("A2", 200, cn: "2051") == nil)
    #expect(directory.bindings(mn: "A2", cn: "2011").binding(rawKey: "a21026-Avg", at: 300) == nil)
    #expect(directory.device("A1")?.label == "old")
    #expect(directory.device("A3") == nil)
    #expect(directory.devices.map(\.mn) == ["A1", "A2"])
  }

  @Test func `of two bindings that hold, the later counts`() {
    let first = Binding(mn: "A1", rawKey: "k", cn: "2011", series: minutes, from: 0)
    let second = Binding(mn: "A1", rawKey: "k", cn: "2011", series: minutes, shift: 3, from: 50)
    let directory = DeviceDirectory(bindings: [first, second])
    let bindings = directory.bindings(mn: "A1", cn: "2011")
    #expect(bindings.binding(rawKey: "k", at: 49) == first)
    #expect(bindings.binding(rawKey: "k", at: 50) == second)
  }

  @Test(
    arguments: [
      ("0.0125", 3, nil, "12.5"), ("12.5", -3, nil, "0.0125"), ("7", 0, "1.5", "10.5"),
      ("1", 18, nil, "1000000000000000000"), ("10", 18, nil, nil),
    ] as [(String, Int, String?, String?)])
  func `a binding turns a sent number into the quantity's unit`(
    sent: String, shift: Int, multiplier: String?, value: String?
  ) throws {
    let binding = Binding(
      mn: "A1", rawKey: "k", cn: "2011", series: minutes, shift: shift,
      multiplier: multiplier.flatMap { ExactDecimal($0) })
    let number = try #require(ExactDecimal(sent))
    #expect(binding.value(of: number)?.description == value)
  }

  @Test func `the newest values of a point are found at once`() async throws {
    let other = SeriesKey(point: "A", quantity: "co", statistic: .realTime)
    let values = [minutes, other].map {
      LatestValue(
        key: $0, start: 1, value: .zero, flag: .normal, receivedAt: 2, unchangedSince: 0)
    }
    let latest = LatestValues(values)
    #expect(latest.values(point: "A").map(\.key) == [other, minutes])
    #expect(latest.values(point: "B").isEmpty)
    #expect(latest.all().count == 2)
    #expect(latest.value(minutes)?.receivedAt == 2)
  }
}
