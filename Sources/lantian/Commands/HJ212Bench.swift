import ActionPlan
import ArgumentParser
import HJ212

/// `lantian hj212 bench`: tries one device and tells what it does otherwise than the standard.
struct HJ212Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Waits for a device, exercises it and reports how it deviates from the standard.",
    discussion: """
      Point the device at this port. Once it has connected and said who it is, it is asked for its \
      clock, its intervals and its history, sent requests that it must refuse, and one of its \
      uploads is left unanswered. Each deviation is told with its clause and the byte where it \
      stands. Nothing is kept and nothing is changed in the device unless --set is given.

      The exit status is 1 if anything deviates, otherwise 0.
      """)

  @Option(help: "Address to listen on.")
  var host = "0.0.0.0"

  @Option(help: "Port to listen on; 0 takes a free one.")
  var port = 9212

  @OptionGroup var language: LanguageOptions

  @Flag(help: "Also set clock, time-out and intervals; the intervals to what they were.")
  var set = false

  @Option(help: "MN of a device that does not speak first.")
  var mn: String?

  @Option(help: "PW of a device that does not speak first.")
  var password = "123456"

  @Option(help: "ST of a device that does not speak first.")
  var st = "22"

  @Option(help: "Edition of a device that does not speak first: 2005, 2017 or 2025.")
  var edition = 2017

  @Option(help: "Seconds that an answer may take.")
  var answerSeconds = 10

  @Option(help: "Seconds that a result, or an upload, may take.")
  var resultSeconds = 60

  @Option(help: "The device's distance from UTC in hours.")
  var utcOffset = 8

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port is \(port); give 0 to 65535")
    }
    guard (1...99).contains(answerSeconds) else {
      throw ValidationError("--answer-seconds is \(answerSeconds); give 1 to 99")
    }
    guard (1...3600).contains(resultSeconds) else {
      throw ValidationError("--result-seconds is \(resultSeconds); give 1 to 3600")
    }
    guard (-12...14).contains(utcOffset) else {
      throw ValidationError("--utc-offset is \(utcOffset); give -12 to 14")
    }
    guard spoken != nil else {
      throw ValidationError("--edition is \(edition); give 2005, 2017 or 2025")
    }
  }

  private var spoken: Edition? {
    [2005: .of2005, 2017: .of2017, 2025: .of2025][edition]
  }

  func run() async throws {
    let identity = mn.flatMap { mn in
      spoken.map { DeviceBench.Identity(mn: mn, pw: password, st: st, edition: $0) }
    }
    let bench = DeviceBench(
      steps: BenchStep.allCases.filter { set || !$0.changesSettings }, identity: identity,
      utcOffsetSeconds: utcOffset * 3600,
      limits: Exchange.Limits(
        answerMilliseconds: answerSeconds * 1000, resends: 3,
        resultMilliseconds: resultSeconds * 1000))
    let language: BenchReport.Language = language.language == .zh ? .chinese : .english
    let report = try await BenchServer(host: host, port: port, language: language).run(bench)
    for line in report.lines(in: language) { print(line) }
    if !report.isClean { throw ExitCode.failure }
  }
}
