import AirQuality
import Foundation
import GRDB
import Seeds
import Testing

@testable import Telemetry

/// One byte of a state file is another one: nobody is told a wrong value, the damage is named, and the
/// rest is salvaged. `script/prove flips` asks for more of them.
@Suite struct FlippedBytesTests {
  private static let count =
    ProcessInfo.processInfo.environment["LANTIAN_FLIPS"].flatMap { Int($0) } ?? 40
  private static let seed =
    ProcessInfo.processInfo.environment["LANTIAN_SEED"].flatMap { UInt64($0) } ?? 7

  private static let keys = (0..<12).map { number in
    SeriesKey(
      point: "P\(number % 4)", quantity: "q\(number / 4)", statistic: .mean,
      windowSeconds: number % 4 == 3 ? 3_600 : 60)
  }

  /// Everything that somebody may ask of a store.
  private struct Answers: Equatable {
    var samples: [SeriesKey: [StoredSample]] = [:]
    var hours: [SeriesKey: [Rollup]] = [:]
    var latest: [SeriesKey: LatestValue] = [:]

    init(_ store: EmbeddedStore) async throws {
      for key in FlippedBytesTests.keys {
        samples[key] = try await store.raw(key, from: 0, until: .max, limit: 100_000)
        hours[key] = try await store.hours(key, from: 0, until: .max)
      }
      for value in try await store.latest(nil) { latest[value.key] = value }
    }
  }

  /// A store with chunks, parts, what came last, corrections; and the inbox of its frames.
  private func fill(
    _ folder: Folder
  ) async throws -> (truth: Answers, batches: [[StampedSample]]) {
    var batches: [[StampedSample]] = []
    var random = SeededGenerator(seed: Self.seed)
    let store = try EmbeddedStore(
      path: folder.file("telemetry.sqlite"), utcOffsetSeconds: eightHours, tailLimit: 400)
    let inbox = try Inbox(path: folder.file("inbox.sqlite"))
    for batch in 1...120 {
      var samples: [StampedSample] = []
      for key in Self.keys where random.below(6) > 0 {
        let step = key.windowSeconds
        let late = random.below(12) == 0 ? random.below(5) : 0
        let start = midnight + (batch - late) * max(step, 1_800)
        let value = ExactDecimal(Int64(random.below(9_000)), scale: 2)
        samples.append(
          StampedSample(
            Sample(series: key, start: start, value: value, asSent: value, flag: .normal),
            sequence: Int64(batch), receivedAt: start + 61))
      }
      _ = try await store.apply(samples, through: Int64(batch))
      batches.append(samples)
      if batch == 90 { _ = try await store.seal(endedBy: midnight + 40 * 1_800) }
      let text = "##0000QN=20210601\(100_000_000 + batch);MN=P1;batch \(batch)"
      _ = try await inbox.append(
        IncomingFrame(
          mn: "P1", qn: "20210601\(100_000_000 + batch)", cn: "2051", pno: 0, st: "22",
          digest: Array("digest of 16 byt".utf8), bytes: Array(text.utf8),
          receivedAtMilliseconds: midnight * 1_000 + batch, peer: "10.0.0.\(batch % 9)"))
    }
    let answers = try await Answers(store)
    try store.close()
    try inbox.close()
    return (answers, batches)
  }

