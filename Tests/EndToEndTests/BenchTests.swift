import Foundation
import Testing

extension EndToEnd {
  /// `lantian hj212 bench` with a unit that shares no code with it.
  @Suite struct BenchTests {
    private func bench(
      _ manner: [String], language: String
    ) async throws -> (report: BuiltCommand.Outcome, unit: BuiltCommand.Outcome) {
      let port = String(try await ServerProcess.Site.freePort())
      async let report = BuiltCommand.run([
        "hj212", "bench", "--host", "127.0.0.1", "--port", port, "--language", language, "--set",
        "--answer-seconds", "2", "--result-seconds", "8",
      ])
      let unit = try await ToolCommand.run(
        "/usr/bin/env", ["python3", "Tests/EndToEndTests/Senders/unit.py", port] + manner)
      return (try await report, unit)
    }

    @Test(.timeLimit(.minutes(2)))
    func `a unit that keeps to the standard passes every step`() async throws {
      let (report, unit) = try await bench([], language: "zh")
      #expect(unit.status == 0, "\(unit.errors)")
      #expect(report.status == 0, "\(report.output)")
      #expect(report.output.contains("没有发现偏差"))
      #expect(report.output.contains("[通过] 设置现场机时间（1012）"))
      #expect(!report.output.contains("[不符]") && !report.output.contains("[未测]"))
    }

    @Test(.timeLimit(.minutes(2)))
    func `a careless unit is told each deviation with clause, frame and byte`() async throws {
      let (report, _) = try await bench(["careless"], language: "en")
      #expect(report.status == 1)
      for text in [
        "1. the length is 6 too many", "HJ 212-2017 6.3, table 2; frame 1; byte 2 (from 0)",
        "CN=2011: Zone is no item of the command", "a wrong password is to be refused",
        "was not answered and not sent again", "[deviates] leave one upload unanswered",
      ] {
        #expect(report.output.contains(text), "\(report.output)")
      }
    }
  }
}
