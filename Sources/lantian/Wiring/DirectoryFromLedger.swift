import ActionPlan
import AirQuality
import GRDB
import Ledger
import NIOConcurrencyHelpers
import Telemetry

/// The gateway's directory of devices, read from the Ledger and kept until the Ledger changes.
final class DirectoryFromLedger: Sendable {
  private let box = NIOLockedValueBox(DeviceDirectory())

  var directory: DeviceDirectory { box.withLockedValue { $0 } }

  func reload(from ledger: LedgerDatabase) async throws {
    let (devices, bindings) = try await ledger.read { db in
      (try Devices.list(in: db), try Bindings.list(in: db))
    }
    let directory = DeviceDirectory(
      devices: devices.map(Device.init(record:)),
      bindings: bindings.compactMap(Binding.init(record:)))
    box.withLockedValue { $0 = directory }
  }
}

extension Device {
  init(record: DeviceRecord) {
    self.init(
      mn: record.mn, password: record.password, label: record.label.zh, facility: record.facility,
      st: record.st, isEnabled: record.isEnabled, acceptsModbusCRC: record.acceptsModbusCRC,
      segmentLimit: record.segmentLimit, edition: record.edition, isSimulated: record.isSimulated,
      intervalSeconds: record.intervalSeconds, manner: Manner(record.manner))
  }
}

extension Device.Manner {
  init(_ manner: DeviceManner) {
    self.init()
    writesGB18030 = manner.coding == "gb18030"
    countsTailInLength = manner.countsTailInLength
    hasThreeDigitLength = manner.hasThreeDigitLength
    sealingKey = manner.sealingKey
    if let seconds = manner.answerSeconds { answerSeconds = seconds }
    if let count = manner.resends { resends = count }
    mayBeAsked = manner.mayBeAsked
    networks = manner.networks.compactMap(AddressNetwork.init(_:))
    nextPassword = manner.nextPassword
  }
}

extension Binding {
  /// nil where the statistic is unknown, which the Ledger's own check rules out.
  init?(record: BindingRecord) {
    guard let statistic = Statistic(rawValue: record.statistic) else { return nil }
    self.init(
      mn: record.mn, rawKey: record.rawKey, cn: record.cn,
      series: SeriesKey(
        point: record.point, quantity: record.quantity, statistic: statistic,
        windowSeconds: record.windowSeconds),
      shift: record.shift, multiplier: record.multiplier, from: record.from, until: record.until)
  }
}
