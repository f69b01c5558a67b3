import Foundation

extension Browser {
  /// Widths at which every page is looked at.
  enum Viewport: Int {
    case desk = 1440
    case phone = 390

    var height: Int { self == .desk ? 900 : 844 }
  }

  /// Shows pages as on a screen of that size from now on.
  func view(_ viewport: Viewport) async throws {
    try await devTools(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": viewport.rawValue, "height": viewport.height, "deviceScaleFactor": 1,
        "mobile": viewport == .phone,
      ])
  }

  /// Keeps a picture of the whole page at both widths in the folder named by
  /// `LANTIAN_SCREENSHOTS`; without it, does nothing.
  func picture(_ name: String) async throws {
    guard let folder = ProcessInfo.processInfo.environment["LANTIAN_SCREENSHOTS"] else { return }
    let width = Int(try await evaluate("return innerWidth")) ?? 0
    for viewport in [Viewport.desk, .phone] {
      try await view(viewport)
      // A still page: charts and maps have drawn themselves at the new width.
      try await Task.sleep(for: .milliseconds(500))
      let data = try await devTools(
        "Page.captureScreenshot", ["captureBeyondViewport": true, "format": "png"])
      guard let bytes = Data(base64Encoded: data) else {
        throw HarnessFailure(description: "chromium sent no picture")
      }
      try bytes.write(to: URL(filePath: folder).appending(path: "\(name)-\(viewport.rawValue).png"))
    }
    try await view(width <= Viewport.phone.rawValue ? .phone : .desk)
  }

  /// Whether anything sticks out of the page to the right, as a person would find by scrolling.
  func scrollsSideways() async throws -> Bool {
    try await evaluate(
      "return document.documentElement.scrollWidth > document.documentElement.clientWidth")
      == "true"
  }

  /// Makes a JPEG such as a phone takes, with words on it.
  func photograph(_ words: String, to file: URL) async throws {
    let data = try await evaluate(
      """
      const canvas = document.createElement("canvas");
      canvas.width = 1200; canvas.height = 900;
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#7b94a8"; pen.fillRect(0, 0, 1200, 520);
      pen.fillStyle = "#5c6b4a"; pen.fillRect(0, 520, 1200, 380);
      pen.fillStyle = "#c9ccd1"; pen.fillRect(380, 180, 440, 480);
      pen.fillStyle = "#20262c"; pen.font = "56px sans-serif"; pen.fillText(arguments[0], 60, 820);
      return canvas.toDataURL("image/jpeg", 0.8).split(",")[1];
      """, [words])
    guard let bytes = Data(base64Encoded: data), !bytes.isEmpty else {
      throw HarnessFailure(description: "chromium drew no photo")
    }
    try bytes.write(to: file)
  }
}
