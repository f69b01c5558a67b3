import ArgumentParser
import Foundation

/// From a frame on the wire to the alarm that it raises on an open desk.
struct BrowserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "browser",
    abstract: "Time from sending a valve's state until its alarm stands in the browser's page.")

  @OptionGroup var options: RunOptions
  @Option(help: "Address of the pages.") var console = "http://127.0.0.1:8080"
  @Option(help: "Account that sees the desk.") var account = "duty"
  @Option(help: "Its password.") var password: String
  @Option(help: "IPv4 address of the gateway.") var host = "127.0.0.1"
  @Option(help: "Its HJ 212 port.") var port: UInt16 = 9_212
  @Option(help: "A device whose valve's opening is told; script/server's district has this one.")
  var device = "5A5A33060400000000000301"
  @Option(help: "The device's password.") var devicePassword = "123456"
  @Option(help: "Key of the valve's state.") var key = "SB1-RS"
  @Option(help: "How often.") var times = 50

  func validate() throws {
    guard (1...1_000).contains(times) else { throw ValidationError("give 1 to 1000 --times") }
  }

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    try reportDisk(in: options.folder, seconds: 2)
    let line = try Line(device: device, host: host, port: port)
    let window = try await WebDriver.open()
    do {
      let durations = try await measure(in: window, over: line)
      print("frame to browser, \(times) times: \(durations.summary)")
      await window.close()
    } catch {
      await window.close()
      throw error
    }
  }

  private func measure(in window: WebDriver, over line: Line) async throws -> Durations {
    try await openDesk(in: window)
    var durations = Durations()
    for number in 1...times {
      try await send(0, over: line)
      try await Task.sleep(for: .seconds(1))
      let sentAt = try await send(1, over: line)
      let shownAt = try await alarm(number, in: window)
      durations.add(.milliseconds(shownAt - sentAt))
      try await Task.sleep(for: .seconds(1))
    }
    try await send(0, over: line)
    return durations
  }

  private func openDesk(in window: WebDriver) async throws {
    try await window.go(to: console + "/sign-in")
    try await window.evaluate(
      """
      const form = document.querySelector("input[name=password]").form;
      form.elements.name.value = arguments[0];
      form.elements.password.value = arguments[1];
      form.requestSubmit();
      """, [account, password])
    try await Task.sleep(for: .seconds(2))
    try await window.go(to: console + "/desk")
    guard
      try await window.evaluate("return String(Boolean(document.querySelector('[data-live]')))")
        == "true"
    else { throw Stopped("\(console)/desk does not open for \(account); check --password") }
    try await window.evaluate(
      """
      const known = new Set();
      window.shown = [];
      const look = () => {
        for (const alarm of document.querySelectorAll("[data-key^='finding-']")) {
          if (known.has(alarm.dataset.key)) continue;
          known.add(alarm.dataset.key);
          window.shown.push(Date.now());
        }
      };
      look();
      window.shown = [];
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      """)
    try await Task.sleep(for: .seconds(2))
  }

  /// - Returns: when it was sent, milliseconds of the epoch.
  @discardableResult
  private func send(_ state: Int, over line: Line) async throws -> Int {
    let now = Int(Date().timeIntervalSince1970 * 1_000)
    try line.send(
      FrameText.state(
        state, of: key, device: device, password: devicePassword,
        request: FrameText.request(milliseconds: now)))
    return now
  }

  /// - Returns: when it stood in the page, milliseconds of the epoch.
  private func alarm(_ number: Int, in window: WebDriver) async throws -> Int {
    for _ in 0..<500 {
      let text = try await window.evaluate(
        "return String(window.shown.length < arguments[0] ? 0 : window.shown[arguments[0] - 1])",
        [number])
      if let at = Int(text), at > 0 { return at }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Stopped(
      "no alarm within 10 s of opening \(key) of \(device); does the server know that valve?")
  }
}