  private func flip(_ path: String, _ random: inout SeededGenerator) throws -> String {
    var data = try Data(contentsOf: URL(filePath: path))
    let offset = random.below(data.count)
    data[offset] ^= 1 << UInt8(random.below(8))
    try data.write(to: URL(filePath: path))
    for more in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + more) }
    return "byte \(offset)"
  }

  @Test func `no flip yields a wrong value, and salvage keeps the rest`() async throws {
    let whole = try Folder()
    let (truth, batches) = try await fill(whole)
    var random = SeededGenerator(seed: Self.seed &+ 1)
    var (named, unchanged, partly) = (0, 0, 0)
    for number in 0..<Self.count {
      let folder = try Folder()
      let path = folder.file("telemetry.sqlite")
      try FileManager.default.copyItem(atPath: whole.file("telemetry.sqlite"), toPath: path)
      let place = try flip(path, &random)
      let damages = (try? StoreCheck.damages(of: path)) ?? [.structure("it cannot be opened")]
      do {
        let store = try EmbeddedStore(reading: path)
        defer { try? store.close() }
        let answers = try await Answers(store)
        if answers == truth {
          unchanged += 1
        } else {
          partly += 1
          Issue.record("flip \(number), \(place): another answer; \(damages)")
        }
      } catch {
        named += 1
        #expect(!damages.isEmpty, "flip \(number), \(place): \(error), but the check finds nothing")
      }
      let salvage = try StoreSalvage.run(
        from: path, to: folder.file("new.sqlite"),
        utcOffsetSeconds: eightHours)
      let again = try EmbeddedStore(
        path: folder.file("new.sqlite"), utcOffsetSeconds: eightHours)
      defer { try? again.close() }
      #expect(try StoreCheck.damages(of: again.path).isEmpty)
      let saved = try await Answers(again)
      for key in Self.keys {
        let kept = saved.samples[key] ?? []
        // A value whose correction is lost is the value before it.
        let known = truth.samples[key] ?? []
        let isRight = kept.allSatisfy { sample in
          known.contains {
            $0.start == sample.start && ($0.value == sample.value || $0.revisionCount > 0)
          }
        }
        #expect(isRight, "flip \(number), \(place), \(key)")
        #expect(Set(kept.map(\.start)).count == kept.count, "flip \(number), \(place), \(key)")
        let isAll = kept == truth.samples[key]
        if salvage.lost.isEmpty { #expect(isAll, "flip \(number), \(place), \(key)") }
      }
      // The inbox's frames, applied again, bring back what was lost.
      for (number, batch) in batches.enumerated() {
        _ = try await again.apply(batch, through: Int64(number + 1))
      }
      for key in Self.keys {
        let all = try await again.raw(key, from: 0, until: .max, limit: 100_000)
        let missing = (truth.samples[key] ?? []).filter { sample in
          !all.contains { $0.start == sample.start && $0.value == sample.value }
        }
        #expect(
          missing.isEmpty && all.count == truth.samples[key]?.count,
          "flip \(number), \(place), \(key), applied again after \(salvage.lost)")
      }
    }
    print("flips in the store: \(named) named, \(unchanged) without effect, \(partly) told wrongly")
  }

  @Test func `a group whose row is lost holds each value once`() async throws {
    let folder = try Folder()
    let (truth, _) = try await fill(folder)
    let path = folder.file("telemetry.sqlite")
    let queue = try DatabaseQueue(path: path)
    try await queue.write { db in
      try db.execute(sql: "UPDATE chunk_group SET checksum = x'00'")
    }
    try queue.close()
    let salvage = try StoreSalvage.run(
      from: path, to: folder.file("new.sqlite"), utcOffsetSeconds: eightHours)
    #expect(!salvage.lost.isEmpty)
    let again = try EmbeddedStore(
      path: folder.file("new.sqlite"), utcOffsetSeconds: eightHours)
    defer { try? again.close() }
    for key in Self.keys {
      let kept = try await again.raw(key, from: 0, until: .max, limit: 100_000)
      let known = truth.samples[key] ?? []
      let (doubled, missing) = (
        kept.count - Set(kept.map(\.start)).count,
        known.count { sample in !kept.contains { $0.start == sample.start } }
      )
      #expect(
        kept.map(\.value) == known.map(\.value), "\(key): \(doubled) doubled, \(missing) missing")
    }
  }

  @Test func `no flip yields a wrong frame, and salvage keeps the others`() async throws {
    let whole = try Folder()
    _ = try await fill(whole)
    let before = try Inbox(path: whole.file("inbox.sqlite"))
    let truth = try await before.frames(after: 0, limit: 1_000)
    try before.close()
    var random = SeededGenerator(seed: Self.seed &+ 2)
    var (named, unchanged) = (0, 0)
    for number in 0..<Self.count {
      let folder = try Folder()
      let path = folder.file("inbox.sqlite")
      try FileManager.default.copyItem(atPath: whole.file("inbox.sqlite"), toPath: path)
      let place = try flip(path, &random)
      do {
        let inbox = try Inbox(path: path)
        defer { try? inbox.close() }
        let frames = try await inbox.frames(after: 0, limit: 1_000)
        unchanged += 1
        let isSame = frames == truth
        #expect(isSame, "flip \(number), \(place): \(frames.count) frames")
      } catch {
        named += 1
        let damages = (try? InboxCheck.damages(of: path)) ?? [.structure("it cannot be opened")]
        #expect(!damages.isEmpty, "flip \(number), \(place): \(error)")
      }
      let salvage = try InboxSalvage.run(
        from: path, to: folder.file("new.sqlite"))
      let again = try Inbox(path: folder.file("new.sqlite"))
      let kept = try await again.frames(after: 0, limit: 1_000)
      let isPart = Set(kept).isSubset(of: Set(truth))
      #expect(isPart, "flip \(number), \(place)")
      #expect(kept.count >= truth.count - 40, "flip \(number), \(place): \(kept.count)")
      if salvage.lost.isEmpty { #expect(kept.count == truth.count, "flip \(number), \(place)") }
      try again.close()
    }
    print("flips in the inbox: \(named) named, \(unchanged) without effect")
  }
}
