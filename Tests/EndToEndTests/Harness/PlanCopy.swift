import Foundation
import Testing

/// A plan in a folder of its own, with a piece of text of one file replaced.
func planCopy(
  of plan: URL, replacing old: String, with new: String, in file: String
) throws -> URL {
  let folder = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID().uuidString)")
  try FileManager.default.copyItem(at: plan, to: folder)
  let path = folder.appending(path: file)
  let text = try String(contentsOf: path, encoding: .utf8)
  try #require(text.contains(old))
  try Data(text.replacing(old, with: new).utf8).write(to: path)
  return folder
}
