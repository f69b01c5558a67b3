import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Debian's chromium, driven through WebDriver (W3C) by its own chromedriver.
actor Browser {
  private let driver: Process
  private let base: String
  private let session: String

  /// Starts a driver and one headless window.
  static func open(width: Int, height: Int, arguments: [String] = []) async throws -> Browser {
    let program = "/usr/bin/chromedriver"
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw HarnessFailure(
        description: "there is no \(program); run script/bootstrap --test, which installs chromium")
    }
    let driver = Process()
    driver.executableURL = URL(filePath: program)
    driver.arguments = ["--port=0"]
    let output = Pipe()
    driver.standardOutput = output
    driver.standardError = FileHandle.nullDevice
    try driver.run()
    guard let port = await firstPort(in: output) else {
      throw HarnessFailure(
        description: "chromedriver named no port; run script/bootstrap --test, which installs it")
    }
    let base = "http://127.0.0.1:\(port)"
    let options: [String: any Sendable] = [
      "args": [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--window-size=\(width),\(height)", "--lang=zh-CN",
      ] + arguments
    ]
    let answer = try await call(
      base + "/session", .POST,
      ["capabilities": ["alwaysMatch": ["goog:chromeOptions": options]]])
    guard let value = answer as? [String: Any], let session = value["sessionId"] as? String else {
      throw HarnessFailure(description: "chromedriver opened no session: \(answer ?? "nothing")")
    }
    return Browser(driver: driver, base: base, session: session)
  }

  private init(driver: Process, base: String, session: String) {
    self.driver = driver
    self.base = base
    self.session = session
  }

  /// Opens a window for as long as the body runs, also where the body fails.
  static func during<Value: Sendable>(
    width: Int, height: Int, _ body: (Browser) async throws -> Value
  ) async throws -> Value {
    let browser = try await open(width: width, height: height)
    do {
      let value = try await body(browser)
      await browser.close()
      return value
    } catch {
      await browser.close()
      throw error
    }
  }

  func close() async {
    _ = try? await Self.call("\(base)/session/\(session)", .DELETE, nil)
    driver.terminate()
  }

  func go(to url: String) async throws { try await send("url", ["url": url]) }

  func address() async throws -> String {
    try await Self.call("\(base)/session/\(session)/url", .GET, nil) as? String ?? ""
  }

  /// Presses an element in the middle of the window, as a person scrolls it out from under bars. One
  /// that a live page exchanges in that moment is pressed again, as a person would.
  func click(_ css: String) async throws { try await again { try await press(css) } }

  /// Does something with an element once more where a live page exchanged it in that moment.
  private func again<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
    for _ in 0..<3 {
      do {
        return try await work()
      } catch let failure as HarnessFailure where failure.description.contains("stale element") {
        continue
      }
    }
    return try await work()
  }

  private func press(_ css: String) async throws {
    try await evaluate(
      "document.querySelector(arguments[0])?.scrollIntoView({block: 'center', behavior: 'instant'})",
      [css])
    try await send("element/\(try await element(css))/click", [:])
  }

  /// Types into a field; a file input takes the path of the file.
  func type(_ text: String, into css: String) async throws {
    try await again {
      try await send("element/\(try await element(css))/value", ["text": text])
    }
  }

  func text(_ css: String) async throws -> String {
    try await again {
      let id = try await element(css)
      return try await Self.call("\(base)/session/\(session)/element/\(id)/text", .GET, nil)
        as? String ?? ""
    }
  }

  /// Runs a function body in the page and answers what it returns.
  @discardableResult
  func evaluate(_ script: String, _ arguments: [any Sendable] = []) async throws -> String {
    let value = try await Self.call(
      "\(base)/session/\(session)/execute/sync", .POST,
      [
        "script": "return String((function(){\(script)}).apply(null, arguments))",
        "args": arguments,
      ])
    return value as? String ?? ""
  }

  /// Waits until the function body is true in the page.
  func wait(
    until script: String, seconds: Double = 15, _ what: String = ""
  ) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if try await evaluate(script) == "true" { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    let page = try await evaluate(
      "return location.href + ' ' + document.body.innerText.slice(0, 600)")
    throw HarnessFailure(
      description: "waited \(seconds) s in vain for \(what.isEmpty ? script : what); page: \(page)")
  }

  func exists(_ css: String) async throws -> Bool {
    try await evaluate("return document.querySelector(arguments[0]) !== null", [css]) == "true"
  }

  func waitFor(_ css: String, seconds: Double = 15) async throws {
    let quoted = String(decoding: try JSONEncoder().encode(css), as: UTF8.self)
    try await wait(
      until: "return document.querySelector(\(quoted)) !== null", seconds: seconds, css)
  }

  func screenshot(to file: URL) async throws {
    let answer = try await Self.call("\(base)/session/\(session)/screenshot", .GET, nil)
    guard let text = answer as? String, let data = Data(base64Encoded: text) else {
      throw HarnessFailure(description: "chromedriver sent no screenshot")
    }
    try data.write(to: file)
  }

  /// Calls a command of Chromium's own DevTools protocol.
  @discardableResult
  func devTools(_ command: String, _ parameters: [String: any Sendable]) async throws -> String {
    let answer = try await Self.call(
      "\(base)/session/\(session)/goog/cdp/execute", .POST,
      ["cmd": command, "params": parameters])
    return (answer as? [String: Any])?["data"] as? String ?? ""
  }

  private func element(_ css: String) async throws -> String {
    let answer = try await Self.call(
      "\(base)/session/\(session)/element", .POST, ["using": "css selector", "value": css])
    guard let ids = answer as? [String: String], let id = ids.values.first else {
      throw HarnessFailure(description: "no element \(css)")
    }
    return id
  }

  private func send(_ path: String, _ body: [String: any Sendable]) async throws {
    _ = try await Self.call("\(base)/session/\(session)/\(path)", .POST, body)
  }

  private static func call(
    _ url: String, _ method: HTTPMethod, _ body: [String: any Sendable]?
  ) async throws -> sending Any? {
    var request = HTTPClientRequest(url: url)
    request.method = method
    if let body {
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body)))
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let bytes = try await response.body.collect(upTo: 64 << 20)
    let answer =
      try JSONSerialization.jsonObject(with: Data(bytes.readableBytesView)) as? [String: Any]
    guard response.status == .ok else {
      throw HarnessFailure(description: "WebDriver \(url): \(answer?["value"] ?? "no answer")")
    }
    return answer?["value"]
  }

  private static func firstPort(in pipe: Pipe) async -> Int? {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var text = ""
        while true {
          let data = pipe.fileHandleForReading.availableData
          guard !data.isEmpty else { return continuation.resume(returning: nil) }
          text += String(decoding: data, as: UTF8.self)
          if let match = text.firstMatch(of: /successfully on port (\d+)/) {
            return continuation.resume(returning: Int(match.1))
          }
        }
      }
    }
  }
}
