import Testing

@Test func `the browser opens a page and reads it`() async throws {
  let browser = try await Browser.open(width: 800, height: 600)
  try await browser.go(to: "data:text/html,<h1>hi</h1>")
  #expect(try await browser.text("h1") == "hi")
  await browser.close()
}
