import CFuzzer
import FuzzedHJ212
import Glibc

/// Looks for bytes that break what must hold of the surface that LANTIAN_FUZZ_SURFACE names. Arguments
/// are libFuzzer's own, which starts this program again with them where it merges.
@main struct Fuzz {
  static func main() {
    let names = FuzzedSurface.allCases.map(\.rawValue)
    guard let name = getenv("LANTIAN_FUZZ_SURFACE").map({ String(cString: $0) }),
      let surface = FuzzedSurface(rawValue: name)
    else {
      print("fuzz: LANTIAN_FUZZ_SURFACE must be one of \(names.joined(separator: ", "))")
      exit(2)
    }
    var arguments: [UnsafeMutablePointer<CChar>?] =
      CommandLine.arguments.map { strdup($0) } + [nil]
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
      fflush(nil)
      // So that libFuzzer keeps the bytes.
      abort()
    }
    return 0
  }
}
