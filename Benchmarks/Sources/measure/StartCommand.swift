import ArgumentParser
import Foundation

/// Time from starting a server to the first connection that it takes, and its memory then.
struct StartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Starts a server, waits for its port, stops it.")

  @Option(help: "TCP port on 127.0.0.1 that it opens when it is ready.") var port: UInt16
  @Option(help: "How often.") var times = 5
  @Argument(parsing: .postTerminator, help: "Program and arguments after --.")
  var command: [String]

  func run() throws {
    guard let program = command.first else {
      throw Stopped("give the server's command after --")
    }
    var durations = Durations()
    var memory = "unknown memory"
    for _ in 0..<times {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = Array(command.dropFirst())
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      let clock = ContinuousClock()
      let begin = clock.now
      try process.run()
      while !isOpen() {
        guard process.isRunning, clock.now - begin < .seconds(60) else {
          process.terminate()
          throw Stopped("\(program) did not open port \(port); run it by hand to see why")
        }
        usleep(2_000)
      }
      durations.add(clock.now - begin)
      memory = residentMemory(of: Int(process.processIdentifier)) ?? memory
      process.terminate()
      process.waitUntilExit()
    }
    print("start, \(times) times: \(durations.summary); \(memory) resident once ready")
  }

  private func isOpen() -> Bool {
    (try? Line(device: "", host: "127.0.0.1", port: port)) != nil
  }
}
