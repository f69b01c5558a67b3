import Foundation

/// The folders of templates, texts and static files that were built with the target.
enum ConsoleResources {
  /// Beside the binary where it is installed, else where the build put it.
  static func folder(_ name: String) -> String {
    let bundle = "lantian_Console.resources"
    let beside = Bundle.main.bundleURL.appendingPathComponent(bundle).path
    if FileManager.default.fileExists(atPath: beside) { return "\(beside)/\(name)" }
    return Bundle.module.bundleURL.appendingPathComponent(name).path
  }
}
