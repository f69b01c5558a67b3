import Glibc
import HJ212
import NIOCore

/// One measured run over a stream that is read again and again.
struct DecodingRun {
  let line: String

  init(_ step: DecodingStep, factors: Int, seconds: Int) throws {
    let frame = Self.frame(factors: factors)
    let perRound = 1_000
    let stream = ByteBuffer(bytes: [[UInt8]](repeating: frame, count: perRound).joined())
    // Once unmeasured, so that tables and caches are there.
    var frames = Self.round(step, stream)
    precondition(frames == perRound, "\(frames) of \(perRound) frames were read")
    frames = 0
    let before = Allocations.count
    // The thread's own time: others on the machine do not count.
    let begun = Self.cpuSeconds
    while Self.cpuSeconds < begun + Double(seconds) { frames += Self.round(step, stream) }
    let passed = Self.cpuSeconds - begun
    let rate = Int(Double(frames) / passed)
    var line =
      "\(step.rawValue): \(frame.count) bytes, \(factors) factors: \(rate) frames/s of one core"
    if let before, let after = Allocations.count {
      line += ", \(Double((after - before) * 100 / UInt64(frames)) / 100) allocations/frame"
    }
    self.line = line
  }

  private static var cpuSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func round(_ step: DecodingStep, _ stream: ByteBuffer) -> Int {
    var buffer = stream
    var reader = FrameReader()
    var count = 0
    while let event = reader.next(in: &buffer) {
      guard case .frame(let frame) = event else { continue }
      switch step {
      case .frames: count += 1
      case .header: count += Packet(headerOf: frame).command == .realTime ? 1 : 0
      case .readings:
        let content = Packet(headerOf: frame).content(utcOffsetSeconds: 28_800)
        count += content.readings.isEmpty || !content.faults.isEmpty ? 0 : 1
      }
    }
    return count
  }

  /// Written here apart from the product's own encoder; 300 bytes with six factors.
  private static func frame(factors: Int) -> [UInt8] {
    let names = [
      "a34004", "a34002", "a21026", "a21004", "a21005", "a05024", "a01001", "a01002", "a01006",
      "a01007", "a01008", "a34001",
    ]
    let values = names.prefix(factors).enumerated().map { index, name in
      "\(name)-Rtd=\(20 + index).\(index % 10),\(name)-Flag=N"
    }
    let segment = Array(
      ("QN=20210615120000001;ST=22;CN=2011;PW=123456;MN=330604000000000000000001;Flag=5;"
        + "CP=&&DataTime=20210615120000;" + values.joined(separator: ";") + "&&").utf8)
    var register: UInt16 = 0xFFFF
    for byte in segment {
      register = (register >> 8) ^ UInt16(byte)
      for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 1 ? 0xA001 : 0) }
    }
    func padded(_ text: String) -> String {
      String(repeating: "0", count: 4 - text.count) + text
    }
    return Array("##\(padded(String(segment.count)))".utf8) + segment
      + Array((padded(String(register, radix: 16, uppercase: true)) + "\r\n").utf8)
  }
}

/// The counter of `Tests/Proofs/count_allocations.c`, where it was loaded before this program.
enum Allocations {
  private typealias Counter = @convention(c) () -> UInt64

  private static let counter: Counter? =
    dlsym(nil, "lantian_allocations").map { unsafeBitCast($0, to: Counter.self) }

  static var count: UInt64? { counter?() }
}
