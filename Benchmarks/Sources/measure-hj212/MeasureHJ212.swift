import ArgumentParser
import Glibc
import HJ212
import NIOCore

/// Measures what `Docs/performance.md` reports of the HJ 212 library: frames a second on one core.
@main struct MeasureHJ212: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure-hj212",
    abstract: "Measures the HJ 212 decoder on one core.",
    discussion: """
      Frames of real-time data of one device, 300 bytes each, lie in memory as one stream. Each \
      round takes them out of it: framing with CRC, header, items, readings with flag and time.

      With Tests/Proofs/count_allocations.c loaded (LD_PRELOAD) allocations are counted too.
      """)

  @Option(help: "Length of a run of each step.")
  var seconds = 5

  func validate() throws {
    guard (1...600).contains(seconds) else {
      throw ValidationError("--seconds is \(seconds); give 1 to 600")
    }
  }

  func run() throws {
    for step in DecodingStep.allCases {
      let few = try DecodingRun(step, factors: 6, seconds: seconds)
      print(few.line)
    }
    // Twice the factors: what each factor costs is the difference.
    print(try DecodingRun(.readings, factors: 12, seconds: seconds).line)
  }
}

/// How far a frame is taken.
enum DecodingStep: String, CaseIterable {
  case frames = "framing and CRC"
  case header = "and header"
  case readings = "and readings"
}
