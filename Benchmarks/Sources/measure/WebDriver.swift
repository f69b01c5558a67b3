import AsyncHTTPClient
import Foundation
import NIOCore

/// A headless window of Debian's chromium, driven through its chromedriver (W3C WebDriver).
final class WebDriver {
  private let driver: Process
  private let session: String

  static func open() async throws -> WebDriver {
    let port = Int.random(in: 20_000..<30_000)
    let driver = Process()
    driver.executableURL = URL(fileURLWithPath: "/usr/bin/chromedriver")
    driver.arguments = ["--port=\(port)"]
    driver.standardOutput = FileHandle.nullDevice
    driver.standardError = FileHandle.nullDevice
    do {
      try driver.run()
    } catch {
      throw Stopped("/usr/bin/chromedriver does not run; script/bootstrap --test installs it")
    }
    let base = "http://127.0.0.1:\(port)/session"
    let options = ["args": ["--headless=new", "--no-sandbox", "--window-size=1440,900"]]
    for _ in 0..<100 {
      try await Task.sleep(for: .milliseconds(100))
      let answer = try? await post(
        base, ["capabilities": ["alwaysMatch": ["goog:chromeOptions": options]]])
      if let answer = answer as? [String: Any], let id = answer["sessionId"] as? String {
        return WebDriver(driver: driver, session: "\(base)/\(id)")
      }
    }
    driver.terminate()
    throw Stopped("chromedriver opened no window within 10 s")
  }

  private init(driver: Process, session: String) {
    self.driver = driver
    self.session = session
  }

  func go(to url: String) async throws { _ = try await Self.post("\(session)/url", ["url": url]) }

  /// Runs a function body in the page.
  @discardableResult
  func evaluate(_ script: String, _ arguments: [Any] = []) async throws -> String {
    let value = try await Self.post(
      "\(session)/execute/sync", ["script": script, "args": arguments])
    return value as? String ?? ""
  }

  func close() async {
    var request = HTTPClientRequest(url: session)
    request.method = .DELETE
    _ = try? await HTTPClient.shared.execute(request, timeout: .seconds(10))
    driver.terminate()
  }

  private static func post(_ url: String, _ body: [String: Any]) async throws -> Any? {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.body = .bytes(try JSONSerialization.data(withJSONObject: body))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let bytes = try await response.body.collect(upTo: 16 << 20)
    let answer =
      try JSONSerialization.jsonObject(with: Data(bytes.readableBytesView)) as? [String: Any]
    guard response.status == .ok else {
      throw Stopped("chromedriver: \(answer?["value"] ?? "no answer")")
    }
    return answer?["value"]
  }
}
