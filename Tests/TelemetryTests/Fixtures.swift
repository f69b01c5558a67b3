import AirQuality
import Foundation
import GRDB
import Synchronization

@testable import Telemetry

/// A fresh folder that goes away with its last owner.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "telemetry-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// What a kill at this instant would leave: the files as they are, without the shared memory.
  func copy(_ name: String, as copy: String) throws {
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: file(name) + suffix, toPath: file(copy) + suffix)
    }
  }
}

/// The frame number `n` of a device; all its content follows from the arguments.
func frame(
  _ n: Int, mn: String = "010000A8900016F000169DC0", cn: String = "2011", pno: Int = 1,
  content: UInt8 = 0, length: Int = 300
) -> IncomingFrame {
  var digest = [UInt8](repeating: content, count: IncomingFrame.digestLength)
  for byte in 0..<8 { digest[byte + 4] = UInt8(truncatingIfNeeded: n >> (8 * byte)) }
  let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ n &+ Int(content)) }
  return IncomingFrame(
    mn: mn, qn: String(20_210_601_000_000_000 + n), cn: cn, pno: pno, st: "22", digest: digest,
    bytes: bytes, receivedAtMilliseconds: 1_622_476_800_000 + n, peer: "127.0.0.1:40000")
}

/// 2021-06-01T00:00:00+08:00.
let midnight = 1_622_476_800
let eightHours = 8 * 3_600

let minutes = SeriesKey(point: "A", quantity: "so2", statistic: .mean, windowSeconds: 60)

func sample(
  _ start: Int, _ value: String, _ flag: String = "N", of series: SeriesKey = minutes,
  asSent: String? = nil
) -> Sample {
  let number = ExactDecimal(value) ?? .zero
  return Sample(
    series: series, start: start, value: number,
    asSent: asSent.flatMap { ExactDecimal($0) } ?? number,
    flag: SampleFlag(rawValue: flag))
}

func stamped(_ sequence: Int64, _ sample: Sample, late: Int = 0) -> StampedSample {
  StampedSample(sample, sequence: sequence, receivedAt: sample.end + late)
}

func openStore(_ folder: Folder, _ name: String = "telemetry.sqlite") throws -> EmbeddedStore {
  try EmbeddedStore(path: folder.file(name), utcOffsetSeconds: eightHours)
}

/// Collects what callbacks report.
final class Answers: Sendable {
  private let results = Mutex<[Result<Receipt, InboxError>]>([])

  func add(_ result: Result<Receipt, InboxError>) { results.withLock { $0.append(result) } }
  var all: [Result<Receipt, InboxError>] { results.withLock { $0 } }
}
