import Testing

@testable import Console

struct BrowserNameTests {
  @Test(arguments: [
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0",
      "Edge · Windows"
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.44",
      "WeChat · iPhone"
    ),
    (
      "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
      "Chrome · Android"
    ),
    (
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.0; rv:120.0) Gecko/20100101 Firefox/120.0",
      "Firefox · macOS"
    ),
    ("curl on Linux", "Linux"),
  ])
  func `a person recognises a browser by name and system`(agent: String, name: String) {
    #expect(BrowserName.of(agent) == name)
  }

  @Test(arguments: ["", "curl/8.5.0", "\u{0}<b>"])
  func `what names no browser is given no name`(agent: String) {
    #expect(BrowserName.of(agent) == nil)
  }
}
