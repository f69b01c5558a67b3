import CFuzzer
import FuzzedHJ212
import Glibc

/// `fuzz SURFACE [libFuzzer's own arguments]`: looks for bytes that break what must hold of a surface.
@main struct Fuzz {
  static func main() {
    let names = FuzzedSurface.allCases.map(\.rawValue)
    guard CommandLine.arguments.count > 1,
      let surface = FuzzedSurface(rawValue: CommandLine.arguments[1])
    else {
      print("fuzz: the first argument is one of \(names.joined(separator: ", "))")
      exit(2)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] =
      ([CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)).map { strdup($0) } + [nil]
    var count = CInt(arguments.count - 1)
    let status = arguments.withUnsafeMutableBufferPointer { buffer in
      var start = buffer.baseAddress
      return LLVMFuzzerRunDriver(&count, &start, surface.entry)
    }
    exit(status)
  }
}

extension FuzzedSurface {
  /// A C function cannot close over the surface, so that each has its own.
  fileprivate var entry: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt {
    switch self {
    case .frames: { Self.frames.look($0, $1) }
    case .segment: { Self.segment.look($0, $1) }
    case .roundTrip: { Self.roundTrip.look($0, $1) }
    }
  }

  private func look(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if let broken = broken(by: Array(UnsafeBufferPointer(start: bytes, count: count))) {
      print("\(rawValue): \(broken)")
      // So that libFuzzer keeps the bytes.
      abort()
    }
    return 0
  }
}
